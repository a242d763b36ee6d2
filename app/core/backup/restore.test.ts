// What comes back from a backup, on real vaults: exactly what was chosen, all at once, and never anything that was not said.
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { draft, fault, type TestVault } from '../../adapters/vault.testkit.ts';
import { BackupView, type RestoreChoice, RestoreReport } from '../../contract/backup.ts';
import { BrokerError } from '../../contract/fault.ts';
import { Provider } from '../../contract/provider.ts';
import type { RecordKind } from '../../contract/vocabulary.ts';
import { ClientId, RecordId } from '../../contract/vocabulary.ts';
import { Clients } from '../clients/clients.ts';
import { limitsOf } from '../gateway/agents.testkit.ts';
import { Agents } from '../gateway/agents.ts';
import { acme } from '../gateway/provider.testkit.ts';
import { ProviderBook } from '../gateway/provider-book.ts';
import { settingRecordId } from '../vault/record-seal.ts';
import type { OpenedRecord } from '../vault/unlocked-vault.ts';
import { again, backupOf, madeAt, opened, openedVault, tools } from './backup.testkit.ts';
import { compareBackup } from './compare.ts';
import { readVaultRows } from './make-backup.ts';
import type { OpenBackup } from './open-backup.ts';
import { restoreBackup } from './restore.ts';

const client = RecordId.parse('c'.repeat(32));
const theme = settingRecordId('theme');
const missing: RestoreChoice = { secrets: { kind: 'missing' }, clients: false, settings: false };
const everything: RestoreChoice = { secrets: { kind: 'everything' }, clients: true, settings: true };

test('into a new vault everything comes back, with its values, its older versions and its version numbers', async (t) => {
  const old = await furnished(t);
  const backup = await opened(t, backupOf(old));
  const fresh = await openedVault(t);
  const report = restoreBackup(backup, fresh.vault, everything);
  assert.deepEqual(RestoreReport.parse(report), {
    added: 4,
    replaced: 0,
    removed: 0,
    inactive: 1,
    clients: 1,
    settings: 1,
  });
  const here = again(fresh);
  const there = again(old);
  assert.deepEqual(await valuesOf(here), await valuesOf(there));
  const token = idOf(here, 'github/token');
  assert.deepEqual(here.history.versions(token), there.history.versions(token));
  here.history.bringBack(token, 1);
  assert.equal((await valuesOf(here)).get('github/token'), 'ghp_first_0123456789');
  assert.deepEqual(fresh.vault.record('client', client)?.body, Buffer.from('a client'));
  assert.deepEqual(fresh.vault.record('setting', theme)?.body, Buffer.from('dark'));
  fresh.vault.lock();
  await fresh.vault.unlock(Buffer.from('correct horse battery'));
});

test('a version number is never used twice: a restored secret goes on above both', async (t) => {
  const old = await furnished(t);
  const backup = await opened(t, backupOf(old));
  const fresh = await openedVault(t);
  restoreBackup(backup, fresh.vault, everything);
  const before = old.secrets.get(idOf(old, 'github/token')).version;
  const restored = again(fresh);
  const token = idOf(restored, 'github/token');
  assert.equal(before, 2);
  assert.equal(restored.secrets.get(token).version, 3);
  restored.secrets.update(token, draft({ value: 'ghp_third_0123456789' }));
  assert.deepEqual(
    restored.history.versions(token).map(({ version }) => version),
    [3, 1],
  );
});

test('the view says what is new, the same, different and only here, without a value', async (t) => {
  const old = await furnished(t);
  const bytes = backupOf(old);
  old.secrets.update(idOf(old, 'github/token'), draft({ value: 'ghp_third_0123456789' }));
  old.secrets.remove(idOf(old, 'mail'));
  old.secrets.add(draft({ name: 'later', value: 'made after the backup' }));
  old.secrets.update(idOf(old, 'db/main'), draft({ name: 'db/other', value: 'postgres://user:hunter2@db' }));
  const view = compared(await opened(t, bytes), old);
  assert.equal(view.ofThisVault, true);
  assert.equal(view.madeAt, madeAt);
  assert.deepEqual(
    view.secrets.map(({ name, state, replaces }) => [name, state, ...replaces]),
    [
      ['aws', 'same', 'aws'],
      ['db/main', 'differs', 'db/other'],
      ['github/token', 'differs', 'github/token'],
      ['mail', 'new'],
    ],
  );
  assert.deepEqual(view.onlyHere, ['later']);
  assert.deepEqual([view.clients, view.settings], [1, 1]);
  assert.equal(view.secrets.find(({ name }) => name === 'github/token')?.olderVersions, 1);
  assert.equal(view.secrets.find(({ name }) => name === 'mail')?.hasReference, true);
  assert.doesNotMatch(JSON.stringify(view), /ghp_|hunter2|op:\/\/|AKIA/);
});

