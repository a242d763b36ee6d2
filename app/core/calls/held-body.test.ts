import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { callLimits } from '../../contract/call.ts';
import { holdBody } from './held-body.ts';

/** One buffer that is written anew for every part, as readers do. */
async function* reused(sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.alloc(Math.max(...sizes));
  for (const [at, size] of sizes.entries()) {
    buffer.fill(at + 1);
    yield buffer.subarray(0, size);
  }
}

test('a body up to 1 MiB is held whole, part by part as it came', async () => {
  const held = await holdBody(reused([3, 2]));
  assert.deepEqual(held, { kind: 'whole', bytes: Buffer.from([1, 1, 1, 2, 2]) });
  const most = await holdBody(reused([callLimits.heldBodyBytes]));
  assert.equal(most.kind, 'whole');
  assert.deepEqual(await holdBody(null), { kind: 'none' });
});

test('a longer body streams from its first byte, and ends its source when it is not read on', async () => {
  let ended = false;
  async function* source(): AsyncGenerator<Uint8Array> {
    try {
      yield* reused([callLimits.heldBodyBytes, 1, 1]);
    } finally {
      ended = true;
    }
  }
  const whole = await holdBody(source());
  assert.ok(whole.kind === 'streamed');
  let size = 0;
  for await (const part of whole.parts) size += part.length;
  assert.equal(size, callLimits.heldBodyBytes + 2);
  ended = false;
  const left = await holdBody(source());
  assert.ok(left.kind === 'streamed');
  for await (const _part of left.parts) break;
  assert.equal(ended, true);
});

test('a body in parts of one byte takes little more memory than its bytes', async () => {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const used = () => {
    collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  let more = 0;
  async function* source(): AsyncGenerator<Uint8Array> {
    const before = used();
    for (let sent = 0; sent < 50_000; sent += 1) yield Buffer.of(1);
    more = used() - before;
  }
  const held = await holdBody(source());
  assert.ok(held.kind === 'whole' && held.bytes.length === 50_000);
  assert.ok(more < 1_000_000, `${more} bytes`);
});
