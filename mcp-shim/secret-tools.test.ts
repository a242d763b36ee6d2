// The tools that look secrets up and ask for new values, with a scripted broker behind them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RequestAnswer } from '../app/contract/run.ts';
import { SecretView } from '../app/contract/secret.ts';
import { SecretName } from '../app/contract/vocabulary.ts';
import { makeHome, requestId, scriptedBroker, shimHere } from './shim.testkit.ts';

const token = SecretName.parse('github/token');
const field = { inject: 'environment', env: null, value: null, lastFour: null, sensitive: true };
const view = SecretView.parse({
  ...{ name: 'github/token', kind: 'login', description: 'CI', tags: ['ci'], url: '', projects: [], environment: null },
  ...{ tier: 'run', authPattern: 'bearer', authInstructions: '', allowedHosts: [], expiresAt: null },
  ...{ rotateAfterDays: null, showsLastFour: true, version: 3, createdAt: 0, updatedAt: 1000 },
  fields: [
    { ...field, name: 'user', sensitive: false, value: 'ada', env: 'GH_USER' },
    { ...field, name: 'token', env: 'GH_TOKEN', lastFour: 'wxyz' },
    { ...field, name: 'seed', inject: 'totp' },
  ],
});
const added: RequestAnswer = { state: 'done', requestId, outcome: { kind: 'added', name: token, env: null } };

test('a secret is described with what is not sensitive in full, and the rest as stars that tell no length (P1)', async (t) => {
  const at = await makeHome(t);
  await scriptedBroker(t, at, { 'secrets.view': () => ({ secret: view, near: [] }) });
  const answer = await (await shimHere(t, at)).call('secret_get_masked', { name: 'github/token' });
  assert.equal(answer.isError, false);
  assert.deepEqual(answer.structuredContent, {
    status: 'completed',
    secret: {
      ...{ name: 'github/token', tier: 'run', description: 'CI', tags: ['ci'], kind: 'login', auth_pattern: 'bearer' },
      fields: [
        { name: 'user', given_as: 'environment', env: 'GH_USER', value: 'ada', sensitive: false },
        {
          ...{ name: 'token', given_as: 'environment', env: 'GH_TOKEN', ends_with: 'wxyz', sensitive: true },
          masked: '********wxyz',
        },
        { name: 'seed', given_as: 'totp', sensitive: true, masked: '********' },
      ],
      ...{ version: 3, created_at: '1970-01-01T00:00:00.000Z', updated_at: '1970-01-01T00:00:01.000Z' },
    },
  });
  const [text] = answer.content;
  assert.ok(text?.type === 'text' && text.text.includes('********wxyz') && text.text.includes('GH_USER'));
});

test('a name that is not there says so with near names, also when it is asked for by name', async (t) => {
  const at = await makeHome(t);
  await scriptedBroker(t, at, {
    'secrets.exists': ({ name }) => ({ matches: name.includes('*') ? 2 : 0, near: name.includes('*') ? [] : [token] }),
    'secrets.view': () => ({ secret: null, near: [token] }),
  });
  const agent = await shimHere(t, at);
  assert.deepEqual(await agent.ask('secret_exists', { name: 'github/*' }), {
    ...{ status: 'completed', exists: true, matches: 2 },
  });
  const missing = await agent.ask('secret_exists', { name: 'github/tokn' });
  assert.deepEqual(
    [missing.status, missing.exists, missing.matches, missing.near],
    ['completed', false, 0, ['github/token']],
  );
  assert.match(missing.next ?? '', /"near".*request_secret/);
  const { code, about, near, retry } = await agent.ask('secret_get_masked', { name: 'github/tokn' });
  assert.deepEqual([code, about, near, retry], ['unknown_secret', ['github/tokn'], ['github/token'], 'changed']);
});

test('every filter of a list, and every glob of a run, reaches the broker as it was given', async (t) => {
  const at = await makeHome(t);
  const broker = await scriptedBroker(t, at, { 'secrets.list': () => ({ secrets: [] }), 'run.start': () => added });
  const agent = await shimHere(t, at);
  const filter = { tag: 'ci', glob: 'aws/*', project: 'shop', environment: 'prod' };
  await agent.ask('list_secrets', filter);
  const secrets = [{ glob: 'aws/*' }, { name: 'github/token', field: 'token', env: 'T' }, { glob: 'gcp/**' }];
  await agent.ask('run_with_secrets', { command: 'true', secrets, environment: 'dev' });
  const request = {
    ...{ command: 'true', cwd: at.home, environment: 'dev', globs: ['aws/*', 'gcp/**'] },
    secrets: [{ name: 'github/token', field: 'token', env: 'T' }],
  };
  assert.deepEqual(
    broker.got.map(({ params }) => params),
    [filter, { request, waitMs: 0 }],
  );
});

test('a secret of a run is a name or a glob, never both and never neither', async (t) => {
  const at = await makeHome(t);
  const broker = await scriptedBroker(t, at, {});
  const agent = await shimHere(t, at);
  for (const odd of [{}, { env: 'X' }, { name: 'a', glob: 'b' }, { glob: 'b', env: 'X' }, { glob: 'b', field: 'f' }]) {
    const { code, next } = await agent.ask('run_with_secrets', { command: 'true', secrets: [{ name: 'c' }, odd] });
    assert.equal(code, 'bad_request');
    assert.match(next ?? '', /secrets\[1\]: expected a name .* or else a glob alone/);
  }
  assert.deepEqual(broker.got, []);
});

test('update_secret asks the person for a new value, and there is no argument for one (P1)', async (t) => {
  const at = await makeHome(t);
  const broker = await scriptedBroker(t, at, { 'secret.request': () => added });
  const agent = await shimHere(t, at);
  const asked = { name: 'github/token', purpose: 'The API says 401.' };
  const answer = await agent.ask('update_secret', { ...asked, obtain_from: 'https://github.com/settings/tokens' });
  assert.deepEqual(answer, { status: 'completed', name: 'github/token' });
  assert.deepEqual(broker.got[0]?.params, {
    wish: { ...asked, obtainFrom: 'https://github.com/settings/tokens', update: true },
    waitMs: 0,
  });
  const refused = await agent.call('update_secret', { ...asked, value: 'hunter2-value' });
  assert.equal(JSON.stringify(refused).includes('hunter2'), false);
  assert.equal(broker.got.length, 1);
});

test('an update of a secret that is not there is refused with near names', async (t) => {
  const at = await makeHome(t);
  const outcome = { kind: 'failed', code: 'unknown_secret', message: '', about: ['github/tokn'], near: [token] };
  await scriptedBroker(t, at, { 'secret.request': () => ({ state: 'done', requestId, outcome }) });
  const answer = await (await shimHere(t, at)).ask('update_secret', { name: 'github/tokn', purpose: 'x' });
  assert.deepEqual([answer.code, answer.near], ['unknown_secret', ['github/token']]);
});
