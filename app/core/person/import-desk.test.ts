// One import from file to report: nothing is written before the person chose, all of it or nothing then, and what was read is
// forgotten at its end, at the next one and at a lock.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { fault } from '../../adapters/vault.testkit.ts';
import { SecretName } from '../../contract/vocabulary.ts';
import { never, openHouse } from '../../socket/desks.testkit.ts';

const house = await openHouse(test);
const { imports, secrets } = house.broker.desks;
const values = ['sk-first-value-0123456789', 'xoxb-second-value-987654321'];

/** A fresh `.env` file with the two values, under variables of this test's own. */
function envFile(name: string): string {
  const path = join(house.folder, `${name}.env`);
  writeFileSync(path, `# kept\n${name}_ONE=${values[0]}\n${name}_TWO='${values[1]}'\nEMPTY=\n`);
  return path;
}

const read = (path: string, signal = never) =>
  imports.read({ source: 'dotenv', path, password: null, names: [] }, signal);

test.afterEach(() => imports.forget());

test('a preview names what was found and holds no value; nothing is written until it is applied, then all of it', async () => {
  const path = envFile('SHOWN');
  const preview = await read(path);
  assert.deepEqual(
    preview.items.map((item) => [item.class, item.fields[0]?.env]),
    [
      ['new', 'SHOWN_ONE'],
      ['new', 'SHOWN_TWO'],
    ],
  );
  assert.deepEqual(
    preview.skipped.map(({ why }) => why),
    ['empty'],
  );
  for (const value of values) assert.equal(JSON.stringify(preview).includes(value), false);
  assert.deepEqual(house.names(), []);
  const before = secrets.revision;
  const events = await house.recordedBy(() => {
    const report = imports.apply([{ index: 1, choice: { kind: 'skip' } }]);
    assert.deepEqual([report.added, report.leftOut, report.skipped.length], [['SHOWN_ONE'], ['SHOWN_TWO'], 1]);
  });
  assert.deepEqual(
    events.map(({ at, ...event }) => event),
    [{ kind: 'secrets.imported', source: 'dotenv', added: 1, replaced: 0, skipped: 2 }],
  );
  assert.deepEqual(house.names(), ['SHOWN_ONE']);
  assert.ok(secrets.revision > before);
});

test('one conflict without a choice writes nothing of the others; the chosen replacement is the next version', async () => {
  const id = house.add({ name: 'CLASH_ONE', value: 'what-was-there-before-1' });
  const preview = await read(envFile('CLASH'));
  assert.deepEqual(
    preview.items.map((item) => [item.class, item.existing]),
    [
      ['conflict', id],
      ['new', null],
    ],
  );
  const names = house.names();
  const none = await house.recordedBy(() => {
    assert.throws(() => imports.apply([]), fault('import_choice_missing'));
    const taken = { kind: 'rename', name: SecretName.parse('clash_two') } as const;
    assert.throws(() => imports.apply([{ index: 0, choice: taken }]), fault('import_name_taken'));
  });
  assert.deepEqual([none, house.names(), secrets.get(id).version], [[], names, 1]);
  const events = await house.recordedBy(() => imports.apply([{ index: 0, choice: { kind: 'replace' } }]));
  assert.ok(events[0]?.kind === 'secrets.imported');
  assert.deepEqual([events[0].added, events[0].replaced, events[0].skipped], [1, 1, 1]);
  assert.equal(secrets.get(id).version, 2);
});

test('a file is replaced by comments, or shredded, only once it was imported, and once', async () => {
  const path = envFile('AFTER');
  const text = readFileSync(path, 'utf8');
  await read(path);
  await assert.rejects(imports.afterwards('shred'), fault('bad_request'));
  assert.equal(readFileSync(path, 'utf8'), text);
  imports.apply([{ index: 1, choice: { kind: 'skip' } }]);
  await imports.afterwards('replace');
  const replaced = readFileSync(path, 'utf8');
  assert.equal(replaced, text.replace(/AFTER_ONE=.*/, '# AFTER_ONE is kept in Postern as AFTER_ONE'));
  await assert.rejects(imports.afterwards('shred'), fault('bad_request'));
  assert.ok(existsSync(path));

  const gone = envFile('GONE');
  await read(gone);
  imports.apply([]);
  await imports.afterwards('shred');
  assert.equal(existsSync(gone), false);
});

test('a file that was changed since is left alone', async () => {
  const path = envFile('EDITED');
  await read(path);
  imports.apply([]);
  writeFileSync(path, 'NEW=line\n');
  await assert.rejects(imports.afterwards('shred'), fault('import_file_changed'));
  await assert.rejects(imports.afterwards('replace'), fault('import_file_changed'));
  assert.equal(readFileSync(path, 'utf8'), 'NEW=line\n');
});

test('at a lock what was read is forgotten: after the next unlock there is nothing to apply', async () => {
  await read(envFile('LOCKED'));
  const names = house.names();
  house.lock();
  assert.throws(() => imports.apply([]), fault('bad_request'));
  await assert.rejects(read(envFile('LOCKED')), fault('locked'));
  await house.unlock();
  assert.throws(() => imports.apply([]), fault('bad_request'));
  assert.deepEqual(house.names(), names);
});

test('a new read forgets the one before, also when it fails or is cancelled', async () => {
  const names = house.names();
  await read(envFile('FIRST'));
  await assert.rejects(read(join(house.folder, 'nowhere.env')), fault('import_file_missing'));
  assert.throws(() => imports.apply([]), fault('bad_request'));
  await read(envFile('FIRST'));
  await assert.rejects(read(envFile('SECOND'), AbortSignal.abort()), fault('import_cancelled'));
  assert.throws(() => imports.apply([]), fault('bad_request'));
  assert.deepEqual(house.names(), names);
  await read(envFile('FIRST'));
  await read(envFile('SECOND'));
  assert.deepEqual(imports.apply([]).added, ['SECOND_ONE', 'SECOND_TWO']);
});
