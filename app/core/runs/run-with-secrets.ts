// One run from the request to the outcome, top to bottom: the only file that orchestrates. SECURITY P2, P3, P4, P8, P10, P12.
import { auditCommand } from '../../contract/audit-command.ts';
import { faultCodeOf, faultMessages } from '../../contract/fault.ts';
import type { RunOutcome, RunRequest } from '../../contract/run.ts';
import { recordQuietly } from '../audit/record-quietly.ts';
import type { Asker } from '../clients/admission.ts';
import { digestOf, freezeAction } from './action.ts';
import { changesSince } from './action-changes.ts';
import { changeWords } from './change-words.ts';
import { execute } from './execute.ts';
import { judgeAction } from './judge-action.ts';
import { judgeRequest } from './judge-request.ts';
import { planRun } from './plan-run.ts';
import type { RequestHandle } from './request-entry.ts';
import { cancelled } from './request-entry.ts';
import type { RunHouse } from './run-house.ts';

/**
 * Runs `request` for `asker` if it may. Denied, expired and cancelled are outcomes; so is every coded refusal. Secret values
 * exist only inside `execute`. Never rejects for a coded fault: it becomes `failed`, and is audited as refused.
 */
export async function runWithSecrets(
  house: RunHouse,
  asker: Asker,
  request: RunRequest,
  handle: RequestHandle,
): Promise<RunOutcome> {
  const client = { id: asker.hello.client, name: asker.hello.claims.name };
  const audited = { requestId: handle.id, client };
  try {
    judgeRequest(request);
    const admitted = await house.admission.admit(asker, handle);
    if (admitted.kind !== 'admitted') return handle.signal.aborted ? cancelled(handle.signal) : admitted;
    client.name = house.clients.nameOf(client.id) ?? client.name;

    const command = auditCommand(await house.redactForAudit(commandText(request)));
    house.audit.record({
      kind: 'request.received',
      at: house.clock.now(),
      ...audited,
      secrets: request.secrets.map(({ name }) => name),
      command,
      cwd: request.cwd,
    });
    const planned = await planRun(house, asker, client, request);
    if (planned.kind === 'unknown') {
      house.audit.record({ kind: 'run.refused', at: house.clock.now(), ...audited, code: 'unknown_secret' });
      return { kind: 'failed', code: 'unknown_secret', message: faultMessages.unknown_secret, ...planned.names };
    }
    const frozen = await freezeAction(planned.plan, house.files);

    const judged = await judgeAction(house, frozen, handle);
    if (judged.kind !== 'allowed') return judged;
    const { action } = judged;
    const changes = await changesSince(action, house.files, (id) => house.secrets.versionOf(id));
    if (changes.length > 0) {
      const told = { at: house.clock.now(), ...audited, action: digestOf(action), changes: changes.slice(0, 100) };
      house.audit.record({ kind: 'run.changed', ...told });
      house.approvals.tell(handle.id, action, changes);
      return {
        ...{ kind: 'failed', code: 'action_changed', message: faultMessages.action_changed },
        about: changes.map(changeWords),
      };
    }
    // The client may have been paused while the person read: nobody runs on an old standing.
    if (!house.admission.standing(asker)) return { kind: 'denied', by: 'person', reason: null };

    house.touch('run');
    handle.waitsFor('run');
    const { by, grant } = judged;
    return await execute(house, action, { requestId: handle.id, by, grant, command, signal: handle.signal });
  } catch (thrown) {
    const code = faultCodeOf(thrown);
    house.log.write(code === 'internal' ? 'fault' : 'note', 'run.refused', { code, request: handle.id });
    recordQuietly(house.audit, house.log, { kind: 'run.refused', at: house.clock.now(), ...audited, code });
    return { kind: 'failed', code, message: faultMessages[code] };
  }
}

function commandText({ command }: RunRequest): string {
  return typeof command === 'string' ? command : command.join(' ');
}
