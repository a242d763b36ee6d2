// Whole vaults of the written format: each file of `vectors/vault*.json` opens, or is refused with its code and left as it is.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { z } from 'zod';
import { Argon2Kdf } from '../../adapters/argon2-kdf.ts';
import { fault, freshVaultPath, MemoryKeyStore, vaultAt } from '../../adapters/vault.testkit.ts';
import { type FaultCode, isFaultCode } from '../../contract/fault.ts';
import { RecordId, RecordKind } from '../../contract/vocabulary.ts';

const hex = z.string().transform((text) => Buffer.from(text, 'hex'));
const place = z.object({ id: z.string(), kind: z.string(), version: z.int(), keyVersion: z.int() });
const typed = z.string().transform((text) => Buffer.from(text, 'utf8'));

const VaultVector = z.object({
  scenario: z.literal('vault'),
  about: z.string(),
  expect: z.union([z.literal('opens'), z.custom<FaultCode>((code) => isFaultCode(String(code)))]),
  opener: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('passphrase'), passphrase: typed }),
    z.object({ kind: z.literal('recovery'), code: z.string() }),
    z.object({ kind: z.literal('keychain') }),
  ]),
  keychain: z.array(z.object({ account: z.string(), key: hex })),
  header: z.object({ format: z.int(), vaultId: z.string() }),
  wraps: z.array(
    z.object({ id: z.string(), kind: z.string(), parameters: z.string(), keyVersion: z.int(), wrapped: hex }),
  ),
  records: z.array(place.extend({ sealed: hex })),
  pages: z.record(z.string(), hex),
  manifest: hex.nullable(),
  /** What is in it when it opens. */
  contents: z.array(z.object({ id: RecordId, kind: RecordKind, version: z.int(), body: hex })).optional(),
});

const folder = new URL('./vectors/', import.meta.url);
const files = readdirSync(folder)
  .filter((file) => file.startsWith('vault'))
  .sort();
const vectors = files.map((file) => {
  return { file, vector: VaultVector.parse(JSON.parse(readFileSync(new URL(file, folder), 'utf8'))) };
});

for (const { file, vector } of vectors) {
  test(`${file}: ${vector.about} → ${vector.expect}`, async (t) => {
    const keyStore = new MemoryKeyStore(new Map(vector.keychain.map(({ account, key }) => [account, key])));
    const { database, store, vault } = vaultAt(freshVaultPath(t), { keyStore, kdf: new Argon2Kdf() });
    t.after(() => void database.close());
    store.createVault(vector.header);
    store.replaceWraps(vector.wraps);
    for (const record of vector.records) store.put(record);
    for (const [name, bytes] of Object.entries(vector.pages)) store.putPage(name, bytes);
    if (vector.manifest !== null) store.putManifest(vector.manifest);
    const stored = () => JSON.stringify([store.wraps(), store.records(), [...store.pages()], store.manifest()]);
    const before = stored();
    const opening = vault.unlockWith(vector.opener);
    if (vector.expect !== 'opens') {
      await assert.rejects(opening, fault(vector.expect));
      assert.throws(() => vault.session, fault('locked'));
    } else {
      await opening;
      assert.ok(vector.contents !== undefined && vector.contents.length > 0);
      for (const { id, kind, version, body } of vector.contents) {
        assert.deepEqual(vault.record(kind, id), { id, kind, version, body });
      }
      const count = RecordKind.options.reduce((sum, kind) => sum + vault.records(kind).length, 0);
      assert.equal(count, vector.contents.length);
    }
    assert.equal(stored(), before, 'opening changed the file');
  });
}

test('there are vaults that open and vaults that do not', () => {
  const opens = vectors.filter(({ vector }) => vector.expect === 'opens');
  assert.ok(opens.length > 5 && vectors.length - opens.length > 15);
});
