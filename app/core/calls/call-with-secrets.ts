// One call of an HTTP API from the request to the outcome, top to bottom: the only file that orchestrates, for both doors.
// SECURITY P1, P2, P3, P8, P12.

import { faultCodeOf, faultMessages } from '../../contract/fault.ts';
import { namesOf } from '../runs/named-refusal.ts';
import { requireApart, withoutPlaces } from './auth-places.ts';
import type { CallAsker, CallHouse, CallOutcome, CallSink, CallWish } from './call-house.ts';
import { freezeCall } from './freeze-call.ts';
import { holdBody } from './held-body.ts';
import { type CallHandle, judgeCall } from './judge-call.ts';
import { both, CallBlocked, type Findings } from './request-scan.ts';
import { sendCall } from './send-call.ts';
import { withShownCall } from './shown-call.ts';

/**
 * Makes the call `wish` for `asker` if it may be made; the answer goes to `sink` while it comes. Denied, expired, cancelled and
 * blocked are outcomes; so is every coded refusal. Secret values exist only inside `sendCall`. Never rejects for a coded fault.
 */
export async function callWithSecrets(
  house: CallHouse,
  asker: CallAsker,
  given: CallWish,
  handle: CallHandle,
  sink: CallSink,
): Promise<CallOutcome> {
  try {
    const wish = withOneSignIn(given);
    const held = await holdBody(wish.body);
    // SECURITY P1: what must not leave is found before anything of it is drawn, frozen or sent.
    const found = await house.scan.search(textsOf(wish));
    const findings = held.kind === 'whole' ? both(found, await house.scan.body(held.bytes)) : found;
    if (findings.kinds.length > 0) return await block(house, asker, wish, handle, findings);

    const asked = await withShownCall(house.words, await freezeCall(house, asker, wish, held), asker);
    const judged = await judgeCall(house, asked, handle);
    if (judged.kind !== 'allowed') return judged;
    // SECURITY P8: it may have been paused, or its token ended, while the person read: nobody calls on an old standing.
    asker.requireStanding();

    // What the person allowed keeps the session alive; an agent that works on by its token alone does not.
    if (judged.by !== 'scope') house.touch('run');
    handle.waitsFor('run');
    const outcome = await sendCall(house, { asked, allowed: judged, wish, held, handle, sink });
    return outcome instanceof CallBlocked ? await block(house, asker, wish, handle, outcome.findings) : outcome;
  } catch (thrown) {
    const code = faultCodeOf(thrown);
    house.log.write(code === 'internal' ? 'fault' : 'note', 'call.refused', { code, request: handle.id });
    house.audit.note({ kind: 'call.refused', ...(await about(house, asker, given, handle)), code });
    return { kind: 'failed', code, message: faultMessages[code], ...namesOf(thrown) };
  }
}

/** SECURITY P2: where a secret is carried, nothing of the caller's own stands. @throws BrokerError auth_clash */
function withOneSignIn(wish: CallWish): CallWish {
  const auths = wish.secrets.map(({ auth }) => auth);
  requireApart(auths);
  return { ...wish, ...withoutPlaces(auths, wish) };
}

/** It never says which secret, which text or where. */
async function block(
  house: CallHouse,
  asker: CallAsker,
  wish: CallWish,
  handle: CallHandle,
  findings: Findings,
): Promise<CallOutcome> {
  const kinds = [...findings.kinds];
  // SECURITY P3: on record before it is told.
  await house.audit.record({ kind: 'call.blocked', ...(await about(house, asker, wish, handle)), findings: kinds });
  house.scan.blocked(asker.client.id, findings);
  return { kind: 'blocked', findings: kinds };
}

/** Where it would have gone, with no value of the vault in it; where that cannot be told, nothing of it. */
async function about({ words, clock }: CallHouse, { client }: CallAsker, wish: CallWish, { id }: CallHandle) {
  const { texts } = await words.search([wish.host, wish.path]).catch(() => ({ texts: ['', ''] }));
  const [host = '', path = ''] = texts;
  const target = { method: wish.method, host: host.slice(0, 300), path: path.slice(0, 2048) };
  return { at: clock.now(), requestId: id, client, ...target };
}

function textsOf({ host, path, query, headers, reason }: CallWish): readonly string[] {
  return [
    host,
    path,
    query,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    ...(reason === null ? [] : [reason]),
  ];
}