test('adding what is missing changes nothing that is here', async (t) => {
  const old = await furnished(t);
  const bytes = backupOf(old);
  old.secrets.update(idOf(old, 'github/token'), draft({ value: 'ghp_third_0123456789' }));
  old.secrets.remove(idOf(old, 'mail'));
  old.secrets.add(draft({ name: 'later', value: 'made after the backup' }));
  old.vault.putRecord('setting', theme, Buffer.from('light'));
  old.vault.removeRecord('client', client);
  const before = await valuesOf(old);
  const report = restoreBackup(await opened(t, bytes), old.vault, missing);
  assert.deepEqual(report, { added: 1, replaced: 0, removed: 0, inactive: 1, clients: 0, settings: 0 });
  const after = again(old);
  assert.deepEqual(new Map([...(await valuesOf(after))].filter(([name]) => name !== 'mail')), before);
  assert.ok(idOf(after, 'mail'));
  assert.equal(old.vault.record('client', client), null, 'a client that was removed stays removed');
  assert.deepEqual(old.vault.record('setting', theme)?.body, Buffer.from('light'));
});

test('a pick takes the place of what has its name, and of itself under another name', async (t) => {
  const old = await furnished(t);
  const bytes = backupOf(old);
  const renamed = idOf(old, 'db/main');
  old.secrets.update(renamed, draft({ name: 'db/other', value: 'postgres://user:changed@db' }));
  old.secrets.add(draft({ name: 'DB/Main', value: 'another thing of that name' }));
  const backup = await opened(t, bytes);
  const picked = (ids: RecordId[]): RestoreChoice => ({ ...missing, secrets: { kind: 'picked', ids } });
  assert.deepEqual(compared(backup, old).secrets.find(({ name }) => name === 'db/main')?.replaces, [
    'DB/Main',
    'db/other',
  ]);
  assert.throws(() => restoreBackup(backup, old.vault, picked([client])), fault('bad_request'));
  const report = restoreBackup(backup, old.vault, picked([renamed]));
  assert.deepEqual(report, { added: 0, replaced: 1, removed: 0, inactive: 0, clients: 0, settings: 0 });
  const after = again(old);
  assert.deepEqual([...(await valuesOf(after)).keys()].sort(), ['aws', 'db/main', 'github/token', 'mail']);
  assert.equal((await valuesOf(after)).get('db/main'), 'postgres://user:hunter2@db');
  assert.ok(after.secrets.get(renamed).version > 2);
});

test('replacing everything leaves what the backup has and nothing else, and no orphans', async (t) => {
  const old = await furnished(t);
  const bytes = backupOf(old);
  const before = await valuesOf(old);
  const kinds = kindsOf(old);
  for (let round = 0; round < 3; round += 1) {
    old.secrets.update(idOf(old, 'aws'), draft({ name: 'aws', value: `AKIA_other_${round}_0123456789` }));
  }
  old.secrets.add(draft({ name: 'later', value: 'made after the backup' }));
  old.secrets.remove(idOf(old, 'db/main'));
  const report = restoreBackup(await opened(t, bytes), old.vault, everything);
  assert.deepEqual(report, { added: 1, replaced: 3, removed: 1, inactive: 1, clients: 1, settings: 1 });
  assert.deepEqual(await valuesOf(again(old)), before);
  assert.deepEqual(kindsOf(old), kinds);
});

test('agents of the gateway come back with the clients, and providers with the settings, and neither unsaid (P9)', async (t) => {
  const old = await openedVault(t);
  const [agent, provider] = [RecordId.parse('a'.repeat(32)), RecordId.parse('b'.repeat(32))];
  old.vault.putRecord('agent', agent, Buffer.from('an agent'));
  old.vault.putRecord('provider', provider, Buffer.from('a provider'));
  const backup = await opened(t, backupOf(old));
  const view = compared(backup, old);
  assert.deepEqual([view.clients, view.settings], [1, 1]);
  const fresh = await openedVault(t);
  const restored = () => [fresh.vault.record('agent', agent), fresh.vault.record('provider', provider)];
  const there = () => restored().map((record) => record?.body.toString() ?? null);
  restoreBackup(backup, fresh.vault, missing);
  assert.deepEqual(there(), [null, null]);
  const agents = restoreBackup(backup, fresh.vault, { ...missing, clients: true });
  assert.deepEqual([agents.clients, agents.settings, ...there()], [1, 0, 'an agent', null]);
  const providers = restoreBackup(backup, fresh.vault, { ...missing, settings: true });
  assert.deepEqual([providers.clients, providers.settings, ...there()], [0, 1, 'an agent', 'a provider']);
});

