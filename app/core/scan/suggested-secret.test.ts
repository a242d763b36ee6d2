import assert from 'node:assert/strict';
import test from 'node:test';
import { SecretName } from '../../contract/vocabulary.ts';
import { shapeRules } from './secret-shapes.ts';
import { suggestedSecret } from './suggested-secret.ts';

const free = () => false;
const suggested = (before: string, rule = 'github-token', value = 'x') => {
  const { name, env, kind } = suggestedSecret({ before, value, rule }, free);
  return [name, env, kind];
};

test('a variable gives the name, and stays the variable', () => {
  assert.deepEqual(suggested('export GITHUB_TOKEN="'), ['github/token', 'GITHUB_TOKEN', 'token']);
  assert.deepEqual(suggested('STRIPE_API_KEY = '), ['stripe/api-key', 'STRIPE_API_KEY', 'token']);
  assert.deepEqual(suggested('TOKEN='), ['token', 'TOKEN', 'token']);
});

test('the names of code and configuration give a name, and no variable', () => {
  assert.deepEqual(suggested('  "apiKey": "'), ['api/key', null, 'token']);
  assert.deepEqual(suggested('const slackWebhook = `'), ['slack/webhook', null, 'token']);
  assert.deepEqual(suggested('{\\"db_password\\": \\"'), ['db/password', null, 'token']);
  assert.deepEqual(suggested('//registry.example.test/:_authToken='), ['auth/token', null, 'token']);
});

test('without a name, or with one that says nothing, the kind of secret gives it', () => {
  for (const before of [
    '',
    'curl -H "Authorization: Bearer ',
    '"Authorization": "',
    'see https:',
    'x',
    '=',
    '9a8b7c6d5e4f3a2b=',
  ])
    assert.deepEqual(suggested(before), ['github-token', null, 'token'], before);
});

test('a key becomes a file', () => {
  assert.deepEqual(suggested('', 'private-key', '-----BEGIN PRIVATE KEY-----'), ['private-key', null, 'file']);
  assert.deepEqual(suggested('', 'putty-key', 'PuTTY-User-Key-File-3: ssh-ed25519'), ['putty-key', null, 'file']);
});

test('whatever stands before it, the name is one that a secret can have', () => {
  for (const before of ['__A__=', 'ÄÖÜ=', '-._=', 'A-=', `${'LONG_'.repeat(60)}=`, '\u202e_x=', '9='])
    suggested(before);
  for (const { name } of shapeRules) assert.ok(SecretName.safeParse(suggested('', name)[0]).success, name);
});
