// How each kind of field reaches a command, and that it comes back redacted: variable, file, one-time code, standard input, and
// values that lie elsewhere.
import assert from 'node:assert/strict';
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { allowOnce } from '../contract/approval.ts';
import type { FaultCode } from '../contract/fault.ts';
import type { RunRequest } from '../contract/run.ts';
import { totpCode } from '../core/totp/totp.ts';
import { everyVariable, startBroker, type TestBroker } from './broker.testkit.ts';

const password = 'Corr3ct-Horse-Battery';
const seed = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

function field(name: string, more: Readonly<Record<string, unknown>>): unknown {
  const { value = password, ...about } = more;
  return { name, sensitive: true, inject: 'environment', env: null, content: { kind: 'value', value }, ...about };
}

async function withSecret(test: Parameters<typeof startBroker>[0], ...fields: unknown[]): Promise<TestBroker> {
  const house = await startBroker(test);
  house.addSecret('app/all', password, { fields });
  return house;
}

async function output(house: TestBroker, request: Partial<RunRequest>): Promise<string> {
  const outcome = await house.connect().outcome({ secrets: [{ name: 'app/all' }], ...request });
  assert.ok(outcome.kind === 'completed', JSON.stringify(outcome));
  return outcome.output;
}

test('every field with a variable of its own is given, and only sensitive ones are redacted', async (t) => {
  const user = field('username', { sensitive: false, env: 'APP_USER', value: 'ada' });
  const house = await withSecret(t, user, field('password', { env: 'APP_PASSWORD' }), field('spare', {}));
  assert.equal(
    await output(house, { command: `echo "$APP_USER:$APP_PASSWORD"; ${everyVariable} | grep -c Corr3ct` }),
    'ada:[REDACTED:app/all]\n1\n',
  );
});

test('one field may be named, with a variable of the call', async (t) => {
  const house = await withSecret(t, field('password', { env: 'P' }), field('spare', { value: 'Another-Value-77' }));
  const named = { secrets: [{ name: 'app/all', field: 'spare', env: 'SPARE' }] };
  assert.equal(await output(house, { command: 'echo "[$P] $SPARE" | wc -c', ...named }), '20\n');
});

test('a file is there for as long as the command runs, readable by nobody else, and its content is redacted (P11)', async (t) => {
  const house = await withSecret(
    t,
    field('kubeconfig', { inject: 'file', env: 'KUBECONFIG', value: `token: ${password}` }),
  );
  const written = await output(house, {
    command:
      'stat -c "%a %F" "$KUBECONFIG"; cat "$KUBECONFIG"; echo; basename "$KUBECONFIG"; echo "$KUBECONFIG" | base64 -w0',
  });
  const [mode, content, name, path] = written.split('\n');
  assert.equal(mode, '600 regular file');
  assert.equal(content, '[REDACTED:app/all]');
  assert.equal(name, 'kubeconfig');
  assert.equal(
    existsSync(
      Buffer.from(path ?? '', 'base64')
        .toString('utf8')
        .trim(),
    ),
    false,
  );
});

test('a seed becomes the code of now, and never leaves itself', async (t) => {
  const house = await withSecret(t, field('seed', { inject: 'totp', env: 'CODE', value: seed }));
  const written = await output(house, { command: `echo "$CODE"; ${everyVariable} | grep -c JBSWY` });
  assert.equal(written, `${totpCode(seed, house.clock.now())}\n0\n`);
});

test('a field may be the standard input', async (t) => {
  const house = await withSecret(t, field('password', { inject: 'stdin' }));
  assert.equal(
    await output(house, { command: 'read -r line; echo "${#line} $line"' }),
    `${password.length} [REDACTED:app/all]\n`,
  );
});

test('a reference is followed after the approval, shown with what will follow it, and redacted', async (t) => {
  const house = await startBroker(t);
  const script = join(house.folder, 'give');
  writeFileSync(script, `#!/bin/sh\necho asked >> ${house.folder}/asked\necho ${password}\n`);
  chmodSync(script, 0o755);
  house.addSecret('app/all', password, {
    fields: [field('password', { env: 'P', content: { kind: 'reference', reference: `cmd:${script}` } })],
  });
  house.answer = { kind: 'deny', reason: null, remember: 'no' };
  assert.equal((await house.connect('first').outcome({ secrets: [{ name: 'app/all' }] })).kind, 'denied');
  assert.equal(existsSync(`${house.folder}/asked`), false, 'denied: nothing was asked');
  house.answer = allowOnce;
  assert.equal(await output(house, { command: 'echo "$P"' }), '[REDACTED:app/all]\n');
  const question = house.shown.findLast(({ kind }) => kind === 'run');
  assert.ok(question?.kind === 'run');
  assert.equal(question.action.secrets[0]?.reference?.program, script);
});

test('a resolver that was changed after the question is not run (P10)', async (t) => {
  const house = await startBroker(t);
  const script = join(house.folder, 'give');
  writeFileSync(script, `#!/bin/sh\necho ${password}\n`, { mode: 0o755 });
  house.addSecret('app/all', password, {
    fields: [field('password', { env: 'P', content: { kind: 'reference', reference: `cmd:${script}` } })],
  });
  house.answer = null;
  const outcome = house.connect().outcome({ secrets: [{ name: 'app/all' }], command: 'echo "$P"' });
  while (!house.shown.some(({ kind }) => kind === 'run')) await new Promise((resolve) => setTimeout(resolve, 20));
  writeFileSync(script, `#!/bin/sh\ntouch ${house.folder}/evil\necho ${password}\n`);
  house.answer = allowOnce;
  house.addSecret('other/secret', 'Another-Value-1234');
  const done = await outcome;
  assert.ok(done.kind === 'failed' && done.code === 'action_changed');
  assert.equal(existsSync(`${house.folder}/evil`), false);
  const kinds = house.kinds();
  assert.equal(kinds.includes('run.started'), kinds.includes('run.finished'));
});

const two = [field('a', { env: 'A' }), field('b', { env: 'B', value: 'Another-Value-77' })];
const refusals: readonly (readonly [string, readonly unknown[], Partial<RunRequest>, FaultCode])[] = [
  ['a field that is not there', two, { secrets: [{ name: 'app/all', field: 'c' }] }, 'field_unknown'],
  ['one variable for two sensitive fields', two, { secrets: [{ name: 'app/all', env: 'X' }] }, 'field_needed'],
  ['a field without a variable', [field('a', {})], { secrets: [{ name: 'app/all' }] }, 'env_missing'],
  ['two things for standard input', [field('a', { inject: 'stdin' })], { stdin: 'mine' }, 'stdin_taken'],
  [
    'a variable that two fields want',
    two,
    { secrets: [{ name: 'app/all' }, { name: 'app/all', field: 'a' }] },
    'env_repeated',
  ],
];

for (const [what, fields, request, code] of refusals) {
  test(`refuses ${what}, and asks nobody`, async (t) => {
    const house = await withSecret(t, ...fields);
    const outcome = await house.connect().outcome({ secrets: [{ name: 'app/all' }], ...request });
    assert.ok(outcome.kind === 'failed');
    assert.equal(outcome.code, code);
    assert.equal(
      house.shown.some(({ kind }) => kind === 'run'),
      false,
    );
  });
}