test('what was removed and set up again is there once after a restore, as the backup has it, and removed it stays removed (P8)', async (t) => {
  const old = await openedVault(t);
  const there = known(old);
  there.setUp('then');
  const bytes = backupOf(old);
  there.remove();
  there.setUp('now');
  const other = Provider.parse({ ...acme, id: 'other' });
  there.providers.put(other);
  const kinds = kindsOf(old);
  const backup = await opened(t, bytes);
  restoreBackup(backup, old.vault, missing);
  assert.deepEqual(known(old).names(), ['now', 'now', 'Acme', 'now']);
  const report = restoreBackup(backup, old.vault, { ...missing, clients: true, settings: true });
  assert.deepEqual([report.clients, report.settings], [2, 1]);
  assert.deepEqual(known(old).names(), ['then', 'then', 'Acme', 'then']);
  assert.deepEqual(kindsOf(old), kinds, 'one record each, and what the backup does not have is left');
  known(old).remove();
  assert.deepEqual(known(old).names(), [null, null, 'Acme']);
});

test('of two records of one provider in a backup the one that counted there comes back', async (t) => {
  const old = await openedVault(t);
  for (const id of ['a', 'b']) {
    const record = { ...acme, name: id };
    old.vault.putRecord('provider', RecordId.parse(id.repeat(32)), Buffer.from(JSON.stringify(record)));
  }
  const counted = known(old).names();
  const backup = await opened(t, backupOf(old));
  assert.equal(compared(backup, old).settings, 1);
  const fresh = await openedVault(t);
  for (const { vault } of [fresh, old]) {
    assert.equal(restoreBackup(backup, vault, { ...missing, settings: true }).settings, 1);
  }
  for (const made of [fresh, old]) assert.deepEqual([kindsOf(made), known(made).names()], [['provider'], counted]);
});

test('a reference comes back inactive, in the newest version and in older ones', async (t) => {
  const old = await openedVault(t);
  const reference = { kind: 'reference', reference: 'op://work/mail/password' };
  const { id } = old.secrets.add(draft({ name: 'mail', content: reference }));
  old.secrets.update(id, draft({ name: 'mail', content: { kind: 'reference', reference: 'op://work/mail/other' } }));
  const fresh = await openedVault(t);
  restoreBackup(await opened(t, backupOf(old)), fresh.vault, missing);
  const restored = again(fresh);
  const active = () => restored.secrets.get(id).fields.map((field) => field.reference?.active);
  assert.deepEqual(active(), [false]);
  restored.history.bringBack(id, 1);
  assert.deepEqual(active(), [false]);
  assert.equal(restored.secrets.get(id).fields[0]?.reference?.text, 'op://work/mail/password');
});

test('the keys of the audit log are never restored', async (t) => {
  const old = await furnished(t);
  const keys = RecordId.parse('a'.repeat(32));
  old.vault.putRecord('audit-keys', keys, Buffer.from('private keys'));
  const fresh = await openedVault(t);
  restoreBackup(await opened(t, backupOf(old)), fresh.vault, everything);
  assert.equal(fresh.vault.record('audit-keys', keys), null);
});

test('a restore that fails half-way changes nothing', async (t) => {
  const old = await furnished(t);
  const fresh = await openedVault(t);
  fresh.secrets.add(draft({ name: 'mine', value: 'what was here before' }));
  const before = readVaultRows(fresh.store);
  // A row in the way that SQLite refuses: the third write of the transaction fails.
  fresh.database.exec(`CREATE TRIGGER full BEFORE INSERT ON records WHEN (SELECT count(*) FROM records) >= 4
    BEGIN SELECT RAISE(ABORT, 'full'); END`);
  const backup = await opened(t, backupOf(old));
  assert.throws(() => restoreBackup(backup, fresh.vault, everything), fault('internal'));
  fresh.database.exec('DROP TRIGGER full');
  assert.deepEqual(readVaultRows(fresh.store), before);
  assert.deepEqual([...(await valuesOf(fresh)).keys()], ['mine']);
});

