// The written format, held to its vectors: each file of `vectors/` whole, and every bit of the sealed ones.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { z } from 'zod';
import { Argon2Kdf } from '../../adapters/argon2-kdf.ts';
import { fault, freshVaultPath, MemoryKeyStore, vaultAt } from '../../adapters/vault.testkit.ts';
import { type FaultCode, isFaultCode } from '../../contract/fault.ts';
import type { PassphraseKdf } from '../ports/passphrase-kdf.ts';
import type { Randomness } from '../ports/randomness.ts';
import { unwrapVaultKey, wrapVaultKey } from './key-wrap.ts';
import { Manifest, openManifest, sealManifest } from './manifest.ts';
import { normalisedPassphrase } from './passphrase.ts';
import { openRecord, sealRecord } from './record-seal.ts';
import { VaultKeys } from './vault-keys.ts';

const hex = z.string().transform((text) => Buffer.from(text, 'hex'));
const place = z.object({ id: z.string(), kind: z.string(), version: z.int(), keyVersion: z.int() });
const wrap = z.object({
  id: z.string(),
  kind: z.string(),
  parameters: z.string(),
  keyVersion: z.int(),
  wrapped: hex,
});
const expected = z.union([z.literal('opens'), z.custom<FaultCode>((code) => isFaultCode(String(code)))]);
const key = { about: z.string(), expect: expected, vaultId: z.string(), vaultKey: hex, keyVersion: z.int() };
const randomness = z.array(hex);

const RecordVector = z.object({ scenario: z.literal('record'), ...key, place, sealed: hex });
const SealedRecord = RecordVector.extend({ recordsKey: z.string(), body: hex, randomness, aad: z.string() });
const ManifestVector = z.object({ scenario: z.literal('manifest'), ...key, sealed: hex });
const SealedManifest = ManifestVector.extend({ manifestKey: z.string(), manifest: Manifest, randomness });
const WrapVector = z.object({
  scenario: z.literal('wrap'),
  ...key,
  passphrases: z.array(z.string()),
  keychainKey: hex.nullable(),
  wrap,
});
const MadeWrap = WrapVector.extend({ normalised: z.string(), randomness });
const VaultVector = z.object({
  scenario: z.literal('vault'),
  about: z.string(),
  expect: expected,
  passphrase: z.string(),
  keychain: z.object({ account: z.string(), key: hex }),
  header: z.object({ format: z.int(), vaultId: z.string() }),
  wraps: z.array(wrap),
  manifest: hex.nullable(),
  records: z.array(place.extend({ sealed: hex })),
  secrets: z.array(z.object({ name: z.string(), version: z.int(), value: z.string() })).optional(),
});
const Vector = z.discriminatedUnion('scenario', [RecordVector, ManifestVector, WrapVector, VaultVector]);

const folder = new URL('./vectors/', import.meta.url);
const files = readdirSync(folder).sort();
const read = (file: string): unknown => JSON.parse(readFileSync(new URL(file, folder), 'utf8'));

for (const file of files) {
  const vector = Vector.parse(read(file));
  const title = `${file}: ${vector.about} → ${vector.expect}`;
  if (vector.scenario === 'vault') test(title, (t) => checkVault(vector, freshVaultPath(t)));
  else if (vector.scenario === 'wrap') test(title, () => checkWrap(vector, file));
  else if (vector.scenario === 'record') test(title, () => checkRecord(vector, file));
  else test(title, () => checkManifest(vector, file));
}

test('every scenario has vectors that open and vectors that do not', () => {
  const kinds = files.map((file) => Vector.parse(read(file)));
  for (const scenario of ['record', 'manifest', 'wrap', 'vault']) {
    const own = kinds.filter((vector) => vector.scenario === scenario);
    assert.ok(own.some((vector) => vector.expect === 'opens') && own.some((vector) => vector.expect !== 'opens'));
  }
});

test('one flipped bit anywhere in a sealed record keeps it shut', () => {
  const { keys, ...vector } = withKeys(SealedRecord.parse(read('record.json')));
  for (const sealed of bitFlips(vector.sealed)) {
    assert.throws(() => openRecord(keys, { ...vector.place, sealed }), fault('vault_corrupt'));
  }
});

test('one flipped bit anywhere in a sealed manifest keeps it shut', () => {
  const { keys, ...vector } = withKeys(SealedManifest.parse(read('manifest.json')));
  for (const sealed of bitFlips(vector.sealed)) {
    assert.throws(() => openManifest(keys, vector.vaultId, sealed), fault('vault_corrupt'));
  }
});

test('one flipped bit anywhere in a wrapped key keeps it shut, and reads like a wrong passphrase', async () => {
  const vector = MadeWrap.parse(read('wrap-keychain-passphrase.json'));
  const factors = { passphrase: Buffer.from(vector.normalised, 'hex'), keychainKey: vector.keychainKey };
  const kdf = new RememberingKdf();
  for (const wrapped of bitFlips(vector.wrap.wrapped)) {
    const opening = unwrapVaultKey({ ...vector.wrap, wrapped }, vector.vaultId, factors, kdf);
    await assert.rejects(opening, fault('wrong_passphrase'));
  }
});

