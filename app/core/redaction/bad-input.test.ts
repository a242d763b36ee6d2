// What no sane program gives: it stays bounded in memory and never lets go.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SecretName } from '../../contract/vocabulary.ts';
import { randomCut, throughChunks } from './chunks.testkit.ts';
import { buildMatcher } from './matcher.ts';
import { outputPipelineOver } from './output-pipeline.ts';
import { createRedactor, redactorOver } from './redactor.ts';
import { StreamSearch } from './stream-search.ts';
import { judgeValue } from './strength.ts';

const secret = (name: string, value: string) => ({ name: SecretName.parse(name), value });
const token = 'pstn_4f9Kd02mXq7LrT8vBz31NcYw';
const redacted = (value: string, text: string | Buffer) =>
  throughChunks(redactorOver(buildMatcher([secret('a', value)])), [Buffer.from(text)]).toString();

test('an empty value, or one that is only white space, is searched for nowhere', () => {
  for (const value of ['', ' ', '\n\n\n\n\n\n\n\n\n\n\n\n']) assert.equal(redacted(value, 'a b\n\n c'), 'a b\n\n c');
});

test('a value that is a common word is refused to commands before it comes here', () => {
  for (const word of ['password', 'localhost', 'Production']) assert.equal(judgeValue(word), 'secret_too_plain');
});

test('a value of a mebibyte is hidden whole and in pieces', () => {
  let state = 7;
  const letters = Array.from({ length: 1024 * 1024 }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'.charAt(state >>> 26);
  });
  const value = letters.join('');
  const matcher = buildMatcher([secret('a', value)]);
  for (const leak of [value, value.slice(500_000, 500_100), Buffer.from(value.slice(0, 9000)).toString('base64')]) {
    const out = throughChunks(redactorOver(matcher), randomCut(Buffer.from(`x ${leak} y`), 1, 70_000)).toString();
    assert.match(out, /^x .{0,8}\[REDACTED:a\].{0,8} y$/, out.slice(0, 200));
  }
});

test('NULs and bytes that are no UTF-8 hide nothing and change nothing', () => {
  const noise = Buffer.from([0xff, 0xfe, 0x00, 0xc3, 0x28, 0x80, 0x00]);
  const text = Buffer.concat([noise, Buffer.from(token), noise]);
  const out = throughChunks(redactorOver(buildMatcher([secret('a', token)])), [text]);
  assert.deepEqual(out, Buffer.concat([noise, Buffer.from('[REDACTED:a]'), noise]));
  const apart = Buffer.from([...token].join('\0'));
  const stripped = throughChunks(outputPipelineOver(buildMatcher([secret('a', token)])), [apart]).toString();
  assert.equal(stripped, '[REDACTED:a]');
});

test('ten million line ends, and a line of a hundred megabytes, come out as they went in, held a few kilobytes at a time', () => {
  for (const [unit, megabytes] of [
    ['\n', 10],
    ['x1-', 100],
  ] as const) {
    const search = new StreamSearch(buildMatcher([secret('a', token)]));
    const chunk = Buffer.from(unit.repeat(Math.floor(60_000 / unit.length)));
    for (let sent = 0; sent < megabytes * 1_000_000; sent += chunk.length) {
      search.dropBefore(search.push(chunk));
      assert.ok(search.text.length < 8192, `${search.text.length}`);
    }
    assert.deepEqual(search.finds(), []);
  }
});

test('a megabyte given at once is worked through in slices', () => {
  const redactor = createRedactor([secret('a', token)]);
  const text = `${'0123456789abcde\n'.repeat(65_536)}${token}`;
  const out = Buffer.concat([redactor.push(Buffer.from(text)), redactor.end()]).toString();
  assert.equal(out, `${'0123456789abcde\n'.repeat(65_536)}[REDACTED:a]`);
});
