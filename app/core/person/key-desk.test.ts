// What the person does with the keys: each change is proved, on record, followed by a backup that opens with what is new, and
// nothing of it happens without the proof.
import assert from 'node:assert/strict';
import test from 'node:test';
import { draftValue, fault } from '../../adapters/vault.testkit.ts';
import { FieldName } from '../../contract/secret.ts';
import { bySystem, type House, never, openHouse, passphrase, right, until, wrong } from '../../socket/desks.testkit.ts';

const next = 'another passphrase, longer';
const typed = (text: string) => ({ kind: 'passphrase', passphrase: text }) as const;
const kinds = (events: readonly { readonly kind: string }[]) => events.map(({ kind }) => kind);

/** The newest automatic backup opens with this. */
async function backupOpens(house: House, opener: Parameters<House['broker']['desks']['backups']['open']>[1]) {
  const { backups, backupFolder, files } = house.broker.desks;
  await until(() => backups.status.kind === 'made');
  const { status } = backups;
  assert.ok(status.kind === 'made');
  const bytes = await files.readBackup(`${backupFolder.path}/${status.name}`);
  return backups.open(bytes, opener).finally(() => backups.close());
}

/** Automatic backups that were made so far. */
const made = (house: House) =>
  house.audit().filter((event) => event.kind === 'backup.saved' && event.how === 'rolling').length;

test('another passphrase takes the old one or the recovery code, and the backup after it opens with the new one', async (t) => {
  const house = await openHouse(t);
  const { keys } = house.broker.desks;
  house.add({});
  let backups = made(house);
  const refused = await house.recordedBy(async () => {
    await assert.rejects(keys.changePassphrase(typed('battery staple'), next), fault('wrong_passphrase'));
    await assert.rejects(keys.changePassphrase(typed(passphrase), 'short'), fault('passphrase_too_weak'));
  });
  assert.deepEqual(refused, []);
  assert.equal(made(house), backups);
  const changed = await house.recordedBy(() => keys.changePassphrase(typed(passphrase), next));
  assert.deepEqual(kinds(changed), ['keys.passphrase_changed']);
  await until(() => made(house) === backups + 1);
  assert.equal((await backupOpens(house, typed(next))).secrets.length, 1);
  await assert.rejects(backupOpens(house, typed(passphrase)), fault('wrong_passphrase'));

  backups = made(house);
  const code = await keys.newRecoveryCode(null, never);
  await until(() => made(house) === backups + 1);
  await keys.changePassphrase({ kind: 'recovery', code }, passphrase);
  await until(() => made(house) === backups + 2);
  assert.equal((await backupOpens(house, { kind: 'recovery', code })).ofThisVault, true);
  house.lock();
  await assert.rejects(house.unlock(typed(next)), fault('wrong_passphrase'));
  await house.unlock(typed(passphrase));
  assert.deepEqual(house.names(), ['github/token']);
});

test('a recovery code needs no proof only while there is none; the one before opens nothing any more', async (t) => {
  const house = await openHouse(t);
  const { keys } = house.broker.desks;
  const first = await keys.newRecoveryCode(null, never);
  const refused = await house.recordedBy(async () => {
    await assert.rejects(keys.newRecoveryCode(null, never), fault('presence_needed'));
    await assert.rejects(keys.newRecoveryCode(bySystem, never), fault('presence_needed'));
    await assert.rejects(keys.newRecoveryCode(wrong, never), fault('wrong_passphrase'));
  });
  assert.deepEqual(kinds(refused), ['presence.refused']);
  assert.equal(await keys.checkRecoveryCode(first), true);
  house.presence.answer = 'confirmed';
  const events = await house.recordedBy(async () => {
    const second = await keys.newRecoveryCode(bySystem, never);
    assert.equal(await keys.checkRecoveryCode(second), true);
    assert.equal(await keys.checkRecoveryCode(first), false);
    const mistyped = second.replace(/[A-Z0-9]/, (sign) => (sign === 'A' ? 'B' : 'A'));
    await assert.rejects(keys.checkRecoveryCode(mistyped), fault('recovery_code_mistyped'));
    house.lock();
    await assert.rejects(house.unlock({ kind: 'recovery', code: first }), fault('wrong_recovery_code'));
    await house.unlock({ kind: 'recovery', code: second });
    assert.equal(JSON.stringify(house.audit()).includes(second), false);
  });
  assert.deepEqual(kinds(events), [
    ...['presence.confirmed', 'keys.recovery_made', 'vault.locked', 'unlock.failed', 'vault.unlocked'],
  ]);
});