function checkRecord(vector: z.infer<typeof RecordVector>, file: string): void {
  const { keys } = withKeys(vector);
  const opening = () => openRecord(keys, { ...vector.place, sealed: vector.sealed });
  if (vector.expect !== 'opens') {
    assert.throws(opening, fault(vector.expect));
    return;
  }
  const { body, recordsKey, ...made } = SealedRecord.parse(read(file));
  assert.deepEqual(opening(), body);
  assert.equal(keys.records.toString('hex'), recordsKey);
  const sealed = sealRecord(keys, made.place, body, new FixedRandomness(made.randomness));
  assert.deepEqual(sealed, { ...made.place, sealed: made.sealed });
}

function checkManifest(vector: z.infer<typeof ManifestVector>, file: string): void {
  const { keys } = withKeys(vector);
  const opening = () => openManifest(keys, vector.vaultId, vector.sealed);
  if (vector.expect !== 'opens') {
    assert.throws(opening, fault(vector.expect));
    return;
  }
  const { manifest, manifestKey, ...made } = SealedManifest.parse(read(file));
  assert.deepEqual(opening(), manifest);
  assert.equal(keys.manifest.toString('hex'), manifestKey);
  assert.deepEqual(sealManifest(keys, manifest, new FixedRandomness(made.randomness)), made.sealed);
}

async function checkWrap(vector: z.infer<typeof WrapVector>, file: string): Promise<void> {
  for (const text of vector.passphrases) {
    const passphrase = normalisedPassphrase(Buffer.from(text, 'utf8'));
    const factors = { passphrase, keychainKey: vector.keychainKey };
    const opening = unwrapVaultKey(vector.wrap, vector.vaultId, factors, new Argon2Kdf());
    if (vector.expect !== 'opens') {
      await assert.rejects(opening, fault(vector.expect));
      continue;
    }
    const made = MadeWrap.parse(read(file));
    assert.deepEqual(await opening, made.vaultKey);
    assert.equal(passphrase.toString('hex'), made.normalised);
    const name = { vaultId: made.vaultId, wrapId: made.wrap.id, keyVersion: made.wrap.keyVersion };
    const tools = { kdf: new Argon2Kdf(), randomness: new FixedRandomness(made.randomness) };
    assert.deepEqual(await wrapVaultKey(made.vaultKey, name, factors, tools), made.wrap);
  }
}

async function checkVault(vector: z.infer<typeof VaultVector>, path: string): Promise<void> {
  const keyStore = new MemoryKeyStore();
  keyStore.items.set(vector.keychain.account, vector.keychain.key);
  const { database, store, vault, secrets } = vaultAt(path, { keyStore });
  try {
    store.createVault(vector.header);
    store.replaceWraps(vector.wraps);
    for (const record of vector.records) store.put(record);
    if (vector.manifest !== null) store.putManifest(vector.manifest);
    const before = JSON.stringify([store.wraps(), store.records(), store.manifest()]);
    const opening = vault.unlock(Buffer.from(vector.passphrase, 'utf8'));
    if (vector.expect !== 'opens') {
      await assert.rejects(opening, fault(vector.expect));
      assert.throws(() => vault.session, fault('locked'));
    } else {
      await opening;
      const ids = secrets.list().map(({ id }) => id);
      const found = await secrets.withRevealed(ids, async (revealed) =>
        revealed.map(({ name, version, value }) => ({ name, version, value: value.toString('utf8') })),
      );
      assert.deepEqual(found, vector.secrets);
    }
    assert.equal(
      JSON.stringify([store.wraps(), store.records(), store.manifest()]),
      before,
      'opening changed the file',
    );
  } finally {
    database.close();
  }
}

function withKeys<T extends { vaultKey: Buffer; vaultId: string; keyVersion: number }>(vector: T) {
  const keys = new VaultKeys(Buffer.from(vector.vaultKey), vector.vaultId, vector.keyVersion);
  return { ...vector, keys };
}

function* bitFlips(bytes: Buffer): Generator<Buffer> {
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const flipped = Buffer.from(bytes);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    yield flipped;
  }
}

/** The bytes of a vector, each handed out once. */
class FixedRandomness implements Randomness {
  readonly #chunks: Buffer[];

  constructor(chunks: readonly Buffer[]) {
    this.#chunks = [...chunks];
  }

  bytes(length: number): Buffer {
    const chunk = this.#chunks.shift();
    assert.equal(chunk?.length, length);
    return Buffer.from(chunk ?? []);
  }
}

/** Argon2id, worked out once for the same question. */
class RememberingKdf implements PassphraseKdf {
  #answer: Promise<Buffer> | null = null;

  async derive(...question: Parameters<PassphraseKdf['derive']>): Promise<Buffer> {
    this.#answer ??= new Argon2Kdf().derive(...question);
    return Buffer.from(await this.#answer);
  }
}
