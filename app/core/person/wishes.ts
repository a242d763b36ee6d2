// `request_secret`: an agent says what it needs and why; the person types the value into Postern, or says no.
import type { SecretWish } from '../../contract/broker.ts';
import { faultCodeOf, faultMessages } from '../../contract/fault.ts';
import type { RequestOutcome } from '../../contract/run.ts';
import type { Asker } from '../clients/admission.ts';
import type { RequestHandle } from '../runs/request-entry.ts';
import { cancelled } from '../runs/request-entry.ts';
import type { RunHouse } from '../runs/run-house.ts';
import { shownWish } from '../runs/shown-action.ts';

/** Asks the person for a value. SECURITY P1: what comes back to the agent is that it happened, never the value. */
export async function askForSecret(
  house: RunHouse,
  asker: Asker,
  wanted: SecretWish,
  handle: RequestHandle,
): Promise<RequestOutcome> {
  try {
    const admitted = await house.admission.admit(asker, handle);
    if (admitted.kind !== 'admitted') return handle.signal.aborted ? cancelled(handle.signal) : admitted;
    const client = { id: asker.hello.client, name: house.clients.nameOf(asker.hello.client) ?? asker.hello.client };
    const wish = await shownWish(house.words, wanted);
    const audited = { requestId: handle.id, client };
    house.audit.record({
      kind: 'request.received',
      at: house.clock.now(),
      ...audited,
      secrets: [wish.name],
      command: null,
      cwd: null,
    });
    handle.waitsFor('value');
    const exists = house.secrets.describe([wish.name]).found.length > 0;
    const asked = { kind: 'wish' as const, wish, clientName: client.name, exists };
    const from = { id: handle.id, clientId: client.id, askedAt: handle.askedAt, signal: handle.signal };
    const answer = await house.approvals.ask(from, asked);
    const at = house.clock.now();
    switch (answer.kind) {
      case 'allow': {
        const [saved] = house.secrets.describe([wish.name]).found;
        return {
          kind: 'added',
          name: saved?.name ?? wish.name,
          env: saved?.fields.find(({ env }) => env !== null)?.env ?? null,
        };
      }
      case 'deny':
      case 'not_mine': {
        const said = answer.kind === 'deny' ? answer.reason : null;
        const reason = said === null ? null : (await house.words.redact(said)).slice(0, 500);
        house.audit.record({ kind: 'approval.denied', at, ...audited, action: null, reason, remember: 'no' });
        return { kind: 'denied', by: 'person', reason };
      }
      case 'expired':
        house.audit.record({ kind: 'approval.expired', at, ...audited, action: null });
        return { kind: 'expired', waitedFor: 'value' };
      case 'withdrawn':
      case 'decided': {
        const outcome = cancelled(handle.signal);
        house.audit.record({ kind: 'approval.withdrawn', at, ...audited, action: null, by: outcome.by });
        return outcome;
      }
    }
  } catch (thrown) {
    const code = faultCodeOf(thrown);
    return { kind: 'failed', code, message: faultMessages[code] };
  }
}
