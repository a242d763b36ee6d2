// Backups in the person's hands: nothing leaves or comes back without proof, nothing is replaced before it was saved, and an open
// backup does not outlive a lock.
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import test from 'node:test';
import { draft, fault, quickKdf } from '../../adapters/vault.testkit.ts';
import type { RestoreChoice } from '../../contract/backup.ts';
import { FieldName } from '../../contract/secret.ts';
import type { RecordId } from '../../contract/vocabulary.ts';
import { startBroker } from '../../socket/broker.testkit.ts';
import { bySystem, type House, never, openHouse, passphrase, right, until, wrong } from '../../socket/desks.testkit.ts';

const typed = { kind: 'passphrase', passphrase } as const;
const first = 'ghp_first-value-0123456789';
const second = 'ghp_second-value-987654321';
const reference = [
  {
    ...{ name: 'token', sensitive: true, inject: 'environment', env: 'ELSEWHERE' },
    content: { kind: 'reference', reference: 'env:ELSEWHERE' },
  },
];
const kinds = (events: readonly { readonly kind: string }[]) => events.map(({ kind }) => kind);
const missing = { secrets: { kind: 'missing' }, clients: false, settings: false } as const;

/** A vault that went on since its backup: `a` has another value, `b` and `ref` are gone, `c` and a setting are new. */
async function furnished(test: { after(work: () => Promise<void>): void }) {
  const house = await openHouse(test, quickKdf);
  const { backups, secrets } = house.broker.desks;
  const a = house.add({ name: 'a', value: first });
  const b = house.add({ name: 'b', env: 'B' });
  const ref = house.add({ name: 'ref', fields: reference });
  const bytes = await backups.bytes(null, right, never);
  secrets.save(a, null, draft({ name: 'a', value: second }));
  secrets.remove(b);
  secrets.remove(ref);
  house.add({ name: 'c', env: 'C' });
  const { settings } = house.broker;
  settings.save({ ...settings.current, sessionHours: 4 }, null);
  return { house, backups, secrets, bytes, a, ref };
}

const valueIn = ({ broker }: House, id: RecordId) =>
  broker.desks.secrets.reveal({ id, field: FieldName.parse('token'), proof: right, signal: never }, 'shown');

test('a backup of everything needs proof; refused, there are no bytes and no record of any', async (t) => {
  const house = await openHouse(t, quickKdf);
  const { backups } = house.broker.desks;
  house.add({ value: first });
  const refused = await house.recordedBy(async () => {
    await assert.rejects(backups.bytes('own passphrase', bySystem, never), fault('presence_needed'));
    await assert.rejects(backups.bytes('own passphrase', wrong, never), fault('wrong_passphrase'));
    await assert.rejects(backups.bytes('short', right, never), fault('passphrase_too_weak'));
  });
  assert.deepEqual(kinds(refused), ['presence.refused', 'presence.confirmed']);
  let bytes: Buffer = Buffer.alloc(0);
  const saved = await house.recordedBy(async () => {
    bytes = await backups.bytes('own passphrase', right, never);
  });
  assert.deepEqual(kinds(saved), ['presence.confirmed', 'backup.saved']);
  assert.equal(bytes.includes(first), false);
  await assert.rejects(backups.open(bytes, { ...typed, passphrase: 'battery staple' }), fault('wrong_passphrase'));
  const view = await backups.open(bytes, { ...typed, passphrase: 'own passphrase' });
  assert.deepEqual(
    view.secrets.map(({ name, state }) => [name, state]),
    [['github/token', 'same']],
  );
  await house.withoutLog(() => assert.rejects(backups.bytes(null, right, never), fault('audit_unwritable')));
});

test('what is missing comes back with proof only, beside what is there, and its references wait for the person', async (t) => {
  const { house, backups, secrets, bytes, a, ref } = await furnished(t);
  const view = await backups.open(bytes, typed);
  assert.deepEqual(
    view.secrets.map(({ name, state, hasReference }) => [name, state, hasReference]),
    [
      ['a', 'differs', false],
      ['b', 'new', false],
      ['ref', 'new', true],
    ],
  );
  assert.deepEqual([view.onlyHere, view.ofThisVault], [['c'], true]);
  for (const value of [first, second]) assert.equal(JSON.stringify(view).includes(value), false);

  const refused = await house.recordedBy(async () => {
    await assert.rejects(backups.restore(missing, bySystem, never), fault('presence_needed'));
    await assert.rejects(backups.restore(missing, wrong, never), fault('wrong_passphrase'));
  });
  assert.deepEqual([kinds(refused), house.names()], [['presence.refused'], ['a', 'c']]);

  const before = secrets.revision;
  const events = await house.recordedBy(async () => {
    const report = await backups.restore(missing, right, never);
    assert.deepEqual(report, { added: 2, replaced: 0, removed: 0, inactive: 1, clients: 0, settings: 0 });
  });
  assert.deepEqual(kinds(events), ['presence.confirmed', 'backup.restored']);
  assert.deepEqual(house.names(), ['a', 'b', 'c', 'ref']);
  assert.ok(secrets.revision > before);
  assert.deepEqual([await valueIn(house, a), house.broker.settings.current.sessionHours], [second, 4]);
  // It was closed with the restore.
  await assert.rejects(backups.restore(missing, right, never), fault('bad_request'));

  const isActive = () => secrets.get(ref).fields[0]?.reference?.active;
  assert.equal(isActive(), false);
  await assert.rejects(secrets.confirmReferences(ref, bySystem, never), fault('presence_needed'));
  await assert.rejects(secrets.confirmReferences(ref, wrong, never), fault('wrong_passphrase'));
  assert.equal(isActive(), false);
  const confirmed = await house.recordedBy(() => secrets.confirmReferences(ref, right, never));
  assert.deepEqual([kinds(confirmed), isActive()], [['presence.confirmed', 'secret.reference_confirmed'], true]);
});

