import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RequestId } from '../../../app/contract/vocabulary.ts';
import { briefCommand, progressWords } from './live-words.ts';

const run = {
  id: RequestId.parse(`req_${'a'.repeat(32)}`),
  clientName: 'Claude Code',
  command: 'npm run deploy',
  cwd: '/home/ada',
  secrets: [],
  startedAt: 1_000_000,
  endedAt: null,
  outcome: null,
};

test('a run says for how long it runs, then when it ended, after how long, and how', () => {
  assert.equal(progressWords(run, 1_012_000), 'for 12 s');
  assert.equal(progressWords(run, 1_003_900), 'for 3 s');
  assert.equal(progressWords(run, 999_000), 'for 0 s', 'by a clock that was set back');
  const ended = progressWords({ ...run, endedAt: 1_003_000, outcome: 'exit 1' }, 2_000_000);
  assert.match(ended, /^at \d\d:\d\d:\d\d, after 3\.0 s: exit 1$/);
});

test('a row has the first line of a command, cut where it is long, and says so', () => {
  assert.equal(briefCommand('ls'), 'ls');
  assert.equal(briefCommand('set -e\nrm -rf build'), 'set -e…');
  assert.equal(briefCommand('x'.repeat(200)), `${'x'.repeat(96)}…`);
});
