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
import { shownChanges, withShown } from './shown-action.ts';

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
  // SECURITY P1: what it calls itself is searched before it is written down, which only an open vault can do.
  const client = { id: asker.hello.client, name: house.clients.nameOf(asker.hello.client) ?? asker.hello.client };
  const audited = { requestId: handle.id, client };
  try {
    judgeRequest(request);
    const admitted = await house.admission.admit(asker, handle);
    if (admitted.kind !== 'admitted') return handle.signal.aborted ? cancelled(handle.signal) : admitted;
    client.name = house.clients.nameOf(client.id) ?? client.name;

    const [line = '', cwd = '', ...names] = (await house.words.search(spokenTexts(request))).texts;
    const command = auditCommand(line);
    house.audit.record({
      kind: 'request.received',
      at: house.clock.now(),
      ...audited,
      secrets: names.map((name) => name.slice(0, 256)),
      command,
      cwd: cwd.slice(0, 4096),
    });
    const planned = await planRun(house, asker, client, request);
    if (planned.kind === 'unknown') {
      house.audit.record({ kind: 'run.refused', at: house.clock.now(), ...audited, code: 'unknown_secret' });
      return { kind: 'failed', code: 'unknown_secret', message: faultMessages.unknown_secret, ...planned.names };
    }
    const asked = await withShown(house.words, await freezeAction(planned.plan, house.files));

    const judged = await judgeAction(house, asked, handle);
    if (judged.kind !== 'allowed') return judged;
    const { action } = judged;
    const changes = await changesSince(action, house.files, (id) => house.secrets.versionOf(id));
    if (changes.length > 0) {
      const shown = await shownChanges(house.words, changes);
      const told = { at: house.clock.now(), ...audited, action: digestOf(action), changes: shown.slice(0, 100) };
      house.audit.record({ kind: 'run.changed', ...told });
      house.approvals.tell(handle.id, judged.shown, shown);
      return {
        ...{ kind: 'failed', code: 'action_changed', message: faultMessages.action_changed },
        about: shown.map(changeWords),
      };
    }
    // The client may have been paused while the person read: nobody runs on an old standing.
    if (!house.admission.standing(asker)) return { kind: 'denied', by: 'person', reason: null };

    house.touch('run');
    handle.waitsFor('run');
    const { by, grant } = judged;
    const start = { requestId: handle.id, by, grant, command, cwd: judged.shown.cwd, signal: handle.signal };
    return await execute(house, action, start);
  } catch (thrown) {
    const code = faultCodeOf(thrown);
    house.log.write(code === 'internal' ? 'fault' : 'note', 'run.refused', { code, request: handle.id });
    recordQuietly(house.audit, house.log, { kind: 'run.refused', at: house.clock.now(), ...audited, code });
    return { kind: 'failed', code, message: faultMessages[code] };
  }
}

/** The command, the folder and the names, as the agent wrote them. */
function spokenTexts({ command, cwd, secrets }: RunRequest): readonly string[] {
  return [typeof command === 'string' ? command : command.join(' '), cwd, ...secrets.map(({ name }) => name)];
}
