import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { randomCut } from '../redaction/chunks.testkit.ts';
import type { CollectedOutput } from './output-collector.ts';
import { createOutputCollector } from './output-collector.ts';

function collected(maxBytes: number, chunks: readonly Uint8Array[]): CollectedOutput {
  const collector = createOutputCollector(maxBytes);
  for (const chunk of chunks) {
    const reused = Buffer.from(chunk);
    collector.raw(reused);
    collector.push(reused);
    reused.fill(0x21);
  }
  return collector.finish();
}

const notice = /\n\[… ([\d,]+) bytes left out …\]\n/;

test('hands out what fits as it is', () => {
  for (const length of [0, 1, 511, 512, 651, 652, 1023, 1024]) {
    const text = Array.from({ length }, (_, i) => String.fromCharCode(97 + (i % 26))).join('');
    for (const longest of [1, 7, 300, 2000]) {
      const { output, cutBytes, withheld, outputBytes } = collected(
        1024,
        randomCut(Buffer.from(text), length, longest),
      );
      assert.deepEqual(
        { output, cutBytes, withheld, outputBytes },
        { output: text, cutBytes: 0, withheld: null, outputBytes: length },
      );
    }
  }
});

test('keeps the first and the last half of what does not fit and says how much is missing', () => {
  const text = Array.from({ length: 20_000 }, (_, i) => `${i}\n`).join('');
  const { output, cutBytes } = collected(1024, [Buffer.from(text)]);
  assert.equal(cutBytes, text.length - 1024);
  assert.equal(output, `${text.slice(0, 512)}\n[… 107,866 bytes left out …]\n${text.slice(-512)}`);
});

test('cuts no character and no marker, for any text, bound and chunks', () => {
  const parts = fc.constantFrom(
    'a',
    'ü',
    '日',
    '🔑',
    '\n',
    '[REDACTED:a/b]',
    '[REDACTED:longer-name_0.1]',
    '[',
    'REDACTED:',
  );
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 200 }), fc.integer({ min: 40, max: 400 }), fc.nat(), (all, max, seed) => {
      const text = all.join('');
      const bytes = Buffer.from(text);
      const { output, cutBytes } = collected(max, randomCut(bytes, seed, 50));
      if (bytes.length <= max) {
        assert.equal(output, text);
        return;
      }
      const [head = '', count = '', tail = ''] = output.split(notice);
      assert.equal(Number(count.replaceAll(',', '')), cutBytes);
      assert.ok(text.startsWith(head) && text.endsWith(tail));
      assert.equal(Buffer.byteLength(head) + cutBytes + Buffer.byteLength(tail), bytes.length);
      assert.ok(Buffer.byteLength(head) <= max / 2 && Buffer.byteLength(tail) <= Math.ceil(max / 2));
      // Nothing more than the marker or the character at the cut is given up.
      assert.ok(Buffer.byteLength(head) > max / 2 - 28 && Buffer.byteLength(tail) > max / 2 - 28);
      const markers = /\[REDACTED:[^\][]+\]/g;
      const middle = text.slice(head.length, text.length - tail.length);
      const count3 = [head, middle, tail].flatMap((part) => part.match(markers) ?? []).length;
      assert.equal(count3, text.match(markers)?.length ?? 0);
    }),
    { numRuns: 500 },
  );
});

test('cuts no marker of the longest name', () => {
  const marker = `[REDACTED:${'n'.repeat(128)}]`;
  for (let shift = 0; shift < 140; shift++) {
    const text = `${'x'.repeat(shift)}${marker.repeat(40)}${'y'.repeat(shift)}`;
    const { output } = collected(1024, [Buffer.from(text)]);
    assert.match(output, /^x*(\[REDACTED:n{128}\])*\n\[… [\d,]+ bytes left out …\]\n(\[REDACTED:n{128}\])*y*$/);
  }
});

test('keeps a marker that only touches the cut', () => {
  const marker = '[REDACTED:a/b]';
  const text = `${'x'.repeat(512 - marker.length)}${marker}${'-'.repeat(1000)}${marker}${'y'.repeat(512 - marker.length)}`;
  const { output } = collected(1024, [Buffer.from(text)]);
  assert.equal(output.replace(notice, '|'), text.replace(/-+/, '|'));
});

test('withholds binary output and tells its size', () => {
  const collector = createOutputCollector(1024);
  collector.raw(Buffer.from('ELF\0\x01\x02'));
  collector.push(Buffer.from('ELF'));
  assert.deepEqual(collector.finish(), { output: '', cutBytes: 0, withheld: 'binary', outputBytes: 6 });
});

test('counts the raw bytes, not the redacted ones', () => {
  const collector = createOutputCollector(1024);
  collector.raw(Buffer.from('x'.repeat(500)));
  collector.push(Buffer.from('[REDACTED:x]'));
  assert.deepEqual(collector.finish(), { output: '[REDACTED:x]', cutBytes: 0, withheld: null, outputBytes: 500 });
});

test('takes a gibibyte in bounded memory', () => {
  const collector = createOutputCollector(262_144);
  const chunk = Buffer.alloc(1_048_576, 'a line of output that never ends\n');
  const before = process.memoryUsage().arrayBuffers;
  for (let i = 0; i < 1024; i++) collector.push(chunk);
  assert.ok(process.memoryUsage().arrayBuffers - before < 4_194_304);
  const { output, cutBytes } = collector.finish();
  assert.equal(cutBytes, 2 ** 30 - 262_144);
  assert.match(output, notice);
});

test('what will never come is said where it belongs and counted with the rest', () => {
  const collector = createOutputCollector(1024);
  collector.push(Buffer.from('before'));
  collector.push(Buffer.from(collector.leaveOut(12_345)));
  collector.push(Buffer.from('after'));
  assert.deepEqual(
    [collector.finish().output, collector.finish().cutBytes],
    ['before\n[… 12,345 bytes left out …]\nafter', 12_345],
  );
  collector.push(Buffer.alloc(10_000, 'x'));
  assert.ok(collector.finish().cutBytes > 12_345 + 8_000);
});
