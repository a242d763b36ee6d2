import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { FileLog } from './file-log.ts';

const clock = { now: () => Date.UTC(2026, 0, 2, 3, 4, 5), after: () => () => {} };

function logIn(t: TestContext): { readonly log: FileLog; readonly path: string } {
  const folder = mkdtempSync(join(tmpdir(), 'log-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'postern.log');
  return { log: new FileLog(path, clock), path };
}

test('each event is one line of JSON with its time', (t) => {
  const { log, path } = logIn(t);
  log.write('note', 'vault.unlocked');
  log.write('fault', 'run.failed', { code: 'run_failed', count: 3, first: true, name: 'two\nlines' });
  const at = '2026-01-02T03:04:05.000Z';
  const lines = readFileSync(path, 'utf8').split('\n');
  assert.deepEqual(
    lines.slice(0, 2).map((line) => JSON.parse(line)),
    [
      { at, level: 'note', event: 'vault.unlocked', fields: {} },
      {
        at,
        level: 'fault',
        event: 'run.failed',
        fields: { code: 'run_failed', count: 3, first: true, name: 'two\nlines' },
      },
    ],
  );
  assert.deepEqual(lines.slice(2), ['']);
});

test('only its own account can read the log, also when the file was there with other rights', (t) => {
  const { log, path } = logIn(t);
  writeFileSync(path, '');
  chmodSync(path, 0o666);
  log.write('note', 'started');
  assert.equal(statSync(path).mode & 0o777, 0o600);
});

test('at 1 MiB the log begins anew and one older file is kept', (t) => {
  const { log, path } = logIn(t);
  const filler = 'x'.repeat(100_000);
  for (let event = 0; event < 30; event += 1) log.write('note', 'filled', { event, filler });
  const eventsOf = (file: string) =>
    readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line).fields.event);
  assert.deepEqual(eventsOf(`${path}.1`), [11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21]);
  assert.deepEqual(eventsOf(path), [22, 23, 24, 25, 26, 27, 28, 29]);
  assert.equal(statSync(`${path}.1`).mode & 0o777, 0o600);
  assert.equal(existsSync(`${path}.2`), false);
});

test('a log that cannot be written is silent', (t) => {
  const { path } = logIn(t);
  for (const bad of [join(path, 'no', 'folder'), join(path, '..'), '/dev/full']) {
    assert.doesNotThrow(() => new FileLog(bad, clock).write('note', 'lost'));
  }
});

test('a link in the place of the log is not followed', (t) => {
  const { log, path } = logIn(t);
  const target = `${path}.target`;
  writeFileSync(target, 'untouched');
  symlinkSync(target, path);
  log.write('note', 'lost');
  assert.equal(readFileSync(target, 'utf8'), 'untouched');
});
