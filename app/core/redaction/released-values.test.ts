import assert from 'node:assert/strict';
import test from 'node:test';
import { SecretName } from '../../contract/vocabulary.ts';
import { matchersInPlace } from './matcher-builder.testkit.ts';
import { outputPipelineOver } from './output-pipeline.ts';
import { ReleasedValues } from './released-values.ts';

const name = (n: string): SecretName => SecretName.parse(n);
const through = async (released: ReleasedValues, text: string): Promise<string> => {
  const pipeline = outputPipelineOver(await released.matcher());
  return Buffer.concat([pipeline.push(Buffer.from(text)), pipeline.end()]).toString('utf8');
};

test('finds every value released so far, also one that came after the first search', async () => {
  const released = new ReleasedValues(matchersInPlace);
  released.add(name('a'), Buffer.from('first-Value-1'));
  assert.equal(await through(released, 'first-Value-1 second-Value-2'), '[REDACTED:a] second-Value-2');
  released.add(name('b'), Buffer.from('second-Value-2'));
  assert.equal(await through(released, 'first-Value-1 second-Value-2'), '[REDACTED:a] [REDACTED:b]');
});

test('keeps the newest thousand', async () => {
  const released = new ReleasedValues(matchersInPlace);
  const values = Array.from(
    { length: 1001 },
    (_, i) => `${(i * 7919 + 1299709).toString(36)}-${i * 104729 + 15485863}`,
  );
  for (const [i, value] of values.entries()) released.add(name(`s${i}`), Buffer.from(value));
  for (const [i, expected] of [values[0], '[REDACTED:s1]'].entries()) {
    assert.equal(await through(released, values[i] ?? ''), expected);
  }
  assert.equal(await through(released, values[1000] ?? ''), '[REDACTED:s1000]');
});

/** Says of which secrets a matcher was asked for, and finds nothing. */
function asking(): { readonly released: ReleasedValues; readonly asked: string[][] } {
  const asked: string[][] = [];
  const build = (values: readonly { readonly name: string }[]) => {
    asked.push(values.map((value) => value.name));
    return matchersInPlace.build([]);
  };
  return { released: new ReleasedValues({ build, forget: async () => {} }), asked };
}

test('keeps four megabytes at most, and always the newest value', async () => {
  const { released, asked } = asking();
  for (const [owner, megabytes] of [
    ['first', 1],
    ['large', 3],
    ['larger', 2],
    ['huge', 5],
  ] as const) {
    released.add(name(owner), Buffer.alloc(megabytes * 1024 * 1024, owner));
    await released.matcher();
  }
  assert.deepEqual(asked, [['first'], ['first', 'large'], ['larger'], ['huge']]);
});

test('a value that is used again is the newest again', async () => {
  const { released, asked } = asking();
  for (const owner of ['old', 'other', 'old', 'new']) {
    released.add(name(owner), Buffer.alloc(2 * 1024 * 1024, owner));
  }
  await released.matcher();
  assert.deepEqual(asked, [['old', 'new']]);
});

test('forgets all at a lock and zeroes its copies (P4)', async () => {
  const released = new ReleasedValues(matchersInPlace);
  released.add(name('a'), Buffer.from('first-Value-1'));
  released.wipe();
  assert.equal(await through(released, 'first-Value-1'), 'first-Value-1');
});
