import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { BrokerError, faultCodeOf } from './fault.ts';
import { encodeFrame, FrameDecoder } from './framing.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (thrown) {
    return faultCodeOf(thrown);
  }
  return 'none';
}

test('yields the same frames however the bytes are cut', () => {
  const wire = fc.array(fc.jsonValue(), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(wire, fc.infiniteStream(fc.integer({ min: 1, max: 40 })), (values, sizes) => {
      const stream = bytes(values.map((value) => `${JSON.stringify(value)}\n`).join(''));
      const decoder = new FrameDecoder(1_000_000);
      const got: unknown[] = [];
      for (let at = 0; at < stream.length; ) {
        const size = sizes.next().value ?? 1;
        got.push(...decoder.push(stream.subarray(at, at + size)));
        at += size;
      }
      assert.deepEqual(
        got,
        values.map((value) => JSON.parse(JSON.stringify(value))),
      );
      assert.equal(decoder.unfinished, false);
    }),
  );
});

test('refuses a frame over the cap before its newline came, and takes one of exactly the cap', () => {
  const decoder = new FrameDecoder(6);
  assert.deepEqual([...decoder.push(bytes('"1234"\n'))], ['1234']);
  assert.equal(
    codeOf(() => [...decoder.push(bytes('"12345'))]),
    'none',
  );
  assert.equal(
    codeOf(() => [...decoder.push(bytes('6'))]),
    'frame_too_large',
  );
});

test('yields the good frames before it refuses the bad one', () => {
  const decoder = new FrameDecoder(100);
  const got: unknown[] = [];
  assert.equal(
    codeOf(() => {
      for (const frame of decoder.push(bytes('1\n{"a":\n2\n'))) got.push(frame);
    }),
    'frame_malformed',
  );
  assert.deepEqual(got, [1]);
});

test('refuses what is not UTF-8 JSON: bad UTF-8, a byte order mark, an empty line, two values', () => {
  for (const line of [[0x22, 0xff, 0x22], [0xef, 0xbb, 0xbf, 0x31], [], [0x31, 0x20, 0x31]]) {
    assert.equal(
      codeOf(() => [...new FrameDecoder(100).push(Uint8Array.from([...line, 0x0a]))]),
      'frame_malformed',
    );
  }
});

test('a refused line is quoted nowhere in the error', () => {
  try {
    for (const _ of new FrameDecoder(100).push(bytes('hunter2-value\n'))) assert.fail('no frame was due');
  } catch (thrown) {
    assert.ok(thrown instanceof BrokerError);
    assert.equal(JSON.stringify([thrown.message, thrown.stack, String(thrown.cause)]).includes('hunter2'), false);
  }
});

test('refuses to write a frame that the other side would not read', () => {
  const frame = { type: 'result', id: 1, result: 'x'.repeat(100) } as const;
  assert.equal(
    codeOf(() => encodeFrame(frame, 100)),
    'message_too_large',
  );
  const encoded = encodeFrame(frame, 1000);
  assert.deepEqual([...new FrameDecoder(encoded.length - 1).push(encoded)], [frame]);
});
