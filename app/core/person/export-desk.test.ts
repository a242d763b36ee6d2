// Values in plain text: proved for just these secrets, on record before a byte is written, and gone from memory afterwards.
import assert from 'node:assert/strict';
import test from 'node:test';
import { parse } from 'dotenv';
import { fault } from '../../adapters/vault.testkit.ts';
import { FieldName } from '../../contract/secret.ts';
import type { RecordId } from '../../contract/vocabulary.ts';
import { bySystem, never, openHouse, right, wrong } from '../../socket/desks.testkit.ts';

const house = await openHouse(test);
const { exports, secrets } = house.broker.desks;
const field = (name: string, env: string | null, content: unknown) => ({
  ...{ name, sensitive: true, inject: 'environment', env, content },
});
const odd = 'two lines\nand "quotes" # with $HOME and \\n';
const own = house.add({ name: 'own/variable', env: 'MY_TOKEN', value: odd });
const several = house.add({
  name: '9-lives/db',
  fields: [
    field('user', null, { kind: 'value', value: 'postgres-user-one' }),
    field('password', 'PGPASSWORD', { kind: 'value', value: 'a-long-password-0123' }),
    field('elsewhere', 'ELSEWHERE', { kind: 'reference', reference: 'env:ELSEWHERE' }),
  ],
});
const unwritable = house.add({ name: 'no/quoting', env: 'UNQUOTABLE', value: 'it\'s `both` and "more" of it' });

test('an export needs proof; the refusals are on record, and the digest names just these secrets', async () => {
  const events = await house.recordedBy(async () => {
    await assert.rejects(exports.confirm([own], bySystem, never), fault('presence_needed'));
    await assert.rejects(exports.confirm([own], wrong, never), fault('wrong_passphrase'));
    await exports.confirm([own], right, never);
    await exports.confirm([own, several], right, never);
  });
  assert.deepEqual(
    events.map(({ kind }) => kind),
    ['presence.refused', 'presence.confirmed', 'presence.confirmed'],
  );
  const digests = events.map((event) => 'digest' in event && event.digest);
  assert.equal(digests[0], digests[1]);
  assert.notEqual(digests[1], digests[2]);
});

test('every value reads back as it was, names are made where none is set, references and what no quoting holds are left out', async () => {
  let text = '';
  const result = await exports.dotenv([own, several, unwritable], async (bytes) => {
    text = bytes.toString('utf8');
  });
  assert.deepEqual(result, { written: 3, left: ['UNQUOTABLE'] });
  assert.deepEqual(parse(text), {
    MY_TOKEN: odd,
    _9_LIVES_DB_USER: 'postgres-user-one',
    PGPASSWORD: 'a-long-password-0123',
  });
});

test('the export is on record before a byte is written, and the bytes are zeroed after it, whatever became of it', async () => {
  const kept: Buffer[] = [];
  const events = await house.recordedBy(async () => {
    await exports.dotenv([own], async (bytes) => {
      kept.push(bytes);
      assert.ok(bytes.includes('MY_TOKEN'));
      assert.equal(house.audit().at(-1)?.kind, 'secrets.exported');
    });
    const full = new Error('disk full');
    const failing = exports.dotenv([own, several], async (bytes) => {
      kept.push(bytes);
      throw full;
    });
    await assert.rejects(failing, full);
  });
  assert.deepEqual(
    events.map((event) => event.kind === 'secrets.exported' && event.names),
    [1, 2],
  );
  assert.equal(kept.length, 2);
  for (const bytes of kept) assert.ok(bytes.length > 0 && bytes.every((byte) => byte === 0));
});

test('without its record nothing is written, nor with a secret that is not there, nor while locked', async () => {
  let written = 0;
  const write = async (): Promise<void> => {
    written += 1;
  };
  await house.withoutLog(() => assert.rejects(exports.dotenv([own], write), fault('audit_unwritable')));
  const gone: RecordId = house.add({ name: 'soon/gone' });
  secrets.remove(gone);
  const events = await house.recordedBy(() =>
    assert.rejects(exports.dotenv([own, gone], write), fault('unknown_secret')),
  );
  assert.deepEqual(events, []);
  house.lock();
  await assert.rejects(exports.dotenv([own], write), fault('locked'));
  await assert.rejects(exports.confirm([own], bySystem, never), fault('presence_needed'));
  assert.equal(written, 0);
  await house.unlock();
  assert.equal(secrets.get(own).fields[0]?.name, FieldName.parse('token'));
});
