import assert from 'node:assert/strict';
import { test } from 'node:test';
import { throughChunks } from './chunks.testkit.ts';
import type { Cell } from './corpus.testkit.ts';
import { isStrictlyHidden, outOfReach, readCorpus, scoredKinds, shareHidden } from './corpus.testkit.ts';
import { markerPattern } from './markers.ts';
import type { Matcher } from './matcher.ts';
import { buildMatcher } from './matcher.ts';
import { outputPipelineOver } from './output-pipeline.ts';

const corpus = readCorpus();
const kinds = [...new Set(corpus.map(({ kind }) => kind))];
const forms = [...new Set(corpus.map(({ form }) => form))];

test('the corpus is 68 forms of ten kinds of secrets, five of which are scored', () => {
  assert.equal(forms.length, 68);
  assert.equal(kinds.length, 10);
  assert.equal(corpus.length, 680);
  assert.equal(corpus.filter(({ kind }) => scoredKinds.includes(kind)).length, 340);
});

test('each leak of the corpus lies within its output and holds letters or digits', () => {
  for (const { file, input, leak } of corpus) {
    assert.ok(
      leak.every(([start, end], i) => start >= (leak[i - 1]?.[1] ?? 0) && end <= input.length),
      file,
    );
    assert.equal(shareHidden({ input, leak }, Buffer.alloc(0)), 1, file);
    assert.equal(shareHidden({ input, leak }, input), 0, file);
  }
});

const cell = (text: string, ...leak: (readonly [number, number])[]): Pick<Cell, 'input' | 'leak'> => ({
  input: Buffer.from(text),
  leak: leak.map(([start, end]) => [start, end]),
});

test('the share that is hidden counts the letters and digits of the leak alone', () => {
  const leaked = cell('key: abcd-efgh end', [5, 14]);
  assert.equal(shareHidden(leaked, Buffer.from('key: [REDACTED:k] end')), 1);
  assert.equal(shareHidden(leaked, Buffer.from('key: [REDACTED:k]gh end')), 0.75);
  assert.equal(shareHidden(leaked, Buffer.from('key: abcd[REDACTED:k] end')), 0.5);
  assert.equal(shareHidden(leaked, Buffer.from('key: *** end')), 1);
  assert.equal(shareHidden(leaked, Buffer.from('[REDACTED:k]')), 1);
});

test('hiding the text around a leak hides nothing of the leak', () => {
  assert.equal(shareHidden(cell('key: abcd-efgh end', [5, 14]), Buffer.from('[REDACTED:k]abcd-efgh[REDACTED:k]')), 0);
});

test('of two places where a released text may stand, the one that leaks more counts', () => {
  assert.equal(shareHidden(cell('abcd: abcd', [6, 10]), Buffer.from('[REDACTED:k]abcd[REDACTED:k]')), 0);
});

test('the letters of a marker are none of the leak', () => {
  assert.equal(shareHidden(cell('x REDACTED x', [2, 10]), Buffer.from('x [REDACTED:k] x')), 1);
});

test('what an engine drops without a mark, such as a colour, moves nothing', () => {
  const leaked = cell('found \x1b[31mab\x1b[32mcd\x1b[0m here', [11, 13], [18, 20]);
  assert.equal(shareHidden(leaked, Buffer.from('found abcd here')), 0);
  assert.equal(shareHidden(leaked, Buffer.from('found [REDACTED:k]cd here')), 0.5);
  assert.equal(shareHidden(leaked, Buffer.from('found ab here')), 0.5);
  assert.equal(shareHidden(leaked, Buffer.from('found here')), 1);
});

const matchers = new Map<string, Matcher>(kinds.map((kind) => [kind, matcherOf(kind)]));
const strict = corpus
  .map((one) => {
    const matcher = matchers.get(one.kind);
    assert.ok(matcher);
    return { ...one, released: throughChunks(outputPipelineOver(matcher), [one.input]) };
  })
  .filter((one) => isStrictlyHidden(shareHidden(one, one.released)));

test('of the 340 leaks of the scored kinds at least 300 are hidden, three quarters of each or more (P2)', () => {
  const hidden = strict.filter(({ kind }) => scoredKinds.includes(kind)).length;
  assert.ok(hidden >= 300, `${hidden} are hidden`);
});

test('of the 680 leaks of all kinds at least 600 are hidden (P2)', () => {
  assert.ok(strict.length >= 600, `${strict.length} are hidden`);
});

test('what is left of a leak that counts as hidden spells out no twelve letters of what is secret in the value (P2)', () => {
  const spelled = strict.filter(({ kind, form, released }) => {
    const left = lettersOf(released.toString('latin1').replace(markerPattern(), '').replace(offsetOfRow, ''));
    const secret = lettersOf(secretIn(kind));
    return !outOfReach.includes(form) && pieces(secret, 12).some((piece) => left.includes(piece));
  });
  // The column beside the bytes has nine letters of it in a row, dots between them: too few to tell from ordinary text. Beside
  // binary it has six; where the value is too long for rows to be known, they stay.
  assert.deepEqual(
    spelled.map(({ file }) => file),
    ['account-xxd-b.json', 'pem-xxd-b.json', 'utf8-hexdump-c.json', 'utf8-xxd.json'],
  );
});

/** What stands before each row of a dump: a reader reads on behind it. */
const offsetOfRow = /^[0-9a-f]{7,8}:?/gm;

function lettersOf(text: string): string {
  return text.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
}

function pieces(text: string, length: number): readonly string[] {
  return Array.from({ length: Math.max(0, text.length - length + 1) }, (_, i) => text.slice(i, i + length));
}

/** One of the forms prints what is secret in the value, and nothing else of it, character by character. */
function secretIn(kind: string): string {
  const one = corpus.find((candidate) => candidate.kind === kind && candidate.form === 'indexed');
  assert.ok(one);
  return one.leak.map(([start, end]) => one.input.subarray(start, end).toString('latin1')).join('');
}

function matcherOf(kind: string): Matcher {
  return buildMatcher(corpus.find((one) => one.kind === kind)?.secrets ?? []);
}
