// What a yes to a call of an API covers, and how long it may last. SECURITY P2, P8: the asker, the secrets with their versions, the
// host and the kind of request are in it.
import type { Offers, OnceOnly } from '../../contract/approval.ts';
import type { CallAction } from '../../contract/call.ts';
import type { Reach } from '../../contract/lasting.ts';
import { isSame } from './coverage.ts';
import { lastingsFor, longestYes } from './lastingness.ts';

/** Whether a yes to `granted` with this reach takes in `call`. */
export function coversCall(granted: CallAction, reach: Reach, call: CallAction): boolean {
  return onceOnlyCall(call) === null && isSameAsker(granted, call) && isWithin(granted, reach, call);
}

/** `expressible`: whether a rule of the policy could say it. */
export function callOffers(call: CallAction, expressible: boolean): Offers {
  const onceOnly = onceOnlyCall(call);
  if (onceOnly !== null) return { lasting: [{ kind: 'once' }], reaches: [], onceOnly, agentCanChange: false };
  const lasting = lastingsFor(longestYes(call), expressible);
  return { lasting, reaches: reachesOf(call), onceOnly, agentCanChange: false };
}

/** `GET api.github.com/user`. */
export function callWords({ method, host, path, query }: CallAction, reach: Reach): string {
  switch (reach) {
    case 'exact':
      return `${method} ${host}${path}${query === '' ? '' : `?${query}`}`;
    case 'alike':
      return `${method} ${host}${path}`;
    case 'reads':
      return `GET ${host}`;
  }
}

/** null: a yes to it may last. */
function onceOnlyCall(call: CallAction): OnceOnly | null {
  if (call.provider === null && call.caller.length === 0) return 'caller';
  if (call.secrets.some(({ tier }) => tier === 'guarded')) return 'guarded';
  if (call.risk === 'disclose') return 'disclosure';
  return longestYes(call) === 'once' ? 'secret' : null;
}

/** What is more than a change that can be made again is allowed exactly as it is. */
function reachesOf({ risk }: CallAction): readonly Reach[] {
  if (risk === 'read') return ['exact', 'alike', 'reads'];
  return risk === 'write' ? ['exact', 'alike'] : ['exact'];
}

function isSameAsker(granted: CallAction, call: CallAction): boolean {
  const programs = ({ caller }: CallAction) => caller.slice(0, 2).map(({ exe }) => exe);
  return (
    granted.client.id === call.client.id &&
    granted.session === call.session &&
    granted.provider === call.provider &&
    isSame(programs(granted), programs(call))
  );
}

function isWithin(granted: CallAction, reach: Reach, call: CallAction): boolean {
  const secrets = granted.secrets.map(keyOfSecret);
  const isHere = granted.host === call.host && isSame(secrets, call.secrets.map(keyOfSecret));
  if (!isHere || call.timeoutMs > granted.timeoutMs) return false;
  switch (reach) {
    case 'exact':
      return granted.canonical === call.canonical && call.body !== 'streamed';
    case 'alike':
      return granted.method === call.method && granted.path === call.path && granted.risk === call.risk;
    case 'reads':
      return call.risk === 'read';
  }
}

/** The version is in it: after a change of the secret the person is asked anew. */
function keyOfSecret({ id, version, field, place, reference }: CallAction['secrets'][number]): string {
  return JSON.stringify([id, version, field, place, reference]);
}
