// A secret of several fields: what is told of each, what is refused, and which records a change writes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draft, fault, freshVaultPath, passphrase, type TestVault, vaultAt } from '../../adapters/vault.testkit.ts';
import type { FaultCode } from '../../contract/fault.ts';
import type { FieldDraft } from '../../contract/secret.ts';

const password = 'S3cr3t-pass-phrase';

async function opened(test: { after(fn: () => void): void }): Promise<TestVault> {
  const made = vaultAt(freshVaultPath(test));
  test.after(() => made.database.close());
  await made.vault.create(passphrase(), { keychain: false });
  return made;
}

function field(name: string, changes: { [K in keyof FieldDraft]?: unknown } & { value?: string } = {}): unknown {
  const { value = password, ...about } = changes;
  return { name, sensitive: true, inject: 'environment', env: null, content: { kind: 'value', value }, ...about };
}

const user = field('username', { sensitive: false, env: 'PGUSER', value: 'ada' });

test('P1: a field that is not sensitive is told in full, a sensitive one never', async (t) => {
  const { secrets } = await opened(t);
  const added = secrets.add(draft({ fields: [user, field('password', { env: 'PGPASSWORD' })] }));
  assert.deepEqual(
    added.fields.map(({ name, value }) => [name, value]),
    [
      ['username', 'ada'],
      ['password', null],
    ],
  );
  assert.equal(JSON.stringify(secrets.list()).includes(password), false);
});

test('P1: the last four characters are told only where the person allowed that, and only of long values', async (t) => {
  const { secrets } = await opened(t);
  const fields = [field('long', { value: 'abcdefgh-ijkl-WXYZ' }), field('short', { value: 'only-fifteen-ch' }), user];
  const ends = (draftOf: Parameters<typeof draft>[0]) =>
    secrets.add(draft(draftOf)).fields.map(({ lastFour }) => lastFour);
  assert.deepEqual(ends({ name: 'a/quiet', fields }), [null, null, null]);
  assert.deepEqual(ends({ name: 'a/told', fields, showsLastFour: true }), ['WXYZ', null, null]);
});

test('listing and describing open no value', async (t) => {
  const { secrets, store } = await opened(t);
  const { name } = secrets.add(draft());
  for (const record of store.records()) {
    if (record.kind === 'values') store.put({ ...record, sealed: Buffer.alloc(record.sealed.length) });
  }
  assert.equal(secrets.list().length, 1);
  assert.equal(secrets.describe([name]).found.length, 1);
  const { id } = secrets.summaries()[0] ?? assert.fail('no summary');
  await assert.rejects(
    secrets.withRevealed([id], async () => assert.fail('opened')),
    fault('vault_corrupt'),
  );
});

test('a field keeps its value through a new name, another variable and another order', async (t) => {
  const { secrets } = await opened(t);
  const { id } = secrets.add(draft({ fields: [user, field('password')] }));
  const moved = [
    field('secret', { content: { kind: 'kept', from: 'password' } }),
    field('login', { sensitive: false, content: { kind: 'kept', from: 'username' } }),
  ];
  secrets.update(id, draft({ fields: moved }));
  const values = await secrets.withRevealed([id], async ([secret]) => {
    return secret?.fields.map(({ name, value }) => [name, value.toString('utf8')]);
  });
  assert.deepEqual(values, [
    ['secret', password],
    ['login', 'ada'],
  ]);
});

test('P1: a field that becomes sensitive leaves the card; a sealed value enters it only when it is typed again', async (t) => {
  const { secrets } = await opened(t);
  const kept = { content: { kind: 'kept', from: 'username' } };
  const { id } = secrets.add(draft({ tier: 'never', fields: [user] }));
  const hidden = secrets.update(id, draft({ tier: 'never', fields: [field('username', kept)] }));
  assert.equal(hidden.fields[0]?.value, null);
  const open = draft({ tier: 'never', fields: [field('username', { sensitive: false, ...kept })] });
  assert.throws(() => secrets.update(id, open), fault('value_to_retype'));
  assert.equal(secrets.get(id).fields[0]?.value, null);
  assert.equal(secrets.update(id, draft({ tier: 'never', fields: [user] })).fields[0]?.value, 'ada');
});

