import assert from 'node:assert/strict';
import test from 'node:test';
import { Policy } from '../../contract/policy.ts';
import { ClientId, SecretName } from '../../contract/vocabulary.ts';
import { isDeniedAltogether } from './denied-altogether.ts';

const agent = ClientId.parse('claude-code');
const secret = { name: SecretName.parse('aws/deploy'), tags: ['prod'], tier: 'run' as const };
const isDenied = (...rules: readonly object[]) =>
  isDeniedAltogether(
    Policy.parse({ version: 1, rules: rules.map((rule, at) => ({ id: `rule-${at}`, action: 'deny', ...rule })) }),
    agent,
    secret,
  );

test('a rule that denies a secret whatever the command keeps it from the client', () => {
  assert.equal(isDenied(), false);
  for (const rule of [
    { secrets: ['aws/*'] },
    { secrets: ['github/*', 'AWS/deploy'] },
    { tags: ['prod'] },
    { tier: ['run'] },
    { secrets: ['aws/**'], tags: ['pro*'], tier: ['run', 'guarded'], clients: ['claude-code'] },
    { clients: ['claude-code'] },
  ])
    assert.equal(isDenied(rule), true, JSON.stringify(rule));
});

test('a rule about another client or secret, or one that also asks for a command, folder or time, does not', () => {
  for (const rule of [
    { secrets: ['github/*'] },
    { secrets: ['aws/*'], tags: ['staging'] },
    { secrets: ['aws/*'], clients: ['codex'] },
    { secrets: ['aws/*'], tier: ['never'] },
    { secrets: ['aws/*'], commands: ['rm **'] },
    { secrets: ['aws/*'], cwd: ['~/code/**'] },
    { secrets: ['aws/*'], until: '2027-01-31' },
    { secrets: ['aws/*'], action: 'ask' },
    { secrets: ['aws/*'], action: 'allow' },
  ])
    assert.equal(isDenied(rule), false, JSON.stringify(rule));
});
