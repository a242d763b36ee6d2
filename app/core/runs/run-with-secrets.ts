// One run from the request to the outcome, top to bottom: the only file that orchestrates. SECURITY P2, P3, P4, P8, P10, P12.
import { auditCommand } from '../../contract/audit-command.ts';
import { faultCodeOf, faultMessages } from '../../contract/fault.ts';
import { type RunOutcome, type RunRequest, runLimits } from '../../contract/run.ts';
import { GatheredRecord } from '../audit/gathered-record.ts';
import { recordQuietly } from '../audit/record-quietly.ts';
import type { Asker } from '../clients/admission.ts';
import { requireCovered, requireTool } from '../clients/client-limits.ts';
import { digestOf, freezeAction } from './action.ts';
import { changesSince } from './action-changes.ts';
import { changeWords } from './change-words.ts';
import { execute } from './execute.ts';
import { judgeAction } from './judge-action.ts';
import { judgeRequest } from './judge-request.ts';
import { namesOf } from './named-refusal.ts';
import { planRun } from './plan-run.ts';
import type { RequestHandle } from './request-entry.ts';
import { cancelled } from './request-entry.ts';
import type { OneRunHouse, RunHouse } from './run-house.ts';
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
  // SECURITY P3: on disk before anything has an effect; events that belong together go there together.
  const audit = new GatheredRecord(house.audit);
  const ofRun: OneRunHouse = { ...house, audit };
  try {
    judgeRequest(request);
    const admitted = await house.admission.admit(asker, handle);
    if (admitted.kind !== 'admitted') return handle.signal.aborted ? cancelled(handle.signal) : admitted;
    client.name = house.clients.nameOf(client.id) ?? client.name;

    requireTool(house.clients.limitsOf(client.id), 'run_with_secrets');
    const [line = '', cwd = '', ...names] = (await house.words.search(spokenTexts(request))).texts;
    const command = auditCommand(line);
    audit.note({
      kind: 'request.received',
      at: house.clock.now(),
      ...audited,
      secrets: names.slice(0, runLimits.secrets).map((name) => name.slice(0, 256)),
      command,
      cwd: cwd.slice(0, 4096),
    });
    const plan = await planRun(house, asker, client, request);
    const asked = await withShown(house.words, await freezeAction(plan, house.files));

    const judged = await judgeAction(ofRun, asked, handle);
    if (judged.kind !== 'allowed') return judged;
    const { action } = judged;
    const changes = await changesSince(action, house.files, (id) => house.secrets.versionOf(id));
    if (changes.length > 0) {
      const shown = await shownChanges(house.words, changes);
      const told = { at: house.clock.now(), ...audited, action: digestOf(action), changes: shown.slice(0, 100) };
      audit.record({ kind: 'run.changed', ...told });
      house.approvals.tell(handle.id, judged.shown, shown);
      return {
        ...{ kind: 'failed', code: 'action_changed', message: faultMessages.action_changed },
        about: shown.map(changeWords),
      };
    }
    // SECURITY P8: the client may have been paused or kept from it while the person read: nobody runs on an old standing.
    if (!house.admission.standing(asker)) {
      audit.settle();
      return { kind: 'denied', by: 'person', reason: null };
    }
    requireCovered(house.clients.limitsOf(client.id), 'run_with_secrets', action.secrets);

    house.touch('run');
    handle.waitsFor('run');
    const { by, grant } = judged;
    const start = { handle, by, grant, command, cwd: judged.shown.cwd };
    return await execute(ofRun, action, start);
  } catch (thrown) {
    const code = faultCodeOf(thrown);
    house.log.write(code === 'internal' ? 'fault' : 'note', 'run.refused', { code, request: handle.id });
    recordQuietly(audit, house.log, { kind: 'run.refused', at: house.clock.now(), ...audited, code });
    return { kind: 'failed', code, message: faultMessages[code], ...namesOf(thrown) };
  }
}

/** The command, the folder and the names, as the agent wrote them. */
function spokenTexts({ command, cwd, secrets, globs = [] }: RunRequest): readonly string[] {
  return [typeof command === 'string' ? command : command.join(' '), cwd, ...secrets.map(({ name }) => name), ...globs];
}
