// `node build/redaction-corpus.ts`: writes the inputs of the leak corpus with the real tools, into app/core/redaction/vectors.
// What is expected of an input that stays the same stays too; of a new one, that nothing is changed. With `--accept`, what is
// expected of every file is what the engine gives today: who runs it reads the diff.
import { readVectors } from '../app/core/redaction/corpus.testkit.ts';
import { buildMatcher } from '../app/core/redaction/matcher.ts';
import { outputPipelineOver } from '../app/core/redaction/output-pipeline.ts';
import { redactorOver } from '../app/core/redaction/redactor.ts';
import { forms } from './redaction-corpus/forms.ts';
import { kinds } from './redaction-corpus/kinds.ts';
import { joined } from './redaction-corpus/leak-text.ts';
import { moreScenarios } from './redaction-corpus/more-scenarios.ts';
import { nearMisses } from './redaction-corpus/near-misses.ts';
import type { Fields } from './redaction-corpus/vector-files.ts';
import { bytesField, readFields, removeFields, textField, writeFields } from './redaction-corpus/vector-files.ts';

const made = new Map<string, Fields>([...cells(), ...scenarios()]);
const there = readFields();
// A file of the corpus that is no longer made goes; the scenarios that were written by hand stay.
for (const [name, fields] of there) if ('form' in fields && !made.has(name)) removeFields(name);
for (const [name, fields] of made) {
  const before = there.get(name);
  const same = before !== undefined && JSON.stringify(before.input) === JSON.stringify(fields.input);
  writeFields(name, { ...fields, expected: same ? before.expected : fields.input });
}
console.log(`${made.size} inputs written`);
if (process.argv.includes('--accept')) accept();

function* cells(): Generator<[string, Fields]> {
  for (const { kind, ...secret } of kinds) {
    for (const { form, about, make } of forms) {
      const { bytes, leak } = joined(make({ kind, ...secret }));
      const { name, value } = secret;
      const secrets = [{ name, value: textField(value) }];
      yield [
        `${kind}-${form}.json`,
        { about, kind, form, through: 'pipeline', secrets, input: bytesField(bytes), leak },
      ];
    }
  }
}

function* scenarios(): Generator<[string, Fields]> {
  for (const { file, about, through, secrets, input } of [...nearMisses, ...moreScenarios]) {
    const written = secrets.map(({ name, value }) => ({ name, value: textField(value) }));
    yield [`${file}.json`, { about, through, secrets: written, input: bytesField(input) }];
  }
}

function accept(): void {
  const fields = readFields();
  let changed = 0;
  for (const { file, through, secrets, input, expected } of readVectors()) {
    const over = through === 'redactor' ? redactorOver : outputPipelineOver;
    const redactor = over(buildMatcher(secrets));
    const released = Buffer.concat([redactor.push(input), redactor.end()]);
    if (released.equals(expected)) continue;
    writeFields(file, { ...fields.get(file), expected: bytesField(released) });
    changed++;
  }
  console.log(`${changed} expected outputs changed: read them`);
}
