// SECURITY P3 in the person's own hands: what cannot be recorded is not done, and what is done was recorded first.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { draft, fault, quickKdf } from '../../adapters/vault.testkit.ts';
import { FieldName } from '../../contract/secret.ts';
import { never, openHouse, passphrase, right } from '../../socket/desks.testkit.ts';

const first = 'ghp_first-value-0123456789';
const second = 'ghp_second-value-987654321';
const next = 'another horse battery';
const proved = { kind: 'passphrase', passphrase } as const;

test('without a log no secret is added, changed, removed, brought back or imported (P3)', async (t) => {
  const house = await openHouse(t, quickKdf);
  const { secrets, imports } = house.broker.desks;
  const id = house.add({ name: 'kept', value: first });
  secrets.save(id, null, draft({ name: 'kept', value: second }));
  const file = join(house.folder, '.env');
  writeFileSync(file, `IMPORTED='${first}-too'\n`);
  await imports.read({ source: 'dotenv', path: file, password: null, names: [] }, never);
  const before = JSON.stringify([secrets.summaries(), secrets.versions(id), secrets.revision]);
  await house.withoutLog(async () => {
    assert.throws(() => secrets.save(null, null, draft({ name: 'new' })), fault('audit_unwritable'));
    assert.throws(() => secrets.save(id, null, draft({ name: 'renamed' })), fault('audit_unwritable'));
    assert.throws(() => secrets.remove(id), fault('audit_unwritable'));
    assert.throws(() => secrets.bringBack(id, 1), fault('audit_unwritable'));
    assert.throws(() => imports.apply([]), fault('audit_unwritable'));
  });
  assert.equal(JSON.stringify([secrets.summaries(), secrets.versions(id), secrets.revision]), before);
  house.lock();
  await house.unlock();
  assert.deepEqual(house.names(), ['kept']);
  const look = { id, field: FieldName.parse('token'), proof: right, signal: never };
  assert.equal(await secrets.reveal(look, 'shown'), second);
});

test('the events name the versions that the secrets then have', async (t) => {
  const house = await openHouse(t, quickKdf);
  const { secrets } = house.broker.desks;
  const id = house.add({ name: 'kept', value: first });
  const events = await house.recordedBy(() => {
    secrets.save(id, null, draft({ name: 'kept', value: second }));
    secrets.bringBack(id, 1);
  });
  assert.deepEqual(
    events.map((event) => [event.kind, 'version' in event ? event.version : null]),
    [
      ['secret.updated', 2],
      ['secret.brought_back', 3],
    ],
  );
  assert.equal(secrets.get(id).version, 3);
  const [removed] = await house.recordedBy(() => secrets.remove(id));
  assert.deepEqual(removed?.kind === 'secret.removed' && [removed.name, removed.version], ['kept', 3]);
});

test('without a log the vault opens with what it opened with before, and its key stays (P3)', async (t) => {
  const house = await openHouse(t, quickKdf);
  const { keys } = house.broker.desks;
  const code = await keys.newRecoveryCode(null, never);
  const before = await keys.view();
  await house.withoutLog(async () => {
    await assert.rejects(keys.changePassphrase(proved, next), fault('audit_unwritable'));
    await assert.rejects(keys.setWrap('keychain', true, passphrase), fault('audit_unwritable'));
    await assert.rejects(keys.setWrap('recovery', false, passphrase), fault('audit_unwritable'));
    await assert.rejects(keys.rotate(passphrase), fault('audit_unwritable'));
    await assert.rejects(keys.newRecoveryCode(right, never), fault('audit_unwritable'));
  });
  assert.deepEqual(await keys.view(), before);
  assert.equal(await keys.checkRecoveryCode(code), true);
  house.lock();
  await house.unlock();
});
