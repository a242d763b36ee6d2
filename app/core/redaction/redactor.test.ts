import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { BrokerError } from '../../contract/fault.ts';
import { SecretName } from '../../contract/vocabulary.ts';
import { everyCut, randomCut, throughChunks } from './chunks.testkit.ts';
import { formsOf } from './forms.ts';
import type { SecretValue } from './matcher.ts';
import { buildMatcher } from './matcher.ts';
import { outputPipelineOver } from './output-pipeline.ts';
import { createRedactor, redactorOver, withholding } from './redactor.ts';
import { StreamSearch } from './stream-search.ts';

const secret = (name: string, value: string): SecretValue => ({ name: SecretName.parse(name), value });

// A small alphabet makes values that overlap themselves and each other; a wide one makes all encodings differ.
const overlapping = fc.string({ unit: fc.constantFrom('a', 'b', '='), minLength: 8, maxLength: 14 });
const anything = fc.string({ unit: 'grapheme', minLength: 8, maxLength: 40 });
const anyValues = fc
  .array(fc.oneof(overlapping, anything), { minLength: 1, maxLength: 4 })
  .map((values) => values.map((value, i) => secret(`s${i}`, value)));

/** Values, and a text made of their forms, cut or whole, and of other things. */
const scenes = anyValues.chain((values) => {
  const forms = values.flatMap(({ value }) => [...formsOf(value)]);
  const whole = forms.length === 0 ? fc.constant('') : fc.constantFrom(...forms);
  const part = fc.tuple(whole, fc.nat(60), fc.nat(60)).map(([form, from, to]) => form.slice(from, to));
  const filler = fc.string({ unit: fc.constantFrom('a', 'b', '=', ' ', '\n', '%', 'ü', '\\'), maxLength: 12 });
  return fc.record({
    values: fc.constant(values),
    text: fc
      .array(fc.oneof(whole, part, filler, fc.string({ maxLength: 6 })), { maxLength: 12 })
      .map((p) => p.join('')),
    seed: fc.nat(),
  });
});

test('any chunks give the same bytes', () => {
  fc.assert(
    fc.property(scenes, ({ values, text, seed }) => {
      const matcher = buildMatcher(values);
      const input = Buffer.from(text);
      const whole = throughChunks(redactorOver(matcher), [input]).toString('latin1');
      assert.equal(throughChunks(redactorOver(matcher), randomCut(input, seed, 9)).toString('latin1'), whole);
      assert.equal(throughChunks(redactorOver(matcher), randomCut(input, seed, 1)).toString('latin1'), whole);
    }),
    { numRuns: 150 },
  );
});

test('no released window has twelve characters of a value in a row, as they are or in letters and digits alone (P1)', () => {
  const drawn = fc.string({
    unit: fc.constantFrom(...'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789-_/+=.'),
    minLength: 16,
    maxLength: 60,
  });
  const noise = fc.string({ unit: fc.constantFrom(' ', '\n', ':', '|', 'ü', '\x1b[1m', '\x00', '.'), maxLength: 5 });
  const scene = drawn.chain((value) => {
    const piece = fc.tuple(fc.nat(value.length), fc.nat(value.length)).map(([from, to]) => value.slice(from, to));
    const apart = fc.tuple(piece, noise).map(([text, between]) => [...text].join(between));
    return fc.record({
      value: fc.constant(value),
      texts: fc.array(fc.oneof(piece, apart, noise, fc.constant(value)), { maxLength: 10 }),
    });
  });
  fc.assert(
    fc.property(scene, fc.nat(), ({ value, texts }, seed) => {
      const matcher = buildMatcher([secret('x', value)]);
      const out = throughChunks(
        outputPipelineOver(matcher),
        randomCut(Buffer.from(texts.join(' | ')), seed, 30),
      ).toString();
      const windows = (text: string) =>
        Array.from({ length: Math.max(0, text.length - 11) }, (_, i) => text.slice(i, i + 12));
      for (const window of windows(value)) assert.ok(!out.includes(window), window);
      const shown = out.split(/\[REDACTED:x\]/).map((text) => bare(text));
      for (const window of windows(bare(value))) assert.ok(!shown.some((text) => text.includes(window)), window);
    }),
    { numRuns: 150 },
  );
});

