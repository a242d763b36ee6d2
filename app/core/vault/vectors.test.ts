// The written format, held to its vectors: each file of `vectors/` whole, and every bit of the sealed ones.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { z } from 'zod';
import { Argon2Kdf } from '../../adapters/argon2-kdf.ts';
import { fault } from '../../adapters/vault.testkit.ts';
import { BrokerError, type FaultCode, isFaultCode } from '../../contract/fault.ts';
import { RecordId, RecordKind } from '../../contract/vocabulary.ts';
import type { PassphraseKdf } from '../ports/passphrase-kdf.ts';
import type { Randomness } from '../ports/randomness.ts';
import { unwrapVaultKey, wrapVaultKey } from './key-wrap.ts';
import { Manifest, openManifest, sealManifest } from './manifest.ts';
import { normalisedPassphrase } from './passphrase.ts';
import { openPrevious, wrapPrevious } from './previous-wrap.ts';
import { decodePage, encodePage, RecordList } from './record-list.ts';
import { openRecord, sealRecord } from './record-seal.ts';
import { parseRecoveryCode, recoveryCodeText } from './recovery-code.ts';
import { recoveryKey, unwrapWithRecovery, wrapToRecovery } from './recovery-wrap.ts';
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
const SealedManifest = ManifestVector.extend({
  manifestKey: z.string(),
  manifest: Manifest,
  randomness,
  records: z.array(z.object({ id: RecordId, kind: RecordKind, version: z.int(), keyVersion: z.int(), sha256: hex })),
  pages: z.record(z.string(), hex),
});
const WrapVector = z.object({
  scenario: z.literal('wrap'),
  ...key,
  passphrases: z.array(z.string().nullable()),
  keychainKey: hex.nullable(),
  wrap,
});
const MadeWrap = WrapVector.extend({ normalised: z.string().nullable(), randomness });
const RecoveryVector = z.object({ scenario: z.literal('recovery'), ...key, code: z.string(), wrap });
const MadeRecovery = RecoveryVector.extend({ codeBytes: hex, publicKey: hex, randomness });
const PreviousVector = z.object({ scenario: z.literal('previous'), ...key, previousKey: hex, wrap });
const MadePrevious = PreviousVector.extend({ randomness });
const Vector = z.discriminatedUnion('scenario', [
  RecordVector,
  ManifestVector,
  WrapVector,
  RecoveryVector,
  PreviousVector,
]);

const folder = new URL('./vectors/', import.meta.url);
const files = readdirSync(folder)
  .filter((file) => !file.startsWith('vault'))
  .sort();
const read = (file: string): unknown => JSON.parse(readFileSync(new URL(file, folder), 'utf8'));

for (const file of files) {
  const vector = Vector.parse(read(file));
  const title = `${file}: ${vector.about} → ${vector.expect}`;
  if (vector.scenario === 'wrap') test(title, () => checkWrap(vector, file));
  else if (vector.scenario === 'record') test(title, () => checkRecord(vector, file));
  else if (vector.scenario === 'recovery') test(title, () => checkRecovery(vector, file));
  else if (vector.scenario === 'previous') test(title, () => checkPrevious(vector, file));
  else test(title, () => checkManifest(vector, file));
}

test('every scenario has vectors that open and vectors that do not', () => {
  const kinds = files.map((file) => Vector.parse(read(file)));
  for (const scenario of ['record', 'manifest', 'wrap', 'recovery', 'previous']) {
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
  const factors = { passphrase: Buffer.from(vector.normalised ?? '', 'hex'), keychainKey: vector.keychainKey };
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
  const { manifest, manifestKey, records, pages, ...made } = SealedManifest.parse(read(file));
  assert.deepEqual(opening(), manifest);
  const list = RecordList.of(records.toReversed());
  assert.deepEqual(list.digests, manifest.pages);
  assert.deepEqual([...list], records);
  assert.deepEqual(Object.values(pages).flatMap(decodePage), records);
  for (const [name, bytes] of Object.entries(pages)) {
    assert.deepEqual(encodePage(records.filter(({ id }) => id.startsWith(name))), bytes);
    assert.throws(() => decodePage(bytes.subarray(0, -1)), fault('vault_corrupt'));
    assert.throws(() => decodePage(Buffer.concat([bytes, Buffer.alloc(1)])), fault('vault_corrupt'));
  }
  assert.equal(keys.manifest.toString('hex'), manifestKey);
  assert.deepEqual(sealManifest(keys, manifest, new FixedRandomness(made.randomness)), made.sealed);
}

async function checkWrap(vector: z.infer<typeof WrapVector>, file: string): Promise<void> {
  for (const text of vector.passphrases) {
    const passphrase = text === null ? null : normalisedPassphrase(Buffer.from(text, 'utf8'));
    const factors = { passphrase, keychainKey: vector.keychainKey };
    const opening = unwrapVaultKey(vector.wrap, vector.vaultId, factors, new Argon2Kdf());
    if (vector.expect !== 'opens') {
      await assert.rejects(opening, fault(vector.expect));
      continue;
    }
    const made = MadeWrap.parse(read(file));
    assert.deepEqual(await opening, made.vaultKey);
    assert.equal(passphrase?.toString('hex') ?? null, made.normalised);
    const name = { vaultId: made.vaultId, wrapId: made.wrap.id, keyVersion: made.wrap.keyVersion };
    const tools = { kdf: new Argon2Kdf(), randomness: new FixedRandomness(made.randomness) };
    assert.deepEqual(await wrapVaultKey(made.vaultKey, name, factors, tools), made.wrap);
  }
}

function checkRecovery(vector: z.infer<typeof RecoveryVector>, file: string): void {
  const opening = () => {
    const code = parseRecoveryCode(vector.code);
    if (code === null) throw new BrokerError('recovery_code_mistyped');
    return unwrapWithRecovery(vector.wrap, vector.vaultId, code);
  };
  if (vector.expect !== 'opens') {
    assert.throws(opening, fault(vector.expect));
    return;
  }
  const made = MadeRecovery.parse(read(file));
  assert.deepEqual(opening(), made.vaultKey);
  assert.deepEqual(parseRecoveryCode(recoveryCodeText(made.codeBytes)), made.codeBytes);
  assert.deepEqual(recoveryKey(made.codeBytes, made.vaultId).publicKey, made.publicKey);
  const name = { vaultId: made.vaultId, wrapId: made.wrap.id, keyVersion: made.wrap.keyVersion };
  const again = wrapToRecovery(made.publicKey, made.vaultKey, name, new FixedRandomness(made.randomness));
  assert.deepEqual(again, made.wrap);
}

function checkPrevious(vector: z.infer<typeof PreviousVector>, file: string): void {
  const { keys } = withKeys(vector);
  const opening = () => openPrevious(keys, vector.wrap, vector.vaultId);
  if (vector.expect !== 'opens') {
    assert.throws(opening, fault(vector.expect));
    return;
  }
  const made = MadePrevious.parse(read(file));
  const previous = opening();
  assert.deepEqual(previous.vaultKey, made.previousKey);
  const again = wrapPrevious(keys, previous, made.vaultId, new FixedRandomness(made.randomness));
  assert.deepEqual(again, made.wrap);
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