test('rotated is when a value changed, not when the notes did', async (t) => {
  const { secrets, clock } = await opened(t);
  const added = secrets.add(draft());
  clock.pass(5000);
  const noted = secrets.update(added.id, draft({ notes: 'x', content: { kind: 'kept', from: 'token' } }));
  assert.equal(noted.rotatedAt, added.rotatedAt);
  clock.pass(5000);
  const rotated = secrets.update(added.id, draft({ value: 'ghp_another-token-value' }));
  assert.equal(rotated.rotatedAt, added.rotatedAt + 10_000);
});

const refused: readonly (readonly [string, FaultCode, Parameters<typeof draft>[0]])[] = [
  ['an empty value', 'value_empty', { value: '' }],
  ['half a surrogate pair', 'value_not_text', { value: 'half a pair \ud800 here' }],
  ['two fields of one name', 'field_repeated', { fields: [field('a'), field('A')] }],
  ['one variable twice', 'env_repeated', { fields: [field('a', { env: 'X' }), field('b', { env: 'X' })] }],
  ['a variable that loads code', 'env_dangerous', { env: 'LD_PRELOAD' }],
  ['NUL in an environment value', 'secret_has_nul', { value: 'has a \0 in the middle' }],
  [
    'a long open value',
    'value_too_long_to_show',
    { fields: [field('a', { sensitive: false, value: 'x'.repeat(4097) })] },
  ],
  ['over 120 KiB in the environment', 'secret_too_long', { value: 'ab1-'.repeat(30_721) }],
  ['over 1 MiB in UTF-8', 'value_too_long', { tier: 'never', value: 'ä'.repeat(600_000) }],
  ['a kept field that is not there', 'field_unknown', { content: { kind: 'kept', from: 'token' } }],
  ['a seed that is none', 'totp_malformed', { fields: [field('seed', { inject: 'totp', value: 'not base32 !' })] }],
];

for (const [what, code, changes] of refused) {
  test(`refuses ${what}, and nothing is written`, async (t) => {
    const { secrets, store } = await opened(t);
    const before = store.records().length;
    assert.throws(() => secrets.add(draft(changes)), fault(code));
    assert.equal(store.records().length, before);
    assert.deepEqual(secrets.list(), []);
  });
}

test('a file of 1 MiB is kept as it is', async (t) => {
  const { secrets } = await opened(t);
  const big = 'k'.repeat(1_048_575).concat('\n');
  const { id } = secrets.add(
    draft({ fields: [field('kubeconfig', { inject: 'file', env: 'KUBECONFIG', value: `a1b2${big.slice(4)}` })] }),
  );
  const length = await secrets.withRevealed([id], async ([secret]) => secret?.fields[0]?.value.length);
  assert.equal(length, 1_048_576);
});

test('many changes are made together or not at all', async (t) => {
  const { secrets } = await opened(t);
  const old = secrets.add(draft({ name: 'old/one' }));
  const steps = ['a/b', 'c/d'].map((name) => ({ kind: 'add' as const, draft: draft({ name }) }));
  assert.throws(
    () => secrets.applyAll([...steps, { kind: 'add', draft: draft({ name: 'A/B' }) }]),
    fault('secret_exists'),
  );
  assert.deepEqual(
    secrets.list().map(({ name }) => name),
    ['old/one'],
  );
  // A name that is given up may be taken in the same go.
  secrets.applyAll([{ kind: 'remove', id: old.id }, { kind: 'add', draft: draft({ name: 'old/one' }) }, ...steps]);
  assert.deepEqual(
    secrets.list().map(({ name }) => name),
    ['a/b', 'c/d', 'old/one'],
  );
});
