import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SinceLast } from '../../../app/contract/approval.ts';
import { plainText } from './question.testkit.ts';
import { sinceWords } from './since-words.ts';

const allowedAt = new Date(2026, 10, 22, 14, 2).getTime();
const none = { allowedAt, marks: [], added: [], removed: [], secrets: [], files: [] };
const file = { word: 'deploy.sh', path: '/x/deploy.sh', sha256: '0'.repeat(64) };

/** Times of day are written as the computer's language has them. */
const said = (since: object, now = allowedAt + 60_000) =>
  sinceWords(SinceLast.parse({ ...none, ...since }), now).map((each) =>
    plainText(each).replace(/\d\d?:02[^.:]*/, 'TIME'),
  );

describe('words for what is new', () => {
  it('says what came and what went, and since when', () => {
    assert.deepEqual(said({ added: ['--draft', '-x'], removed: ['--web'] }), [
      'New since you allowed this at TIME: `--draft` and `-x`.',
      'Gone: `--web`.',
    ]);
    assert.deepEqual(said({ removed: ['--web'] }), ['Gone since you allowed this at TIME: `--web`.']);
  });

  it('says which files are not as they were, each once, and which secrets are new', () => {
    assert.deepEqual(said({ files: [file, file], secrets: ['slack/hook'] }), [
      'You allowed a command like this at TIME.',
      '`deploy.sh` is not as it was then.',
      'First time with `slack/hook`.',
    ]);
  });

  it('says that it was allowed before where nothing is new', () => {
    assert.deepEqual(said({}), ['You allowed this at TIME.']);
  });

  it('names the day when it was not today', () => {
    assert.match(said({ added: ['a'] }, allowedAt + 86_400_000)[0] ?? '', /allowed this on .*22.* at TIME: /);
  });

  it('counts where there is too much to name', () => {
    const added = Array.from({ length: 20 }, (_, at) => `w${at}`);
    assert.deepEqual(said({ added }), ['New since you allowed this at TIME: 20 words.']);
  });
});
