// What an import does to a vault: told before, chosen by the person, all at once or not at all.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { refusal } from '../../adapters/imports.testkit.ts';
import { ImportChoices, ImportPreview, ImportReport } from '../../contract/import.ts';
import { OwnSecretView } from '../../contract/secret.ts';
import { planImport, previewOf } from './import-plan.ts';
import { type ImportResolution, resolveImport } from './import-resolution.ts';
import { readDotenv } from './read-dotenv.ts';

const file = 'NEW=brand-new-value\nSAME=the-same-value\nTAKEN=other-value-1\nEMPTY=\n';
const read = readDotenv(Buffer.from(file));

function own(name: string, more: object = {}): OwnSecretView {
  const field = {
    name: 'value',
    sensitive: true,
    inject: 'environment',
    env: 'OLD',
    value: null,
    lastFour: null,
    reference: null,
  };
  return OwnSecretView.parse({
    id: Buffer.from(name.padEnd(16, '.')).toString('hex').slice(0, 32),
    name,
    kind: 'token',
    description: 'as the person wrote it',
    tags: ['mine'],
    url: '',
    projects: ['site'],
    environment: 'prod',
    tier: 'guarded',
    authPattern: 'header',
    authName: 'X-Api-Key',
    authText: 'Token {value}',
    authInstructions: 'with care',
    allowedHosts: ['api.example.com'],
    expiresAt: 5,
    rotateAfterDays: 30,
    showsLastFour: false,
    longestYes: 'rule',
    notes: 'private',
    fields: [field],
    version: 3,
    createdAt: 1,
    updatedAt: 2,
    rotatedAt: 2,
    lastUsedAt: null,
    olderVersions: 2,
    ...more,
  });
}

const vault = [own('same'), own('Taken'), own('other')];
const plan = planImport(read, vault, (id) => id === vault[0]?.id);

function resolve(choices: unknown, of = plan): ImportResolution {
  return resolveImport(of, ImportChoices.parse(choices));
}

test('tells new, same and taken apart without regard to case', () => {
  const { items, skipped } = ImportPreview.parse(previewOf(plan));
  assert.deepEqual(
    items.map(({ name, class: is, existing, from }) => [name, is, existing, from]),
    [
      ['NEW', 'new', null, '1: NEW'],
      ['SAME', 'same', vault[0]?.id, '2: SAME'],
      ['TAKEN', 'conflict', vault[1]?.id, '3: TAKEN'],
    ],
  );
  assert.deepEqual(skipped, [{ from: '4: EMPTY', why: 'empty' }]);
});

test('SECURITY P1: what goes to a window holds no value', () => {
  const outcome = resolve([{ index: 2, choice: { kind: 'replace' } }]);
  const shown = JSON.stringify([previewOf(plan), outcome.report]);
  for (const value of ['brand-new-value', 'the-same-value', 'other-value-1']) assert.ok(!shown.includes(value));
});

test('asks about every conflict, and adds and skips by itself otherwise', () => {
  assert.throws(() => resolve([]), refusal('import_choice_missing'));
  const { changes, report, variables } = resolve([{ index: 2, choice: { kind: 'skip' } }]);
  assert.deepEqual(
    changes.map(({ kind, draft }) => [kind, draft.name]),
    [['add', 'NEW']],
  );
  assert.deepEqual(ImportReport.parse(report), {
    added: ['NEW'],
    replaced: [],
    same: ['same'],
    leftOut: ['TAKEN'],
    skipped: [{ from: '4: EMPTY', why: 'empty' }],
  });
  // What the vault does not hold must stay in the file.
  assert.deepEqual(
    [...variables],
    [
      ['NEW', 'NEW'],
      ['SAME', 'same'],
    ],
  );
});

test('a conflict is added under another name, or replaces the value and keeps what the person said', () => {
  const renamed = resolve([{ index: 2, choice: { kind: 'rename', name: 'env/taken' } }]);
  assert.deepEqual(renamed.report.added, ['NEW', 'env/taken']);
  assert.equal(renamed.variables.get('TAKEN'), 'env/taken');
  const { changes, report } = resolve([{ index: 2, choice: { kind: 'replace' } }]);
  const [, update] = changes;
  assert.ok(update?.kind === 'update');
  const { id, fields, ...about } = vault[1] ?? assert.fail();
  assert.equal(update.id, id);
  for (const part of [
    'tier',
    'tags',
    'projects',
    'environment',
    'allowedHosts',
    'authPattern',
    'authName',
    'authText',
    'notes',
    'expiresAt',
    'name',
  ] as const) {
    assert.deepEqual(update.draft[part], about[part]);
  }
  assert.deepEqual(update.draft.fields, [
    {
      ...(fields[0] && { name: 'value', sensitive: true, inject: 'environment', env: 'OLD' }),
      content: { kind: 'value', value: 'other-value-1' },
    },
  ]);
  assert.deepEqual(report.replaced, ['Taken']);
});

