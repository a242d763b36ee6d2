// P11 on the real files: what the person typed is nowhere in the database, its log or its index, in any plain form.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { SqliteRecordStore } from './sqlite-record-store.ts';
import { draft, fault, freshVaultPath, passphrase, vaultAt } from './vault.testkit.ts';

const typed = {
  name: 'payments/production-key',
  description: 'Charges real customers',
  tags: ['finance-team'],
  env: 'PAYMENTS_PRODUCTION_KEY',
  notes: 'Käthe has the second half',
  authInstructions: 'Ask the finance desk first',
  allowedHosts: ['payments.example.com'],
  value: 'sk_live_51HqLyjWDarjtT1zdp7dc',
};
const later = { ...typed, value: 'sk_live_99ZzYyXxWwVvUuTtSsRr' };
const words = [...Object.values(typed).flat(), later.value, passphrase().toString()];

/** Raw, UTF-16, hex in both cases, and base64 at each of its three alignments. */
function forms(word: string): Buffer[] {
  const raw = Buffer.from(word, 'utf8');
  const hex = raw.toString('hex');
  const base64 = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), raw]).toString('base64');
    return text.slice(shift === 0 ? 0 : shift + 1, -4);
  });
  const texts = [
    hex,
    hex.toUpperCase(),
    ...base64,
    ...base64.map((text) => text.replace(/\+/g, '-').replace(/\//g, '_')),
  ];
  return [raw, Buffer.from(word, 'utf16le'), ...texts.map((text) => Buffer.from(text, 'latin1'))];
}

/** Every word that some file of the folder shows, with the file. */
function shown(folder: string): string[] {
  return readdirSync(folder).flatMap((file) => {
    const bytes = readFileSync(join(folder, file));
    return words.filter((word) => forms(word).some((form) => bytes.includes(form))).map((word) => `${word} in ${file}`);
  });
}

test('the search finds each form it looks for', () => {
  for (const form of forms(typed.value)) {
    assert.ok(form.length >= 16);
    assert.ok(Buffer.concat([Buffer.alloc(7), form, Buffer.alloc(7)]).includes(form));
  }
  const embedded = Buffer.from(Buffer.from(`{"a":"${typed.value}"}`).toString('base64'));
  assert.ok(forms(typed.value).some((form) => embedded.includes(form)));
});

test('P11: nothing of a secret is in any file after adding, using, changing and deleting it', async (t) => {
  const path = freshVaultPath(t);
  const folder = dirname(path);
  const { vault, secrets, database } = vaultAt(path);
  await vault.create(passphrase(), { keychain: false });
  const { id } = secrets.add(draft(typed));
  assert.ok(readdirSync(folder).includes('vault.db-wal'));
  assert.deepEqual(shown(folder), []);
  secrets.markUsed(id, 1_700_000_000_000);
  await secrets.withRevealed([id], async () => assert.deepEqual(shown(folder), []));
  secrets.update(id, draft(later));
  assert.deepEqual(shown(folder), []);
  secrets.remove(id);
  assert.deepEqual(shown(folder), []);
  vault.lock();
  await vault.unlock(passphrase());
  assert.deepEqual(shown(folder), []);
  database.close();
  assert.deepEqual(shown(folder), []);
});

test('P11: a deleted secret leaves the database and its log, even as ciphertext', async (t) => {
  const path = freshVaultPath(t);
  const { vault, secrets, store, database } = vaultAt(path);
  await vault.create(passphrase(), { keychain: false });
  const { id } = secrets.add(draft(typed));
  const piece = store.record(id)?.sealed.subarray(12, 44) ?? assert.fail();
  const holds = () =>
    readdirSync(dirname(path)).some((file) => readFileSync(join(dirname(path), file)).includes(piece));
  assert.equal(holds(), true);
  secrets.remove(id);
  assert.equal(holds(), false);
  database.close();
});

test('sizes on disk say little about the size of a secret', async (t) => {
  const { vault, secrets, store, database } = vaultAt(freshVaultPath(t));
  await vault.create(passphrase(), { keychain: false });
  secrets.add(draft({ name: 'first', value: 'short678' }));
  secrets.add(draft({ name: 'other', value: 'a far longer value, of 48 characters altogether' }));
  for (const kind of ['secret', 'values']) {
    const [first, other, ...more] = store.records().filter((row) => row.kind === kind);
    assert.deepEqual(more, []);
    assert.equal(first?.sealed.length, other?.sealed.length);
  }
  database.close();
});

test('a transaction that fails in the middle leaves nothing of itself', async (t) => {
  const { vault, store, database } = vaultAt(freshVaultPath(t));
  await vault.create(passphrase(), { keychain: false });
  const record = { id: 'a', kind: 'setting', version: 1, keyVersion: 1, sealed: Buffer.from('x') };
  const failing = () =>
    store.transaction(() => {
      store.put(record);
      database.pragma('query_only = ON');
      store.put({ ...record, id: 'b' });
    });
  assert.throws(failing, fault('profile_readonly'));
  database.pragma('query_only = OFF');
  assert.deepEqual(new SqliteRecordStore(database).records(), []);
  database.close();
});
