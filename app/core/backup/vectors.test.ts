// The written format, held to its vectors: every file whole, with everything that is tried on it. They are kept for ever.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { z } from 'zod';
import { Argon2Kdf } from '../../adapters/argon2-kdf.ts';
import { fault, MemoryKeyStore } from '../../adapters/vault.testkit.ts';
import { type FaultCode, isFaultCode } from '../../contract/fault.ts';
import { RecordKind } from '../../contract/vocabulary.ts';
import type { Opener } from '../vault/vault-openers.ts';
import { tools } from './backup.testkit.ts';
import { encodeBackup, parseBackup } from './backup-file.ts';
import { type OpenBackup, openBackup } from './open-backup.ts';

const hex = z.string().transform((text) => Buffer.from(text, 'hex'));
const expected = z.union([z.literal('opens'), z.custom<FaultCode>((code) => isFaultCode(String(code)))]);
const opener = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('passphrase'),
    passphrase: z.string().transform((text) => Buffer.from(text, 'utf8')),
  }),
  z.object({ kind: z.literal('recovery'), code: z.string() }),
  z.object({ kind: z.literal('keychain') }),
]);
const Vector = z.strictObject({
  about: z.string(),
  /** What a computer holds that is tried with `keychain`. */
  keychain: z.strictObject({ account: z.string(), key: hex }).nullable(),
  tries: z.array(z.strictObject({ opener, keychain: z.boolean(), expect: expected })).min(1),
  /** In plaintext, by id; none of a file that never opens. */
  records: z.array(z.strictObject({ id: z.string(), kind: RecordKind, version: z.int(), body: hex })),
});
type Vector = z.infer<typeof Vector>;

const folder = new URL('./vectors/', import.meta.url);
const files = readdirSync(folder).sort();
const names = files.filter((file) => file.endsWith('.json')).map((file) => file.slice(0, -'.json'.length));

for (const name of names) {
  const vector = Vector.parse(JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')));
  const bytes = readFileSync(new URL(`${name}.backup`, folder));
  for (const { opener: tried, keychain, expect } of vector.tries) {
    const place = vector.keychain === null ? '' : keychain ? ' with its keychain' : ' on another computer';
    test(`${name}: ${vector.about} ${tried.kind}${place} → ${expect}`, async () => {
      const opening = openBackup(bytes, tried satisfies Opener, {
        ...tools(keychain ? keyStoreOf(vector) : undefined),
        kdf: new Argon2Kdf(),
      });
      if (expect !== 'opens') {
        await assert.rejects(opening, fault(expect));
        return;
      }
      const backup = await opening;
      assert.deepEqual(recordsOf(backup), vector.records);
      backup.close();
      assert.deepEqual(encodeBackup(parseBackup(bytes)), bytes, 'there is one way to write it');
    });
  }
}

test('every vector has both its files, and some open in each way and some in none', () => {
  assert.deepEqual(
    files,
    names.flatMap((name) => [`${name}.backup`, `${name}.json`]),
  );
  const tries = names.flatMap((name) => {
    return Vector.parse(JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'))).tries;
  });
  for (const kind of ['passphrase', 'recovery'] as const) {
    assert.ok(tries.some((each) => each.opener.kind === kind && each.expect === 'opens'));
    assert.ok(tries.some((each) => each.opener.kind === kind && each.expect !== 'opens'));
  }
  for (const code of ['backup_damaged', 'backup_newer', 'backup_unreadable', 'wrong_passphrase']) {
    assert.ok(tries.some((each) => each.expect === code));
  }
});

function keyStoreOf({ keychain }: Vector): MemoryKeyStore {
  const keyStore = new MemoryKeyStore();
  if (keychain !== null) keyStore.items.set(keychain.account, keychain.key);
  return keyStore;
}

function recordsOf(backup: OpenBackup) {
  const found = RecordKind.options.flatMap((kind) =>
    backup.readRecords(kind, ({ id, version, body }) => ({ id: `${id}`, kind, version, body: Buffer.from(body) })),
  );
  return found.sort((a, b) => (a.id < b.id ? -1 : 1));
}
