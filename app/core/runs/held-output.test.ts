import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomCut } from '../redaction/chunks.testkit.ts';
import { createHeldOutput, type HeldOutput } from './held-output.ts';

function pushAll(held: HeldOutput, chunk: Uint8Array, stream: 'out' | 'err' = 'out'): void {
  for (let rest = chunk; rest.length > 0; ) {
    const part = rest.subarray(0, held.room());
    held.push(part, stream);
    rest = rest.subarray(part.length);
  }
}

test('holds the last bytes and lets go of the oldest, whole lines where there are any, for any chunks', () => {
  const text = Buffer.from(Array.from({ length: 20_000 }, (_, i) => `line ${i}\n`).join(''));
  const cuts: string[] = [];
  for (const longest of [1, 500, 40_000, 1_000_000]) {
    const gone: Buffer[] = [];
    const held = createHeldOutput((bytes) => gone.push(Buffer.from(bytes)));
    for (const chunk of randomCut(text, longest, longest)) pushAll(held, chunk);
    const last = held.takeOut('out');
    assert.ok(last.length >= 32_768 && last.length <= 65_536);
    assert.equal(gone.at(-1)?.at(-1), 0x0a);
    assert.deepEqual(Buffer.concat([...gone, last]), text);
    cuts.push(String(last.length));
  }
  assert.equal(new Set(cuts).size, 1);
});

test('takes out one stream and leaves the other as it was', () => {
  const gone: string[] = [];
  const held = createHeldOutput((bytes, stream) => gone.push(`${stream}:${Buffer.from(bytes)}`));
  for (const [text, stream] of [
    ['a', 'out'],
    ['1', 'err'],
    ['b', 'out'],
    ['2', 'err'],
    ['3', 'err'],
  ] as const) {
    pushAll(held, Buffer.from(text), stream);
  }
  assert.equal(held.takeOut('out').toString(), 'ab');
  assert.equal(held.takeOut('out').length, 0);
  pushAll(held, Buffer.from('4'), 'err');
  held.drain();
  held.drain();
  assert.equal(gone.map((line) => line.replace('err:', '')).join(''), '1234');
});

test('forgets everything when it is wiped, and lets go of nothing', () => {
  const gone: unknown[] = [];
  const held = createHeldOutput((bytes) => gone.push(bytes));
  pushAll(held, Buffer.from('a value'));
  held.wipe();
  held.wipe();
  held.drain();
  assert.equal(held.takeOut('out').length, 0);
  assert.deepEqual(gone, []);
});
