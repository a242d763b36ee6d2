import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { z } from 'zod';
import { SecretName } from '../../contract/vocabulary.ts';
import { everyCut, randomCut, throughChunks } from './chunks.testkit.ts';
import { buildMatcher } from './matcher.ts';
import { outputPipelineOver } from './output-pipeline.ts';
import { redactorOver } from './redactor.ts';

const Bytes = z
  .union([z.strictObject({ utf8: z.string() }), z.strictObject({ base64: z.base64() })])
  .transform((field) => ('utf8' in field ? Buffer.from(field.utf8) : Buffer.from(field.base64, 'base64')));
const Vector = z.strictObject({
  about: z.string(),
  through: z.enum(['redactor', 'pipeline']),
  secrets: z.array(z.strictObject({ name: SecretName, value: z.string() })),
  input: Bytes,
  expected: Bytes,
});

const folder = new URL('./vectors/', import.meta.url);
const randomRuns = 50;

for (const file of readdirSync(folder).sort()) {
  const vector = Vector.parse(JSON.parse(readFileSync(new URL(file, folder), 'utf8')));
  test(`${file}: ${vector.about}`, () => {
    const matcher = buildMatcher(vector.secrets);
    const over = vector.through === 'redactor' ? redactorOver : outputPipelineOver;
    const check = (chunks: readonly Buffer[]) => {
      const out = throughChunks(over(matcher), chunks);
      if (!out.equals(vector.expected)) {
        assert.equal(out.toString(), vector.expected.toString(), `chunks of ${chunks.map(({ length }) => length)}`);
        assert.fail('the bytes differ');
      }
    };
    for (const chunks of everyCut(vector.input)) check(chunks);
    for (let seed = 0; seed < randomRuns; seed++) check(randomCut(vector.input, seed, 1 + (seed % 40)));
  });
}
