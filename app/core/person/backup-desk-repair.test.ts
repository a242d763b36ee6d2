// A vault that does not open, mended from the unlock window: first a copy aside, then only what is damaged, then it opens.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { openDatabase } from '../../adapters/sqlite-database.ts';
import { vaultFileFormat } from '../../adapters/sqlite-schema.ts';
import { draftValue, fault, quickKdf } from '../../adapters/vault.testkit.ts';
import { FieldName } from '../../contract/secret.ts';
import { type House, never, openHouse, passphrase, right } from '../../socket/desks.testkit.ts';

const typed = { kind: 'passphrase', passphrase } as const;

/** Flips one bit of the only record of a kind; its bytes before and after. */
function damage(house: House, kind: string): { readonly id: unknown; readonly sealed: Buffer } {
  return house.inFile((database) => {
    const id = database.prepare('SELECT id FROM records WHERE kind = ?').pluck().get(kind);
    const sealed = Buffer.from(
      database.prepare<[unknown], Buffer>('SELECT sealed FROM records WHERE id = ?').pluck().get(id) as Buffer,
    );
    sealed.writeUInt8(sealed.readUInt8(40) ^ 4, 40);
    database.prepare('UPDATE records SET sealed = ? WHERE id = ?').run(sealed, id);
    return { id, sealed };
  });
}

test('one damaged record comes from the backup: copied aside first, on record, and the vault opens with the value', async (t) => {
  const house = await openHouse(t, quickKdf);
  const { backups, secrets } = house.broker.desks;
  const id = house.add({});
  const bytes = await backups.bytes(null, right, never);
  house.lock();
  const damaged = damage(house, 'values');
  await assert.rejects(house.unlock(), fault('vault_corrupt'));
  await assert.rejects(backups.repair(typed), fault('bad_request'));
  await assert.rejects(
    backups.planRepair(bytes, { ...typed, passphrase: 'battery staple' }),
    fault('wrong_passphrase'),
  );
  await assert.rejects(backups.repair(typed), fault('bad_request'));
  const outcomes = async (from: Buffer | null) => {
    const { items, madeAt } = await backups.planRepair(from, typed);
    return [items.map(({ kind, why, outcome }) => `${kind} ${why} ${outcome}`), madeAt !== null];
  };
  assert.deepEqual(await outcomes(null), [['values edited lost'], false]);
  assert.deepEqual(await outcomes(bytes), [['values edited backup'], true]);
  const folder = join(house.profile, 'damaged');
  assert.throws(() => readdirSync(folder));

  const report = await backups.repair(typed);
  assert.deepEqual([report.backup, report.lost, report.kept, report.dropped], [1, 0, 0, 0]);
  const [copy, ...others] = readdirSync(folder);
  assert.ok(copy !== undefined && others.length === 0);
  const aside = openDatabase(join(folder, copy), vaultFileFormat);
  const kept = aside.prepare('SELECT sealed FROM records WHERE id = ?').pluck().get(damaged.id);
  aside.close();
  assert.deepEqual(kept, damaged.sealed);

  await assert.rejects(backups.repair(typed), fault('bad_request'));
  await house.unlock();
  const look = { id, field: FieldName.parse('token'), proof: right, signal: never };
  assert.equal(await secrets.reveal(look, 'shown'), draftValue);
  const repaired = house.audit().find((event) => event.kind === 'vault.repaired');
  assert.ok(repaired?.kind === 'vault.repaired');
  assert.deepEqual([repaired.mended, repaired.lost], [1, 0]);
});

test('the keys of the log lost for good: the log begins anew and says so, and the one before stays in the file', async (t) => {
  const house = await openHouse(t, quickKdf);
  const { backups } = house.broker.desks;
  house.add({});
  house.lock();
  const events = () => house.inFile((database) => database.prepare('SELECT count(*) FROM audit_events').pluck().get());
  damage(house, 'audit-keys');
  await assert.rejects(house.unlock(), fault('vault_corrupt'));
  const view = await backups.planRepair(null, typed);
  assert.deepEqual(
    view.items.map(({ kind, outcome }) => [kind, outcome]),
    [['audit-keys', 'lost']],
  );
  await backups.repair(typed);
  const before = events();
  await house.unlock();
  assert.deepEqual(house.names(), ['github/token']);
  assert.deepEqual(
    house.audit().map(({ kind }) => kind),
    ['audit.begun_anew', 'vault.unlocked'],
  );
  const old = house.inFile((database) => database.prepare('SELECT count(*) FROM lost_audit_events_1').pluck().get());
  assert.equal(old, before);
  assert.equal(house.broker.person.verifyAudit().kind, 'whole');
  // It goes on as any log does.
  house.lock();
  await house.unlock();
  assert.equal(house.audit().filter(({ kind }) => kind === 'audit.begun_anew').length, 1);
  assert.equal(house.broker.person.verifyAudit().kind, 'whole');
});