test('a pick takes the place of what it replaces; everything removes what the backup has not; settings only when chosen', async (t) => {
  const { house, backups, bytes, a } = await furnished(t);
  await backups.open(bytes, typed);
  const picked: RestoreChoice = { ...missing, secrets: { kind: 'picked', ids: [a] } };
  assert.equal((await backups.restore(picked, right, never)).replaced, 1);
  assert.deepEqual([house.names(), await valueIn(house, a)], [['a', 'c'], first]);
  assert.equal(house.broker.settings.current.sessionHours, 4);
  await backups.open(bytes, typed);
  const all: RestoreChoice = { secrets: { kind: 'everything' }, clients: false, settings: false };
  const report = await backups.restore(all, right, never);
  assert.deepEqual([report.added, report.replaced, report.removed], [2, 1, 1]);
  assert.deepEqual(house.names(), ['a', 'b', 'ref']);
  // The shelf as it is on disk, too.
  house.lock();
  await house.unlock();
  assert.deepEqual(house.names(), ['a', 'b', 'ref']);
});

test('paired agents and settings come back when the person chose them, and count at once', async (t) => {
  const house = await startBroker(t);
  const { person, desks, settings } = house.broker;
  house.addSecret('api/token');
  await house.connect().outcome({});
  const [client] = person.listClients();
  assert.ok(client);
  settings.save({ ...settings.current, idleMinutes: 3 }, null);
  const bytes = await desks.backups.bytes(null, right, never);
  person.removeClient(client.id);
  settings.save({ ...settings.current, idleMinutes: 2 }, null);
  await desks.backups.open(bytes, typed);
  await desks.backups.restore(missing, right, never);
  assert.deepEqual([person.listClients(), settings.current.idleMinutes], [[], 2]);
  await desks.backups.open(bytes, typed);
  await desks.backups.restore({ ...missing, clients: true, settings: true }, right, never);
  assert.deepEqual([person.listClients().map(({ id }) => id), settings.current.idleMinutes], [[client.id], 3]);
});

test('when what is there now cannot be saved first, nothing is replaced', async (t) => {
  const { house, backups, bytes } = await furnished(t);
  const { path } = house.broker.desks.backupFolder;
  rmSync(path, { recursive: true, force: true });
  writeFileSync(path, 'a file where the folder should be');
  await backups.open(bytes, typed);
  const everything: RestoreChoice = { ...missing, secrets: { kind: 'everything' } };
  const events = await house.recordedBy(() =>
    assert.rejects(backups.restore(everything, right, never), fault('backup_unwritable')),
  );
  assert.deepEqual([kinds(events), house.names()], [['presence.confirmed'], ['a', 'c']]);
  assert.equal(backups.status.kind, 'failed');
  // The backup is still open for another try.
  rmSync(path);
  await backups.restore(everything, right, never);
  assert.deepEqual(house.names(), ['a', 'b', 'ref']);
});

test('a lock closes an open backup, also in the middle of a restore', async (t) => {
  const { house, backups, bytes } = await furnished(t);
  await backups.open(bytes, typed);
  house.lock();
  await assert.rejects(backups.restore(missing, right, never), fault('bad_request'));
  await assert.rejects(backups.open(bytes, typed), fault('locked'));
  await house.unlock();
  await assert.rejects(backups.restore(missing, right, never), fault('bad_request'));

  await backups.open(bytes, typed);
  let locked = false;
  // The first that changes after the proof is the status of the safety backup.
  house.broker.person.onChange(() => {
    if (locked) return;
    locked = true;
    house.lock();
  });
  await assert.rejects(backups.restore(missing, right, never), fault('locked'));
  await until(() => locked);
  await house.unlock();
  assert.deepEqual(house.names(), ['a', 'c']);
  assert.equal(kinds(house.audit()).includes('backup.restored'), false);
});
