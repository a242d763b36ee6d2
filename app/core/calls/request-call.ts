// One call that an MCP client asks for, from its words to the answer: who asks, which secrets, and whether they may go there at all.
// What becomes of it then is the same for both doors. SECURITY P1, P2, P8.
import type { CallRequest } from '../../contract/call.ts';
import { BrokerError, faultCodeOf, faultMessages } from '../../contract/fault.ts';
import type { RequestOutcome } from '../../contract/run.ts';
import { recordQuietly } from '../audit/record-quietly.ts';
import type { Asker } from '../clients/admission.ts';
import { requireCovered, requireTool } from '../clients/client-limits.ts';
import type { VaultWords } from '../redaction/vault-words.ts';
import { namesOf } from '../runs/named-refusal.ts';
import { cancelled, type RequestHandle } from '../runs/request-entry.ts';
import type { RunHouse } from '../runs/run-house.ts';
import { AnswerCollector } from './answer-collector.ts';
import type { CallAsker, CallHouse, CallWish } from './call-house.ts';
import { readUrl } from './call-url.ts';
import { callWithSecrets } from './call-with-secrets.ts';
import { wishOf } from './wish-of-request.ts';

export type CallingHouse = RunHouse & { readonly calls: CallHouse };

type Ended = Extract<RequestOutcome, { kind: 'expired' | 'denied' | 'cancelled' | 'failed' }>;

interface Ready {
  readonly kind: 'ready';
  readonly asker: CallAsker;
  readonly wish: CallWish;
}

/** Never rejects for a coded fault: it becomes `failed`, and is audited as refused. */
export async function requestCall(
  house: CallingHouse,
  asker: Asker,
  request: CallRequest,
  handle: RequestHandle,
): Promise<RequestOutcome> {
  const ready = await prepare(house, asker, request, handle);
  if (ready.kind !== 'ready') return ready;
  const collector = new AnswerCollector(house, request);
  const outcome = await callWithSecrets(house.calls, ready.asker, ready.wish, handle, collector);
  return outcome.kind === 'answered' ? await collector.finish(ready.asker.client.id, outcome) : outcome;
}

async function prepare(
  house: CallingHouse,
  asker: Asker,
  request: CallRequest,
  handle: RequestHandle,
): Promise<Ready | Ended> {
  const { client: id } = asker.hello;
  let claimed = unread;
  try {
    const admitted = await house.admission.admit(asker, handle);
    if (admitted.kind !== 'admitted') return handle.signal.aborted ? cancelled(handle.signal) : admitted;
    claimed = await claimedBy(house.words, request);
    requireTool(house.clients.limitsOf(id), 'http_request');
    const wish = wishOf(house, id, request);
    const secrets = wish.secrets.map(({ secret }) => secret);
    return {
      kind: 'ready',
      wish,
      asker: {
        client: { id, name: house.clients.nameOf(id) ?? id },
        purpose: null,
        caller: await house.admission.chainOf(asker),
        session: asker.hello.session,
        requireStanding: () => {
          if (!house.admission.standing(asker)) throw new BrokerError('client_denied');
          requireCovered(house.clients.limitsOf(id), 'http_request', secrets);
        },
      },
    };
  } catch (thrown) {
    const code = faultCodeOf(thrown);
    house.log.write(code === 'internal' ? 'fault' : 'note', 'call.refused', { code, request: handle.id });
    const client = { id, name: house.clients.nameOf(id) ?? id };
    const refused = { at: house.clock.now(), requestId: handle.id, client, ...claimed, code };
    recordQuietly(house.audit, house.log, { kind: 'call.refused', ...refused });
    return { kind: 'failed', code, message: faultMessages[code], ...namesOf(thrown) };
  }
}

const unread = { method: '', host: '', path: '' };

/** What it was about, with no value of the vault in it. Of an address that cannot be read nothing is written down. */
async function claimedBy(words: VaultWords, { method, url }: CallRequest): Promise<typeof unread> {
  const { host, path } = readUrl(url) ?? unread;
  const [said = '', where = '', way = ''] = (await words.search([method, host, path])).texts;
  return { method: said.slice(0, 32), host: where.slice(0, 300), path: way.slice(0, 2048) };
}
