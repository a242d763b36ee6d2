// Sealed requests: they open as they were or not at all, and what happens to them is no harm to the vault.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test from 'node:test';
import { SqliteKeptStore } from '../../adapters/sqlite-kept-store.ts';
import { fault, freshVaultPath, passphrase, type TestVault, vaultAt } from '../../adapters/vault.testkit.ts';
import { ClientId, RequestId } from '../../contract/vocabulary.ts';
import { backupOf, opened, openedVault } from '../backup/backup.testkit.ts';
import { restoreBackup } from '../backup/restore.ts';
import { seal } from '../crypto/aead.ts';
import { encodeFields } from '../crypto/fields.ts';
import { pad } from '../crypto/padding.ts';
import { SystemRandomness } from '../crypto/randomness.ts';
import { type KeptRequest, KeptRequests } from './kept-requests.ts';

const id = (n: number): RequestId => RequestId.parse(`req_${String(n).padStart(32, '0')}`);
const randomness = new SystemRandomness();
const marked = 'deploy-marked-4711';

function request(n = 1, command = marked): KeptRequest {
  return {
    id: id(n),
    clientId: ClientId.parse('agent'),
    owner: 'agent:hash',
    wanted: { kind: 'run', request: { command, secrets: [{ name: 'api/token' }], cwd: '/srv', stdin: marked } },
    askedAt: 1_700_000_000_000,
  };
}

function keptIn({ vault, database, logged }: TestVault): {
  readonly kept: KeptRequests;
  readonly store: SqliteKeptStore;
} {
  const store = new SqliteKeptStore(database);
  const log = { write: (_level: string, event: string) => void logged.push(event) };
  return { kept: new KeptRequests({ store, records: vault, randomness, log }), store };
}

test('what was kept opens after the next unlock as it was, oldest first', async (t) => {
  const made = await openedVault(t);
  keptIn(made).kept.keep(request(2));
  keptIn(made).kept.keep(request(1));
  made.vault.lock();
  await made.vault.unlock(passphrase());
  assert.deepEqual(keptIn(made).kept.open(), [request(2), request(1)]);
  assert.equal(made.vault.records('request-key').length, 1, 'one key for all');
});

test('no file of the profile shows what was asked for (P11)', async (t) => {
  const path = freshVaultPath(t);
  const made = vaultAt(path);
  t.after(() => made.database.close());
  await made.vault.create(passphrase(), { keychain: false });
  keptIn(made).kept.keep(request());
  const bytes = ['vault.db', 'vault.db-wal'].map((name) => readFileSync(join(dirname(path), name)).toString('latin1'));
  assert.ok(
    bytes.some((text) => text.includes(id(1))),
    'the row is there',
  );
  assert.equal(
    bytes.some((text) => text.includes(marked) || text.includes('agent:hash')),
    false,
  );
});

test('one that was edited, cut, moved or is no request at all is logged and let go; the others and the unlock go on', async (t) => {
  const made = await openedVault(t);
  const { kept, store } = keptIn(made);
  for (const n of [1, 2, 3, 4]) kept.keep(request(n));
  const [, second, third] = store.all();
  assert.ok(second && third);
  store.put({ id: second.id, sealed: flipped(second.sealed) });
  store.put({ id: third.id, sealed: third.sealed.subarray(0, 5) });
  store.put({ id: id(9), sealed: store.all()[0]?.sealed ?? Buffer.alloc(0) });
  store.put({ id: 'x', sealed: Buffer.alloc(300) });
  made.vault.lock();
  await made.vault.unlock(passphrase());
  assert.deepEqual(
    keptIn(made)
      .kept.open()
      .map((each) => each.id),
    [id(1), id(4)],
  );
  assert.deepEqual(made.logged, Array(4).fill('request.damaged'));
  assert.equal(store.all().length, 2);
});

