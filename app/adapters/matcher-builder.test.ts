import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { BrokerError } from '../contract/fault.ts';
import { SecretName } from '../contract/vocabulary.ts';
import { redactTextOver } from '../core/redaction/text-redaction.ts';
import { ThreadMatcherBuilder } from './matcher-builder.ts';

const file = new URL('./matcher-thread.ts', import.meta.url);
const builder = new ThreadMatcherBuilder(file);
after(() => builder.forget());

const value = (name: string, text: string) => ({ name: SecretName.parse(name), bytes: Buffer.from(text) });
const isInternal = (thrown: unknown) => thrown instanceof BrokerError && thrown.code === 'internal';

test('a matcher made in the thread finds the values, and the values given are as they were', async () => {
  const values = [value('a', 'q7dZpf01sxyWk3Lm'), value('b', 'Lm82kfWq0zzPqR71')];
  const matcher = await builder.build(values);
  assert.equal(redactTextOver('x q7dZpf01sxyWk3Lm Lm82kfWq0zzPqR71', matcher), 'x [REDACTED:a] [REDACTED:b]');
  assert.equal(values[0]?.bytes.toString(), 'q7dZpf01sxyWk3Lm');
});

test('several at once come each with its own values', async () => {
  const texts = Array.from({ length: 5 }, (_, i) => `value-${i}-${'abcdefghij'.repeat(2)}${i}`);
  const matchers = await Promise.all(texts.map((text, i) => builder.build([value(`s${i}`, text)])));
  for (const [i, matcher] of matchers.entries()) {
    assert.equal(redactTextOver(texts[i] ?? '', matcher), `[REDACTED:s${i}]`);
  }
});

test('the main loop goes on while a thousand values are worked in', async () => {
  const values = Array.from({ length: 1000 }, (_, i) =>
    value(`s${i}`, `tok_${Buffer.from(`${i * 7919}`.repeat(4)).toString('base64')}`),
  );
  let turns = 0;
  const turning = setInterval(() => turns++, 1);
  const matcher = await builder.build(values);
  clearInterval(turning);
  assert.ok(turns > 10, `${turns}`);
  assert.equal(matcher.names.length, 1000);
});

test('what waits when everything is forgotten is refused, and the next one starts afresh (P4, P12)', async () => {
  const waiting = builder.build([value('a', 'q7dZpf01sxyWk3Lm')]);
  await Promise.all([builder.forget(), assert.rejects(waiting, isInternal)]);
  assert.equal((await builder.build([value('a', 'q7dZpf01sxyWk3Lm')])).names.length, 1);
});

test('a thread that cannot start or that dies refuses, and nothing hangs (P12)', async () => {
  const missing = new ThreadMatcherBuilder(new URL('./no-such-thread.ts', import.meta.url));
  await assert.rejects(missing.build([value('a', 'q7dZpf01sxyWk3Lm')]), isInternal);
  await assert.rejects(missing.build([value('a', 'q7dZpf01sxyWk3Lm')]), isInternal);
});
