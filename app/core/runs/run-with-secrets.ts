// One run from the request to the outcome, top to bottom: the only file that orchestrates. SECURITY P2, P3, P4, P8, P10, P12.
import { auditCommand } from '../../contract/audit.ts';
import { faultCodeOf, faultMessages } from '../../contract/fault.ts';
import type { Action, RunOutcome, RunRequest } from '../../contract/run.ts';
import { recordQuietly } from '../audit/record-quietly.ts';
import type { Asker } from '../clients/admission.ts';
import { evaluate } from '../policy/evaluate.ts';
import { digestOf, freezeAction, verifyAction } from './action.ts';
import { execute } from './execute.ts';
import { judgeRequest } from './judge-request.ts';
import { planRun } from './plan-run.ts';
import type { RequestHandle } from './requests.ts';
import { cancelled } from './requests.ts';
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
    const action = await freezeAction(planned.plan, house.files);

    const allowed = await decide(house, action, handle);
    if (allowed.kind !== 'allowed') return allowed;
    await verifyAction(action, house.files, (id) => house.secrets.versionOf(id));
    // The client may have been paused while the person read: nobody runs on an old standing.
    if (!house.admission.standing(asker)) return { kind: 'denied', reason: null };

    house.touch('run');
    handle.waitsFor('run');
    return await execute(house, action, { requestId: handle.id, by: allowed.by, command, signal: handle.signal });
  } catch (thrown) {
    const code = faultCodeOf(thrown);
    house.log.write(code === 'internal' ? 'fault' : 'note', 'run.refused', { code, request: handle.id });
    recordQuietly(house.audit, house.log, { kind: 'run.refused', at: house.clock.now(), ...audited, code });
    return { kind: 'failed', code, message: faultMessages[code] };
  }
}

type Allowed = { readonly kind: 'allowed'; readonly by: 'approval' | 'grant' };

async function decide(
  house: RunHouse,
  action: Action,
  handle: RequestHandle,
): Promise<Allowed | Extract<RunOutcome, { kind: 'denied' | 'expired' | 'cancelled' | 'failed' }>> {
  const audited = { requestId: handle.id, client: action.client, action: digestOf(action) };
  const decision = evaluate(action, house.grants);
  switch (decision.kind) {
    case 'deny':
      house.audit.record({
        kind: 'run.refused',
        at: house.clock.now(),
        requestId: handle.id,
        client: action.client,
        code: decision.why,
      });
      return { kind: 'failed', code: decision.why, message: faultMessages[decision.why] };
    case 'allow':
      house.audit.record({ kind: 'grant.used', at: house.clock.now(), ...audited, grant: decision.grant.id });
      return { kind: 'allowed', by: 'grant' };
    case 'ask':
      return ask(house, action, handle, audited);
  }
}

async function ask(
  house: RunHouse,
  action: Action,
  handle: RequestHandle,
  audited: {
    readonly requestId: RequestHandle['id'];
    readonly client: Action['client'];
    readonly action: ReturnType<typeof digestOf>;
  },
): Promise<Allowed | Extract<RunOutcome, { kind: 'denied' | 'expired' | 'cancelled' }>> {
  house.audit.record({ kind: 'approval.asked', at: house.clock.now(), ...audited });
  handle.waitsFor('approval');
  const answer = await house.approvals.ask(handle.id, action.client.id, { kind: 'run', action }, handle.signal);
  const at = house.clock.now();
  switch (answer.kind) {
    case 'allow':
      house.audit.record({ kind: 'approval.allowed', at, ...audited, scope: answer.scope });
      if (answer.scope === 'session') house.grants.add(action);
      return { kind: 'allowed', by: 'approval' };
    case 'deny': {
      const reason = answer.reason === null ? null : (await house.redactForAudit(answer.reason)).slice(0, 500);
      house.audit.record({ kind: 'approval.denied', at, ...audited, reason });
      return { kind: 'denied', reason };
    }
    case 'not_mine':
      house.audit.record({ kind: 'approval.denied', at, ...audited, reason: null });
      return { kind: 'denied', reason: null };
    case 'expired':
      house.audit.record({ kind: 'approval.expired', at, ...audited });
      return { kind: 'expired', waitedFor: 'approval' };
    case 'withdrawn': {
      const outcome = cancelled(handle.signal);
      house.audit.record({ kind: 'approval.withdrawn', at, ...audited, by: outcome.by });
      return outcome;
    }
  }
}

function commandText({ command }: RunRequest): string {
  return typeof command === 'string' ? command : command.join(' ');
}
