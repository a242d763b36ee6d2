// Frozen calls for tests.
import { CallAction, CallSecret } from '../../contract/call.ts';
import { canonicalJson, sha256Hex } from '../crypto/digest.ts';

/** The field `token` of a secret, carried as a bearer. */
export function callSecret(name = 'github/token', more: Partial<Record<keyof CallSecret, unknown>> = {}): CallSecret {
  return CallSecret.parse({
    ...{ id: sha256Hex(name).slice(0, 32), name, version: 1, field: 'token', sensitive: true, inject: 'environment' },
    ...{ env: null, reference: null, tier: 'placeholder', longestYes: 'rule', description: '' },
    place: 'Authorization: Bearer …',
    ...more,
  });
}

export type CallChange = Partial<Record<keyof CallAction, unknown>>;

/** `GET https://api.github.com/user` of a known program, unless told. */
export function callOf(more: CallChange = {}): CallAction {
  const call = {
    ...{ format: 1, nonce: '0'.repeat(32), client: { id: 'claude-code', name: 'Claude Code' } },
    caller: [{ pid: 7, startTime: '70', name: 'node', exe: '/usr/bin/node', cwd: '/home/me/api' }],
    ...{ session: null, provider: null, scope: null, method: 'GET', host: 'api.github.com', path: '/user', query: '' },
    ...{ headers: [], body: null, risk: 'read', secrets: [callSecret()], privateAddress: false },
    ...{ timeoutMs: 60_000, reason: null, frozenAt: 1_700_000_000_000 },
    ...more,
  };
  const { method, host, path, query, headers, body } = call;
  const canonical = sha256Hex(canonicalJson([method, host, path, query, headers, body]));
  return CallAction.parse({ canonical, ...call });
}

/** A call that an agent of the gateway makes with a token. */
export function agentCall(more: CallChange = {}): CallAction {
  const client = { id: 'agent-00112233aabb', name: 'Nightly report' };
  return callOf({ client, caller: [], session: sha256Hex('token'), provider: 'github', scope: 'github:read', ...more });
}