test('P4: every plaintext of a restore is zeroed when it has ended, and when it has failed', async (t) => {
  const backup = await opened(t, backupOf(await furnished(t)));
  const { vault } = await openedVault(t);
  for (const fails of [false, true]) {
    const seen: Buffer[] = [];
    const target = {
      readRecords: <T>(kind: RecordKind, read: (record: OpenedRecord) => T) => vault.readRecords(kind, read),
      record: (...name: Parameters<typeof vault.record>) => vault.record(...name),
      writeRecords: (changes: Parameters<typeof vault.writeRecords>[0]) => {
        seen.push(...changes.flatMap(({ body }) => body ?? []));
        assert.ok(seen.every((body) => body.some((byte) => byte !== 0)));
        if (fails) throw new BrokerError('disk_full');
        return vault.writeRecords(changes);
      },
    };
    const restoring = () => restoreBackup(backup, target, everything);
    if (fails) assert.throws(restoring, fault('disk_full'));
    else restoring();
    assert.ok(seen.length > 8 && seen.every((body) => body.every((byte) => byte === 0)));
  }
});

test('P4: a locked vault is neither compared nor restored into, and a closed backup opens nothing', async (t) => {
  const old = await furnished(t);
  const bytes = backupOf(old);
  old.vault.lock();
  const backup = await opened(t, bytes);
  assert.throws(() => compared(backup, old), fault('locked'));
  assert.throws(() => restoreBackup(backup, old.vault, everything), fault('locked'));
  backup.close();
  assert.throws(() => backup.readRecords('secret', () => null), fault('vault_corrupt'));
});

/** A vault with four secrets, one with an older version and one that is a reference, a client and a setting. */
async function furnished(t: TestContext): Promise<TestVault> {
  const made = await openedVault(t);
  const { secrets, vault } = made;
  const { id } = secrets.add(draft({ value: 'ghp_first_0123456789' }));
  secrets.update(id, draft({ value: 'ghp_second_0123456789' }));
  secrets.add(draft({ name: 'aws', value: 'AKIA0123456789ABCDEF' }));
  secrets.add(draft({ name: 'db/main', value: 'postgres://user:hunter2@db' }));
  secrets.add(draft({ name: 'mail', content: { kind: 'reference', reference: 'op://work/mail/password' } }));
  vault.putRecord('client', client, Buffer.from('a client'));
  vault.putRecord('setting', theme, Buffer.from('dark'));
  return made;
}

function compared(backup: OpenBackup, { vault, store }: TestVault): BackupView {
  return BackupView.parse(compareBackup(backup, vault, store.header()?.vaultId ?? ''));
}

async function valuesOf({ secrets }: Pick<TestVault, 'secrets'>): Promise<Map<string, string>> {
  const ids = secrets.list().map(({ id }) => id);
  return secrets.withRevealed(ids, async (all) => {
    return new Map(all.map(({ name, fields }) => [name, fields.map(({ value }) => value.toString('utf8')).join()]));
  });
}

function idOf({ secrets }: Pick<TestVault, 'secrets'>, name: string): RecordId {
  return secrets.list().find((secret) => secret.name === name)?.id ?? assert.fail(`no ${name}`);
}

/** A client, an agent and a provider as the app keeps them, each with an id of its own that it gets again. */
function known({ vault, clock }: TestVault) {
  const { randomness } = tools();
  const parts = { records: vault, audit: { record: () => {} }, clock, randomness };
  const [clients, agents] = [new Clients(parts), new Agents(parts)];
  const providers = new ProviderBook({ ...parts, kinds: [] });
  for (const each of [clients, agents, providers]) each.load();
  const [client, agent] = [ClientId.parse('claude-code'), ClientId.parse('agent-0123456789ab')];
  const hello = { type: 'hello', protocol: 1, client, key: 'k'.repeat(43), session: null } as const;
  const greeting = { connection: 'c', hello: { ...hello, claims: { name: '', version: '' } } };
  return {
    providers,
    setUp: (name: string) => {
      clients.pair(greeting, name, null);
      agents.add({ name, purpose: '' }, limitsOf('acme:read'), agent);
      providers.put({ ...acme, name });
    },
    remove: () => {
      clients.remove(client);
      agents.remove(agent);
      providers.remove(acme.id);
    },
    names: () => [
      ...[clients.nameOf(client), agents.find(agent)?.name ?? null],
      ...providers.list().map(({ name }) => name),
    ],
  };
}

function kindsOf({ store }: TestVault): string[] {
  return store
    .records()
    .map(({ kind }) => kind)
    .sort();
}
