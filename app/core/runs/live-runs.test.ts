import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fault } from '../../adapters/vault.testkit.ts';
import type { LivePart } from '../../contract/live.ts';
import { RequestId, SecretName } from '../../contract/vocabulary.ts';
import { FakeClock } from '../fake-clock.testkit.ts';
import { LiveRuns } from './live-runs.ts';

const idOf = (number: number): RequestId => RequestId.parse(`req_${String(number).padStart(32, '0')}`);
const text = (text: string): LivePart => ({ kind: 'text', stream: 'out', text });
const screen = (gone: string, rows: string[]): LivePart => ({ kind: 'screen', stream: 'out', gone, rows });

function runs() {
  const clock = new FakeClock();
  const live = new LiveRuns(clock);
  const begin = (number = 1, owner = 'me') =>
    live.begin(
      { id: idOf(number), owner, stop: () => {} },
      { clientName: 'A', command: 'c', cwd: '/', secrets: [SecretName.parse('a')], startedAt: clock.now() },
    );
  return { clock, live, begin };
}

test('the last 256 KiB of a run are kept, and it is said that older parts were dropped', async () => {
  const { live, begin } = runs();
  const run = begin();
  for (let i = 0; i < 100; i++) run.emit(text(`${i} ${'x'.repeat(4096)}`));
  const read = await live.read(idOf(1), 0);
  assert.equal(read.lost, true);
  assert.ok(read.parts.length > 55 && read.parts.length < 64, String(read.parts.length));
  assert.equal(read.next, 100);
  assert.deepEqual([(await live.read(idOf(1), 99)).parts.length, (await live.read(idOf(1), 99)).lost], [1, false]);
  for (let i = 0; i < 9000; i++) run.emit(text(''));
  assert.ok((await live.read(idOf(1), 0)).parts.length <= 4096);
});

test('of rows that were replaced only the last are kept, and all that is gone for good', async () => {
  const { live, begin } = runs();
  const run = begin();
  for (let i = 0; i < 9000; i++) run.emit(screen(i % 3000 === 0 ? `${i}\n` : '', [`${i}`.repeat(100)]));
  const { parts, lost } = await live.read(idOf(1), 0);
  assert.deepEqual(parts, [
    screen('0\n', []),
    screen('3000\n', []),
    screen('6000\n', []),
    screen('', ['8999'.repeat(100)]),
  ]);
  assert.equal(lost, false);
});

test('only the owner of a run can follow it, also before it began (P8)', () => {
  const { live, begin } = runs();
  const got: string[] = [];
  const take = (who: string) => (part: LivePart) => void got.push(`${who} ${part.kind === 'text' ? part.text : ''}`);
  live.follow({ id: idOf(1), owner: 'thief' }, take('thief'));
  const run = begin();
  run.emit(text('1'));
  live.follow({ id: idOf(1), owner: 'thief' }, take('thief'));
  const stop = live.follow({ id: idOf(1), owner: 'me' }, take('me'));
  run.emit(text('2'));
  stop();
  run.emit(text('3'));
  live.follow({ id: idOf(1), owner: 'me' }, take('me'));
  run.emit(text('4'));
  assert.deepEqual(got, ['me 1', 'me 2', 'me 3', 'me 4']);
});

test('a reader who has read all waits for more, a little, and for no longer than it lasts', async () => {
  const { clock, live, begin } = runs();
  const run = begin();
  const waiting = live.read(idOf(1), 0);
  run.emit(text('a'));
  run.emit(text('b'));
  await Promise.resolve();
  for (let i = 0; i < 9; i++) await Promise.resolve();
  clock.pass(100);
  assert.equal((await waiting).parts.length, 2);
  run.end('exit 0');
  assert.deepEqual(await live.read(idOf(1), 2), { parts: [], next: 2, lost: false, ended: true });
});

test('a lock forgets all, and what comes after it is not kept (P4)', async () => {
  const { clock, live, begin } = runs();
  const run = begin();
  let got = 0;
  live.follow({ id: idOf(1), owner: 'me' }, () => void got++);
  run.emit(text('a'));
  const waiting = live.read(idOf(1), 1);
  live.forget();
  run.emit(text('b'));
  run.end('exit 0');
  for (let i = 0; i < 9; i++) await Promise.resolve();
  clock.pass(100);
  await assert.rejects(waiting, fault('unknown_request'));
  assert.deepEqual([live.list(), got], [[], 1]);
  await assert.rejects(live.read(idOf(1), 0), fault('unknown_request'));
  assert.throws(() => live.stop(idOf(1)), fault('unknown_request'));
});