function bare(text: string): string {
  return text.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
}

test('the pipeline gives the same for any chunks, also with escape sequences anywhere', () => {
  const noise = fc.constantFrom(
    '\x1b[31m',
    '\x1b]0;x\x07',
    '\r\n',
    '\r',
    '\b',
    '\x1b',
    '\x9c',
    '\x9b1m',
    '\x1bP',
    '\x1b\\',
  );
  const cuts = fc.array(fc.tuple(fc.nat(400), noise), { maxLength: 8 });
  fc.assert(
    fc.property(scenes, cuts, ({ values, text, seed }, noises) => {
      let noisy = text;
      for (const [at, extra] of noises) noisy = noisy.slice(0, at) + extra + noisy.slice(at);
      const matcher = buildMatcher(values);
      const input = Buffer.from(noisy);
      const whole = throughChunks(outputPipelineOver(matcher), [input]).toString('latin1');
      assert.equal(throughChunks(outputPipelineOver(matcher), randomCut(input, seed, 9)).toString('latin1'), whole);
      assert.equal(throughChunks(outputPipelineOver(matcher), randomCut(input, seed, 1)).toString('latin1'), whole);
    }),
    { numRuns: 150 },
  );
});

test('redacting what is redacted changes nothing', () => {
  fc.assert(
    fc.property(scenes, ({ values, text }) => {
      const matcher = buildMatcher(values);
      const once = throughChunks(outputPipelineOver(matcher), [Buffer.from(text)]);
      assert.deepEqual(throughChunks(outputPipelineOver(matcher), [once]), once);
    }),
    { numRuns: 100 },
  );
});

test('a value that repeats a character or two inside is found wherever it stands (P1)', () => {
  for (const value of ['b=======a', 'Ab======1Z', 'k1=========2', 'xyxyxyxyxy12', '7-a-a-a-a-a-a-a-a-q4']) {
    for (let before = 0; before < 8; before++) {
      const matcher = buildMatcher([secret('x', value), secret('y', value.replace(/\w$/, 'R'))]);
      const out = throughChunks(redactorOver(matcher), [Buffer.from(`${' '.repeat(before)}${value} .`)]).toString();
      assert.equal(out.trim(), '[REDACTED:x] .', `${value} after ${before}`);
    }
  }
});

test('bytes that match nothing come out unchanged, whatever they are', () => {
  const values = [secret('a', 'q7#Zpf01-xyW'), secret('b', 'first line of it\nanother line of it')];
  const matcher = buildMatcher(values);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(), (bytes, seed) => {
      const input = Buffer.from(bytes);
      assert.deepEqual(throughChunks(redactorOver(matcher), randomCut(input, seed, 20)), input);
    }),
  );
});

test('holds back a few kilobytes at most, and of ordinary text a few letters', () => {
  fc.assert(
    fc.property(scenes, ({ values, text, seed }) => {
      const search = new StreamSearch(buildMatcher(values));
      for (const chunk of randomCut(Buffer.from(text), seed, 9)) {
        const decided = search.push(chunk);
        search.dropBefore(decided);
        assert.ok(search.text.end - decided <= 4096, `${search.text.end - decided}`);
      }
    }),
    { numRuns: 100 },
  );
  const redactor = createRedactor([secret('a', 'q7#Zpf01-xyW')]);
  assert.ok(
    Buffer.from(redactor.push(Buffer.from('Continue? [y/N] ')))
      .toString()
      .startsWith('Continue? '),
  );
  assert.equal(
    Buffer.from(redactor.push(Buffer.from('!! q7#Zpf01-x')))
      .toString()
      .endsWith('!! '),
    true,
  );
});