test('ways in come and go with the passphrase, and a passphrase stays', async (t) => {
  const house = await openHouse(t);
  const { keys } = house.broker.desks;
  const refused = await house.recordedBy(async () => {
    await assert.rejects(keys.setWrap('keychain', true, 'battery staple'), fault('wrong_passphrase'));
    await assert.rejects(keys.setWrap('recovery', true, passphrase), fault('bad_request'));
    await assert.rejects(keys.setWrap('passphrase', false, passphrase), fault('passphrase_stays'));
  });
  assert.deepEqual([refused, keys.wraps], [[], ['passphrase']]);
  const backups = made(house);
  const added = await house.recordedBy(() => keys.setWrap('keychain', true, passphrase));
  assert.deepEqual(
    added.map((event) => event.kind === 'keys.wrap_changed' && [event.wrap, event.present]),
    [['keychain', true]],
  );
  await until(() => made(house) === backups + 1);
  assert.deepEqual(new Set(keys.wraps), new Set(['passphrase', 'keychain']));
  // The keychain alone would open it, and nothing would show that it is the person.
  await assert.rejects(keys.setWrap('passphrase', false, passphrase), fault('passphrase_stays'));
  house.lock();
  await house.unlock({ kind: 'keychain' });
  await keys.setWrap('keychain', false, passphrase);
  assert.deepEqual(keys.wraps, ['passphrase']);
  house.lock();
  await assert.rejects(house.unlock({ kind: 'keychain' }), fault('opener_unknown'));
  await house.unlock();
});

test('a rotation begins with the passphrase, says how far it is, and ends with a backup under the new key', async (t) => {
  const house = await openHouse(t);
  const { keys } = house.broker.desks;
  house.add({});
  const refused = await house.recordedBy(() =>
    assert.rejects(keys.rotate('battery staple'), fault('wrong_passphrase')),
  );
  assert.deepEqual([refused, (await keys.view()).keyVersion], [[], 1]);
  const seen: string[] = [];
  keys.changed.add(() => {
    if (keys.rotation !== null) seen.push(`${keys.rotation.done} of ${keys.rotation.total}`);
  });
  const backups = made(house);
  const events = await house.recordedBy(async () => assert.equal(await keys.rotate(passphrase), 'finished'));
  assert.deepEqual(
    events.map((event) => event.kind === 'keys.rotated' && [event.end, event.keyVersion]),
    [
      ['begun', 2],
      ['done', 2],
    ],
  );
  // The secret, its values, and the keys of the log.
  assert.deepEqual([...new Set(seen)], ['0 of 3', '3 of 3']);
  assert.deepEqual([(await keys.view()).keyVersion, keys.rotation], [2, null]);
  await until(() => made(house) === backups + 2);
  house.lock();
  await house.unlock();
  assert.deepEqual(house.names(), ['github/token']);
});

test('a rotation that was stopped goes on by itself at the next unlock, and one that runs is not begun twice', async (t) => {
  const house = await openHouse(t);
  const { keys } = house.broker.desks;
  house.add({});
  const twice: Promise<unknown>[] = [];
  const stopListening = keys.changed.add(() => {
    if (keys.rotation?.total !== 3) return;
    twice.push(assert.rejects(keys.rotate(passphrase), fault('rotation_unfinished')));
    keys.stopRotation();
  });
  const underOldKey = () =>
    house.inFile((database) => database.prepare('SELECT count(*) FROM records WHERE key_version = 1').pluck().get());
  const ends = () => house.audit().flatMap((event) => (event.kind === 'keys.rotated' ? [event.end] : []));
  assert.equal(await keys.rotate(passphrase), 'cancelled');
  assert.equal(twice.length, 1);
  await Promise.all(twice);
  stopListening();
  assert.deepEqual([keys.rotation, underOldKey(), ends()], [null, 3, ['begun']]);
  house.lock();
  await house.unlock();
  await until(() => ends().length === 2);
  assert.deepEqual([underOldKey(), ends(), (await keys.view()).keyVersion], [0, ['begun', 'done'], 2]);
  const { secrets } = house.broker.desks;
  const [secret] = secrets.summaries();
  assert.ok(secret);
  const look = { id: secret.id, field: FieldName.parse('token'), proof: right, signal: never };
  assert.equal(await secrets.reveal(look, 'shown'), draftValue);
});
