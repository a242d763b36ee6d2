import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AgentLimits } from '../../contract/gateway.ts';
import { Provider } from '../../contract/provider.ts';
import { covers } from '../clients/client-limits.ts';
import { reachOf } from './agent-reach.ts';
import { wellKnownProviders } from './provider-data/well-known.ts';

const using = (id: string, secret: string) => {
  const kind = wellKnownProviders.find((each) => each.id === id);
  return Provider.parse({ ...kind, secret, privateAddress: false, wellKnown: true });
};

test('an agent of the gateway may know of the secrets behind its scopes, and of no other (P8)', () => {
  const providers = [using('openai', 'openai/key'), using('github', 'github/token')];
  const limits = AgentLimits.parse({ scopes: ['openai:chat', 'git:read'], callsPerMinute: 5, burst: 5 });
  const reach = reachOf({ limits }, providers);
  assert.equal(covers(reach, { name: 'openai/key', tier: 'placeholder' }), true);
  for (const name of ['github/token', 'openai/key2', 'bank/password'])
    assert.equal(covers(reach, { name, tier: 'run' }), false, name);
});