test('fields that the import does not have stay, references among them, and no variable is given twice', () => {
  const field = { sensitive: true, inject: 'environment', env: null, value: null, lastFour: null, reference: null };
  const existing = own('taken', {
    fields: [
      { ...field, name: 'pointed', env: 'TAKEN', reference: { text: 'op://vault/item/field', active: true } },
      { ...field, name: 'user', sensitive: false, value: 'me' },
    ],
  });
  const { changes } = resolve(
    [{ index: 2, choice: { kind: 'replace' } }],
    planImport(read, [existing], () => false),
  );
  const fields = changes.find(({ kind }) => kind === 'update')?.draft.fields ?? [];
  assert.deepEqual(
    fields.map(({ name, env, content }) => [name, env, content.kind]),
    [
      ['value', null, 'value'],
      ['pointed', 'TAKEN', 'kept'],
      ['user', null, 'kept'],
    ],
  );
});

test('a replacement never loosens: a tier stays, gets stricter for a value that may not run, and sensitive stays so', () => {
  const weak = readDotenv(Buffer.from('TAKEN=1234\n'));
  const tierAfter = (tier: string) => {
    const after = resolve(
      [{ index: 0, choice: { kind: 'replace' } }],
      planImport(weak, [own('TAKEN', { tier })], () => false),
    );
    return after.changes[0]?.draft.tier;
  };
  assert.deepEqual(['run', 'guarded', 'placeholder', 'never'].map(tierAfter), [
    'placeholder',
    'placeholder',
    'placeholder',
    'never',
  ]);
});

test('more than 20 fields together are refused', () => {
  const field = { sensitive: true, inject: 'environment', env: null, value: null, lastFour: null, reference: null };
  const full = own('taken', { fields: Array.from({ length: 20 }, (_, i) => ({ ...field, name: `f${i}` })) });
  const crowded = planImport(read, [full], () => false);
  assert.throws(() => resolve([{ index: 2, choice: { kind: 'replace' } }], crowded), refusal('import_too_many_fields'));
});

test('refuses names that are taken by a secret, by another item, or in another case', () => {
  const skip = { index: 2, choice: { kind: 'skip' } };
  for (const name of ['OTHER', 'taken', 'new', 'Same']) {
    assert.throws(() => resolve([{ index: 2, choice: { kind: 'rename', name } }]), refusal('import_name_taken'));
  }
  assert.throws(() => resolve([{ index: 2, choice: { kind: 'add' } }]), refusal('import_name_taken'));
  assert.throws(() => resolve([skip, { index: 1, choice: { kind: 'add' } }]), refusal('import_name_taken'));
  const swapped = resolve([
    skip,
    { index: 0, choice: { kind: 'rename', name: 'fresh' } },
    { index: 1, choice: { kind: 'rename', name: 'new' } },
  ]);
  assert.deepEqual(swapped.report.added, ['fresh', 'new']);
});

test('refuses choices for no item, two for one, and a replacement of nothing or of the same', () => {
  const skip = { index: 2, choice: { kind: 'skip' } };
  for (const choices of [
    [skip, { index: 3, choice: { kind: 'skip' } }],
    [skip, skip],
    [skip, { index: 0, choice: { kind: 'replace' } }],
    [skip, { index: 1, choice: { kind: 'replace' } }],
  ]) {
    assert.throws(() => resolve(choices), refusal('bad_request'));
  }
  assert.throws(() => ImportChoices.parse([{ index: 0, choice: { kind: 'rename', name: 'not a name' } }]));
});

test('whatever is chosen, every item ends in one list of the report, and no two changes share a name', () => {
  const choice = fc.oneof(
    fc.constantFrom({ kind: 'skip' }, { kind: 'add' }, { kind: 'replace' }),
    fc.constantFrom('a', 'A', 'b', 'new').map((name) => ({ kind: 'rename', name })),
  );
  const choices = fc.uniqueArray(fc.record({ index: fc.nat(2), choice }), { selector: ({ index }) => index });
  fc.assert(
    fc.property(choices, (chosen) => {
      let outcome: ImportResolution;
      try {
        outcome = resolve(chosen);
      } catch {
        return;
      }
      const { added, replaced, same, leftOut } = outcome.report;
      assert.equal(added.length + replaced.length + same.length + leftOut.length, plan.items.length);
      assert.equal(added.length + replaced.length, outcome.changes.length);
      const names = outcome.changes.map(({ draft }) => draft.name.toLowerCase());
      assert.equal(new Set(names).size, names.length);
    }),
  );
});
