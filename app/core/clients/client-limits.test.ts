import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { type ClientLimits, defaultClientLimits as usual } from '../../contract/client.ts';
import { BrokerError } from '../../contract/fault.ts';
import { matchesGlob } from '../secrets/name-glob.ts';
import { covers, loosensLimits, requireCovered, requireTool } from './client-limits.ts';

const limits = (part: Partial<ClientLimits>): ClientLimits => ({ ...usual, ...part });
const code = (expected: string) => (thrown: unknown) => thrown instanceof BrokerError && thrown.code === expected;

test('a secret is covered by any of the globs, and only in a tier that is allowed (P8)', () => {
  const some = limits({ secrets: ['aws/*', 'web/**'], tiers: ['run'] });
  const is = (name: string, tier: 'run' | 'guarded') => covers(some, { name, tier });
  assert.deepEqual(
    [is('aws/key', 'run'), is('aws/prod/key', 'run'), is('web/a/b', 'run'), is('aws/key', 'guarded'), is('x', 'run')],
    [true, false, true, false, false],
  );
  assert.equal(covers(limits({ secrets: [] }), { name: 'aws/key', tier: 'run' }), false);
});

test('a tool that is kept from a client is refused by its own code; without a list every tool is free', () => {
  requireTool(usual, 'scan_text');
  requireTool(limits({ tools: ['scan_text'] }), 'scan_text');
  assert.throws(() => requireTool(limits({ tools: [] }), 'scan_text'), code('tool_forbidden'));
  const secrets = [{ name: 'aws/key', tier: 'run' as const }];
  requireCovered(limits({ secrets: ['aws/*'] }), 'run_with_secrets', secrets);
  assert.throws(() => requireCovered(limits({ secrets: ['x'] }), 'run_with_secrets', secrets), code('unknown_secret'));
});

test('less of anything loosens nothing; more of anything does (P9)', () => {
  const narrow = limits({ secrets: ['aws/*'], tiers: ['run'], tools: ['list_secrets'], callsPerMinute: 10, burst: 2 });
  assert.equal(loosensLimits(usual, narrow), false);
  assert.equal(loosensLimits(narrow, narrow), false);
  const parts: Partial<ClientLimits>[] = [
    { secrets: ['**'] },
    { secrets: ['aws/*', 'web/x'] },
    { tiers: ['run', 'guarded'] },
    { tools: null },
    { tools: ['list_secrets', 'scan_text'] },
    { callsPerMinute: 11 },
    { burst: 3 },
  ];
  for (const part of parts) {
    assert.equal(loosensLimits(narrow, { ...narrow, ...part }), true, JSON.stringify(part));
    assert.equal(loosensLimits({ ...narrow, ...part }, narrow), false, JSON.stringify(part));
  }
  assert.equal(loosensLimits(usual, limits({ tools: ['list_secrets'] })), false);
});

test('globs are compared by what they can match: never called narrower when one name more could match (P9)', () => {
  const within = (inner: string, outer: string) =>
    !loosensLimits(limits({ secrets: [outer] }), limits({ secrets: [inner] }));
  assert.deepEqual(
    [
      within('aws/prod/key', 'aws/**'),
      within('AWS/*', 'aws/**'),
      within('aws/p*', 'aws/*'),
      within('aws/key', 'a?s/*'),
    ],
    [true, true, true, true],
  );
  assert.deepEqual(
    [within('aws/**', 'aws/*'), within('aws/*/x', 'aws/*'), within('**', 'aws/**'), within('a*', 'aws/**')],
    [false, false, false, false],
  );
  const letter = fc.constantFrom('a', 'b', '/');
  const glob = fc.array(fc.oneof(letter, fc.constantFrom('*', '**', '?')), { minLength: 1, maxLength: 5 });
  const name = fc.array(letter, { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(glob, glob, fc.array(name, { minLength: 20, maxLength: 20 }), (a, b, names) => {
      const [inner, outer] = [a.join(''), b.join('')];
      if (!within(inner, outer)) return;
      for (const each of names.map((parts) => parts.join('')))
        assert.ok(!matchesGlob(each, inner) || matchesGlob(each, outer), `${each}: ${inner} is not within ${outer}`);
    }),
    { numRuns: 2_000 },
  );
});
