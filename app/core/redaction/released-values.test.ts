import assert from 'node:assert/strict';
import test from 'node:test';
import { SecretName } from '../../contract/vocabulary.ts';
import { outputPipelineOver } from './output-pipeline.ts';
import { ReleasedValues } from './released-values.ts';
import { type AnySecret, redactByVault } from './vault-words.ts';

const name = (n: string): SecretName => SecretName.parse(n);
const through = (released: ReleasedValues, text: string): string => {
  const pipeline = outputPipelineOver(released.matcher());
  return Buffer.concat([pipeline.push(Buffer.from(text)), pipeline.end()]).toString('utf8');
};

test('finds every value released so far, also one that came after the first search', () => {
  const released = new ReleasedValues();
  released.add(name('a'), Buffer.from('first-Value-1'));
  assert.equal(through(released, 'first-Value-1 second-Value-2'), '[REDACTED:a] second-Value-2');
  released.add(name('b'), Buffer.from('second-Value-2'));
  assert.equal(through(released, 'first-Value-1 second-Value-2'), '[REDACTED:a] [REDACTED:b]');
});

test('keeps the newest thousand', () => {
  const released = new ReleasedValues();
  for (let i = 0; i <= 1000; i += 1)
    released.add(name(`s${i}`), Buffer.from(`value-number-${String(i).padStart(5, '0')}`));
  assert.equal(through(released, 'value-number-00000'), 'value-number-00000');
  assert.equal(through(released, 'value-number-00001'), '[REDACTED:s1]');
  assert.equal(through(released, 'value-number-01000'), '[REDACTED:s1000]');
});

test('forgets all at a lock and zeroes its copies (P4)', () => {
  const released = new ReleasedValues();
  released.add(name('a'), Buffer.from('first-Value-1'));
  released.wipe();
  assert.equal(through(released, 'first-Value-1'), 'first-Value-1');
});

test('text for the audit loses every value in the vault; a shorter one leaves no tail of a longer (P1)', async () => {
  const values = ['Secret-Pref1x', 'Secret-Pref1x-and-More'];
  const secrets = {
    list: () => values.map((_value, id) => ({ id: id as never })),
    withRevealed: <T>(ids: readonly unknown[], use: (all: AnySecret[]) => Promise<T>) =>
      use(
        ids.map((id) => ({
          name: name(`s${String(id)}`),
          fields: [{ sensitive: true, value: Buffer.from(values[Number(id)] ?? '') }],
        })),
      ),
  };
  const hex = Buffer.from(values[0] ?? '').toString('hex');
  assert.equal(
    await redactByVault(`echo Secret-Pref1x-and-More ${hex} plain`, secrets),
    'echo [REDACTED:s1] [REDACTED:s0] plain',
  );
});