test('a request that another version of Postern wrote in another form is let go', async (t) => {
  const made = await openedVault(t);
  const { kept, store } = keptIn(made);
  kept.keep(request());
  const [key] = made.vault.records('request-key');
  assert.ok(key);
  const { id: _id, ...body } = request();
  const forms = [
    { ...body, urgent: true },
    { ...body, wanted: { kind: 'proxy', request: {} } },
    { ...body, wanted: { ...body.wanted, sandbox: true } },
    { ...body, askedAt: -1 },
    'nothing',
  ];
  for (const [at, form] of forms.entries()) {
    const aad = encodeFields('postern/request/1', id(at + 2));
    store.put({ id: id(at + 2), sealed: seal(key.body, pad(Buffer.from(JSON.stringify(form))), aad, randomness) });
  }
  assert.deepEqual(kept.open(), [request()]);
  assert.equal(made.logged.length, forms.length);
});

test('without its key nothing opens, and a new key is made; while the key cannot be read nothing is let go', async (t) => {
  const made = await openedVault(t);
  const { kept, store } = keptIn(made);
  kept.keep(request());
  made.vault.lock();
  const locked = keptIn(made);
  assert.deepEqual(locked.kept.open(), []);
  assert.equal(store.all().length, 1);
  locked.kept.keep(request(2));
  assert.equal(store.all().length, 1);
  assert.deepEqual(made.logged, ['request.unread', 'request.unkept']);
  await made.vault.unlock(passphrase());
  const [key] = made.vault.records('request-key');
  assert.ok(key);
  made.vault.putRecord('request-key', key.id, Buffer.from('too short'));
  const { kept: anew } = keptIn(made);
  assert.deepEqual(anew.open(), []);
  assert.equal(store.all().length, 0);
  anew.keep(request(3));
  assert.deepEqual(keptIn(made).kept.open(), [request(3)]);
});

test('a lock zeroes the key; a request can still be removed (P4)', async (t) => {
  const made = await openedVault(t);
  const { kept, store } = keptIn(made);
  const bytes: Buffer[] = [];
  const records = {
    readRecords: () => [],
    putRecord: (_kind: 'request-key', _id: unknown, body: Buffer) => bytes.push(body),
  };
  const log = { write: () => {} };
  const own = new KeptRequests({ store, records, randomness, log });
  own.keep(request());
  assert.ok(bytes[0]?.some((byte) => byte !== 0));
  own.close();
  assert.ok(bytes[0]?.every((byte) => byte === 0));
  kept.remove(id(1));
  assert.equal(kept.has(id(1)), false);
});

test('a backup holds no request, and a restore brings none', async (t) => {
  const made = await openedVault(t);
  const { kept, store } = keptIn(made);
  kept.keep(request());
  const [row] = store.all();
  assert.ok(row);
  const bytes = backupOf(made);
  assert.equal(bytes.includes(row.id), false);
  assert.equal(bytes.includes(row.sealed.toString('base64').slice(40, 80)), false);
  const fresh = await openedVault(t);
  const choice = { secrets: { kind: 'everything' as const }, clients: true, settings: true };
  restoreBackup(await opened(t, bytes), fresh.vault, choice);
  assert.deepEqual([keptIn(fresh).store.all(), fresh.vault.records('request-key')], [[], []]);
});

test('a file whose table was taken away, or that another program holds, is no fault of the unlock', async (t) => {
  const made = await openedVault(t);
  const { kept, store } = keptIn(made);
  kept.keep(request());
  made.database.exec('DROP TABLE kept_requests');
  assert.deepEqual(kept.open(), []);
  assert.equal(kept.has(id(1)), false);
  kept.keep(request());
  kept.remove(id(1));
  assert.deepEqual(made.logged, ['request.unread', 'request.unread', 'request.unkept', 'request.unremoved']);
  assert.throws(() => kept.removeForRun(id(1)), fault('vault_corrupt'));
  assert.throws(() => store.all(), fault('vault_corrupt'));
});

function flipped(sealed: Buffer): Buffer {
  const changed = Buffer.from(sealed);
  changed.writeUInt8(changed.readUInt8(20) ^ 1, 20);
  return changed;
}
