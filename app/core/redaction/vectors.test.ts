import assert from 'node:assert/strict';
import { test } from 'node:test';
import { everyCut, randomCut, throughChunks } from './chunks.testkit.ts';
import type { Cell, Vector } from './corpus.testkit.ts';
import { readVectors } from './corpus.testkit.ts';
import { markerPattern } from './markers.ts';
import type { Matcher } from './matcher.ts';
import { buildMatcher } from './matcher.ts';
import { outputPipelineOver } from './output-pipeline.ts';
import { redactorOver } from './redactor.ts';

/** An input so long at most is cut at every place; a longer one, of a key, at some, and by chance as often but in fewer runs. */
const shortBytes = 256;
const placesOfLong = 40;
const randomRuns = 200;
const randomRunsOfLong = 40;

for (const vector of readVectors()) {
  const { file, about, secrets, input, expected } = vector;
  test(`${file}: ${about}: the same whatever the chunks, and nothing of a value let go (P2)`, () => {
    const makeStream = streamsOf(vector);
    for (const chunks of cutsOf(input)) {
      const out = throughChunks(makeStream(), chunks);
      if (!out.equals(expected)) {
        assert.equal(out.toString(), expected.toString(), `chunks of ${chunks.map(({ length }) => length)}`);
        assert.fail('the bytes differ');
      }
    }
    // What is released after any chunk is the beginning of what is expected: what is not in here was never out.
    for (const { name, value } of secrets) {
      for (const form of plainForms(value)) assert.ok(!withoutMarkers(expected).includes(form), `${name} is let go`);
    }
  });
}

function* cutsOf(input: Buffer): Generator<readonly Buffer[]> {
  const isShort = input.length <= shortBytes;
  yield* everyCut(input, isShort ? input.length : placesOfLong);
  const longest = Math.max(40, input.length);
  const [runs, smallest] = isShort ? [randomRuns, 5] : [randomRunsOfLong, 1];
  for (let seed = 0; seed < runs; seed++)
    yield randomCut(input, seed, 1 + Math.ceil(((seed + smallest) / randomRuns) * longest));
}

const matchers = new Map<string, Matcher>();
function streamsOf({ through, secrets }: Vector | Cell) {
  const key = JSON.stringify(secrets);
  const matcher = matchers.get(key) ?? buildMatcher(secrets);
  matchers.set(key, matcher);
  return () => (through === 'redactor' ? redactorOver : outputPipelineOver)(matcher);
}

function withoutMarkers(text: Buffer): string {
  return text.toString('latin1').replace(markerPattern(), '\0');
}

/** The value as it is, in hex, and what is its alone in base64 at each alignment: written here anew, not by the engine. */
function plainForms(value: string): readonly string[] {
  const bytes = Buffer.from(value);
  const hex = bytes.toString('hex');
  const cores = [0, 1, 2].map((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    return encoded.slice(before === 0 ? 0 : before + 1, Math.floor(((before + bytes.length) * 8) / 6));
  });
  return [bytes.toString('latin1'), hex, hex.toUpperCase(), ...cores];
}
