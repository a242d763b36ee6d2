// A whole import into a real vault: read, planned, chosen, written in one transaction, and the file replaced.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { ImportChoices, ImportFileKind } from '../contract/import.ts';
import { maxBytesOf } from '../core/imports/import-limits.ts';
import { planImport } from '../core/imports/import-plan.ts';
import { resolveImport } from '../core/imports/import-resolution.ts';
import { readImport } from '../core/imports/read-import.ts';
import { replaceDotenv } from '../core/imports/replace-dotenv.ts';
import type { SecretBook } from '../core/secrets/secret-book.ts';
import { readImportFile } from './import-files.ts';
import { replaceOriginal } from './import-original.ts';
import { archive, fixture, refusal, valuesOf } from './imports.testkit.ts';
import { freshVaultPath, passphrase, vaultAt } from './vault.testkit.ts';

async function bookFor(t: TestContext): Promise<SecretBook> {
  const { vault, secrets, database } = vaultAt(freshVaultPath(t));
  t.after(() => database.close());
  await vault.create(passphrase(), { keychain: false });
  return secrets;
}

function importInto(secrets: SecretBook, kind: ImportFileKind, bytes: Uint8Array, choices: ImportChoices = []) {
  const same = secrets.holdsSame.bind(secrets);
  const resolved = resolveImport(planImport(readImport(kind, bytes), secrets.list(), same), choices);
  secrets.applyAll(resolved.changes);
  return resolved;
}

async function valuesIn(secrets: SecretBook): Promise<Record<string, Record<string, string>>> {
  const ids = secrets.list().map(({ id }) => id);
  return secrets.withRevealed(ids, async (revealed) =>
    Object.fromEntries(
      revealed.map(({ name, fields }) => [
        name,
        Object.fromEntries(fields.map((field) => [field.name, field.value.toString()])),
      ]),
    ),
  );
}

for (const [kind, bytes] of [
  ['bitwarden_json', fixture('bitwarden.json')],
  ['onepassword_1pux', archive(fixture('onepassword-export-data.json'))],
] as const) {
  test(`${kind}: the vault holds each value as it was read, and a second import finds nothing to do`, async (t) => {
    const secrets = await bookFor(t);
    const first = importInto(secrets, kind, bytes);
    assert.deepEqual(await valuesIn(secrets), valuesOf(readImport(kind, bytes)));
    const second = importInto(secrets, kind, bytes);
    assert.deepEqual(second.changes, []);
    assert.deepEqual(second.report.same.toSorted(), first.report.added.toSorted());
  });
}

test('a .env file: conflicts are replaced as new versions, and what is left of the file imports nothing', async (t) => {
  const secrets = await bookFor(t);
  const folder = mkdtempSync(join(tmpdir(), 'postern-round-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, '.env');
  importInto(secrets, 'dotenv', Buffer.from('TOKEN=the-old-token-1\n'));
  writeFileSync(file, '# mine\nTOKEN="the-new-token-2"\r\nOTHER=another-value\n');
  const bytes = await readImportFile(file, maxBytesOf('dotenv'));
  assert.throws(() => importInto(secrets, 'dotenv', bytes), refusal('import_choice_missing'));
  assert.equal(secrets.count, 1);
  const { report, variables } = importInto(secrets, 'dotenv', bytes, [{ index: 0, choice: { kind: 'replace' } }]);
  assert.deepEqual([report.added, report.replaced], [['OTHER'], ['TOKEN']]);
  assert.deepEqual(await valuesIn(secrets), { OTHER: { value: 'another-value' }, TOKEN: { value: 'the-new-token-2' } });
  assert.equal(secrets.list().find(({ name }) => name === 'TOKEN')?.version, 2);
  await replaceOriginal(file, bytes, replaceDotenv(bytes, variables));
  const left = '# mine\n# TOKEN is kept in Postern as TOKEN\r\n# OTHER is kept in Postern as OTHER\n';
  assert.equal(readFileSync(file, 'utf8'), left);
  assert.deepEqual(importInto(secrets, 'dotenv', Buffer.from(left)).changes, []);
});

test('when one change fails, nothing at all is imported', async (t) => {
  const secrets = await bookFor(t);
  const read = readImport('dotenv', Buffer.from('A=first-value-1\nB=second-value-2\n'));
  const { changes } = resolveImport(
    planImport(read, [], () => false),
    [],
  );
  assert.throws(() => secrets.applyAll([...changes, ...changes.slice(0, 1)]), refusal('secret_exists'));
  assert.equal(secrets.count, 0);
});