test('at no moment is a form of a value among the bytes released so far', () => {
  fc.assert(
    fc.property(scenes, ({ values, text, seed }) => {
      const forms = values.flatMap(({ value }) => [...formsOf(value)]);
      // Such a form may stand in a marker by chance; the vector pipeline-marker-is-not-searched says what then happens.
      fc.pre(!forms.some((form) => values.some(({ name }) => `[REDACTED:${name}]`.includes(form))));
      const pipeline = outputPipelineOver(buildMatcher(values));
      let released = '';
      const check = (bytes: Uint8Array) => {
        released += Buffer.from(bytes).toString('latin1');
        for (const form of forms) assert.ok(!released.includes(Buffer.from(form).toString('latin1')));
      };
      for (const chunk of randomCut(Buffer.from(text), seed, 9)) check(pipeline.push(chunk));
      check(pipeline.end());
    }),
    { numRuns: 100 },
  );
});

test('counts a marker for each redaction, per secret, in both searches', () => {
  const values = [secret('a', 'q7#Zpf01-xyW'), secret('b', 'Lm82+kfWq_0'), secret('c', 'never-met-99')];
  const pipeline = outputPipelineOver(buildMatcher(values));
  const text = `${'q7#Zpf01-xyW '.repeat(3)} q7#\x1b[1mZpf01-xyW Lm82+kfWq_0 [REDACTED:c]`;
  throughChunks(pipeline, [Buffer.from(text)]);
  assert.deepEqual(
    [...pipeline.counts()],
    [
      ['a', 4],
      ['b', 1],
    ],
  );
});

test('of two secrets where one begins the other, no tail of the longer one is left, in either order', () => {
  const short = secret('short', 'abcdefgh12');
  const long = secret('long', 'abcdefgh12SECRETTAIL');
  for (const values of [
    [short, long],
    [long, short],
  ]) {
    for (const chunks of everyCut(Buffer.from('abcdefgh12SECRETTAIL abcdefgh12'))) {
      const out = throughChunks(redactorOver(buildMatcher(values)), chunks).toString();
      assert.equal(out, '[REDACTED:long] [REDACTED:short]');
    }
  }
});

test('swallows an endless chain of overlapping matches without holding it', () => {
  const matcher = buildMatcher([secret('p', 'abcabcabc')]);
  const search = new StreamSearch(matcher);
  for (let i = 0; i < 10_000; i++) {
    const decided = search.push(Buffer.from('abc'.repeat(10)));
    search.dropBefore(decided);
    assert.ok(search.text.end - decided < 200);
  }
  const out = throughChunks(redactorOver(matcher), randomCut(Buffer.from('abc'.repeat(5000)), 1, 700)).toString();
  assert.match(out, /^(?:\[REDACTED:p\])+[abc]{0,8}$/);
});

test('P12: after a failure nothing more is released, and it says so', () => {
  const redactor = withholding({
    push: (chunk) => {
      if (chunk.length === 3) throw new RangeError('out of memory');
      return chunk;
    },
    end: () => Buffer.from('the rest'),
    counts: () => new Map(),
  });
  assert.equal(redactor.push(Buffer.from('fine')).length, 4);
  const refused = (thrown: unknown) => thrown instanceof BrokerError && thrown.code === 'internal';
  assert.throws(() => redactor.push(Buffer.from('bad')), refused);
  assert.equal(redactor.state(), 'failed');
  assert.throws(() => redactor.push(Buffer.from('fine')), refused);
  assert.throws(() => redactor.end(), refused);
});

test('P12: a chunk that is no bytes fails the real redactor and the real pipeline for good', () => {
  for (const over of [redactorOver, outputPipelineOver]) {
    const redactor = over(buildMatcher([secret('a', 'q7#Zpf01-xyW')]));
    redactor.push(Buffer.from('q7#Zpf'));
    assert.throws(() => Reflect.apply(redactor.push, null, [null]), BrokerError);
    assert.equal(redactor.state(), 'failed');
    assert.throws(() => redactor.push(Buffer.from('x')), BrokerError);
    assert.throws(() => redactor.end(), BrokerError);
  }
});

test('takes nothing after its end', () => {
  const redactor = createRedactor([secret('a', 'q7#Zpf01-xyW')]);
  redactor.push(Buffer.from('x'));
  redactor.end();
  assert.equal(redactor.state(), 'ended');
  assert.throws(() => redactor.push(Buffer.from('x')), BrokerError);
  assert.throws(() => redactor.end(), BrokerError);
});
