import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateSync, gzipSync } from 'node:zlib';
import { SecretName } from '../../contract/vocabulary.ts';
import { everyCut, throughChunks } from './chunks.testkit.ts';
import { buildMatcher } from './matcher.ts';
import { redactorOver } from './redactor.ts';

const value = 'pstn_4f9Kd02mXq7LrT8vBz31NcYw';
const matcher = buildMatcher([{ name: SecretName.parse('a'), value }]);
const redacted = (text: string) => throughChunks(redactorOver(matcher), [Buffer.from(text)]).toString();
const gzip = (text: string) => gzipSync(text).toString('base64');
const prose = 'It was the best of times, it was the worst of times. ';

test('a value in gzip or zlib written as base64 hides all of it, for any chunks (P1)', () => {
  for (const packed of [
    gzip(`x ${value} y`),
    deflateSync(`${prose}${value}`).toString('base64url'),
    gzip(gzip(value)),
  ]) {
    const bare = packed.replace(/=+$/, '');
    for (const chunks of everyCut(Buffer.from(`data ${packed}, end`))) {
      assert.equal(
        throughChunks(redactorOver(matcher), chunks).toString(),
        `data [REDACTED:a]${packed.slice(bare.length)}, end`,
      );
    }
  }
});

test('base64 in lines is one block, and what follows it stays', () => {
  const lines = gzip(`${prose.repeat(3)}${value}${'abcdefgh'.split('').sort().join()}`).replace(/.{40}/g, '$&\n');
  assert.match(redacted(`before\n${lines}\nafter it`), /^before\n\[REDACTED:a\]=*\nafter it$/);
});

test('what holds no value, is damaged, or only looks so, stays as it is', () => {
  const damaged = gzip(`${prose}`).slice(0, 30);
  for (const text of [
    gzip(prose),
    `H4sI and eJwords`,
    `${damaged} cut`,
    'H4sIAAAAAAAAAAAAAAAAAAAAAAAA',
    `eJw${'x'.repeat(300)}`,
  ]) {
    assert.equal(redacted(text), text);
  }
});

test('of a large block what lies beyond the bound is hidden from the find on, and a bomb is not unpacked to its end', () => {
  const filler = Array.from({ length: 20_000 }, (_, i) => Math.imul(i, 0x9e3779b1).toString(36)).join('');
  const packed = gzip(`${value}${filler}`);
  assert.ok(packed.length > 64 * 1024);
  assert.match(redacted(`x ${packed} y`), /^x \[REDACTED:a\]=* y$/);
  const bomb = gzip('0'.repeat(64 * 1024 * 1024));
  const before = process.cpuUsage();
  assert.equal(redacted(bomb), bomb);
  assert.ok(process.cpuUsage(before).user < 5_000_000);
});
