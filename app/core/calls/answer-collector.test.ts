// What an agent gets of an answer: bounded, as text, and without any value, also where only the text shows it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallHeader } from '../../contract/call-outcome.ts';
import { ClientId, SecretName } from '../../contract/vocabulary.ts';
import { FakeClock } from '../fake-clock.testkit.ts';
import { matchersInPlace } from '../redaction/matcher-builder.testkit.ts';
import { ReleasedValues } from '../redaction/released-values.ts';
import { AnswerCollector } from './answer-collector.ts';

const name = SecretName.parse('api/token');
const client = ClientId.parse('test-agent');
const value = 'geheim-Schlüssel-4711';

function collecting({
  hides = false,
  ...limits
}: {
  hides?: boolean;
  maxAnswerBytes?: number;
  timeoutMs?: number;
} = {}) {
  const clock = new FakeClock();
  const released = new ReleasedValues(matchersInPlace);
  released.add(name, Buffer.from(value));
  const house = { clients: { hidesFindings: () => hides }, pause: async () => {}, released, clock };
  return { clock, collector: new AnswerCollector(house, limits) };
}

async function answerOf(parts: readonly Buffer[], type = 'text/plain', of = collecting(), more: CallHeader[] = []) {
  of.collector.head(200, [['Content-Type', type], ...more]);
  for (const part of parts) await of.collector.part(part);
  const answerBytes = parts.reduce((sum, { length }) => sum + length, 0);
  const redactions = [{ name, count: 1 }];
  return of.collector.finish(client, { kind: 'answered', status: 200, answerBytes, redactions, durationMs: 5 });
}

test('a value that shows only without its escape sequences, or in its own character set, is redacted as well (P1, P12)', async () => {
  const [start, end] = [value.slice(0, 9), value.slice(9)];
  const coloured = await answerOf([Buffer.from(`a ${start}\x1b[31`), Buffer.from(`m${end} z`)]);
  assert.equal(coloured.body, 'a [REDACTED:api/token] z');
  assert.deepEqual(coloured.redactions, [{ name, count: 2 }]);
  const latin = await answerOf([Buffer.from(`ä ${value}`, 'latin1')], 'text/plain; charset=ISO-8859-1');
  assert.equal(latin.body, 'ä [REDACTED:api/token]');
});

test('a long answer keeps its head and tail, and its whole length is told', async () => {
  const parts = Array.from({ length: 64 }, () => Buffer.from('line of an answer\n'.repeat(64)));
  const { body, cutBytes, bodyBytes, withheld } = await answerOf(
    parts,
    'text/plain',
    collecting({ maxAnswerBytes: 1024 }),
  );
  assert.equal(bodyBytes, 64 * 64 * 18);
  assert.ok(body.length < 1100 && /^line.*left out.*line of an answer\n$/s.test(body));
  assert.deepEqual([cutBytes > 70_000, withheld], [true, null]);
});

test('what is not text is withheld, and an empty answer is empty', async () => {
  const binary = await answerOf([Buffer.from([0x89, 0x50, 0, 1, 2, 3])], 'image/png');
  assert.deepEqual([binary.body, binary.withheld, binary.bodyBytes], ['', 'binary', 6]);
  const empty = await answerOf([]);
  assert.deepEqual([empty.body, empty.withheld, empty.bodyBytes], ['', null, 0]);
});

test('an answer that does not end is broken off when its time is over', async () => {
  const of = collecting({ timeoutMs: 1000 });
  of.collector.head(200, []);
  await of.collector.part(Buffer.from('data: 1\n'));
  of.clock.pass(1001);
  await assert.rejects(of.collector.part(Buffer.from('data: 2\n')), { code: 'upstream_timeout' });
});

test('a client that is to see no findings gets none, in the body and in the headers; no header is a terminal’s', async () => {
  const shape = 'ghp_A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8';
  const headers: CallHeader[] = [
    ['Set-Cookie', `t=${shape}`],
    ['X-Odd', 'a\x9bb'],
    ['X-Long', 'x'.repeat(9000)],
  ];
  const shown = await answerOf([Buffer.from(`key ${shape}`)], 'text/plain', collecting(), headers);
  assert.deepEqual([shown.body, shown.hiddenFindings], [`key ${shape}`, undefined]);
  assert.deepEqual(shown.headers.slice(2), [
    ['X-Odd', 'a\ufffdb'],
    ['X-Long', '[… too long, left out …]'],
  ]);
  const hidden = await answerOf([Buffer.from(`key ${shape}`)], 'text/plain', collecting({ hides: true }), headers);
  assert.equal(JSON.stringify(hidden).includes(shape), false);
  assert.equal(hidden.hiddenFindings, 2);
});
