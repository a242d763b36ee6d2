import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SecretSummary } from '../../../app/contract/secret.ts';
import { lineAfter, lineOf, listLines } from './list-lines.ts';
import { dueWords, expiryWords, needOf } from './needs.ts';
import type { Filters, SearchIndex } from './search-index.ts';
import { noFilters, searchIndex, searchSecrets } from './search-index.ts';

const now = new Date(2026, 10, 22, 15, 0).getTime();
const dayStart = new Date(2026, 10, 22).getTime();
const hours = (count: number) => count * 3_600_000;
const days = (count: number) => hours(24 * count);
let made = 0;
const secret = (name: string, more: object = {}) => {
  made += 1;
  return SecretSummary.parse({
    ...{ id: made.toString(16).padStart(32, '0'), name, kind: 'token', description: '', tags: [], projects: [] },
    ...{ environment: null, tier: 'run', variables: [], expiresAt: null, rotateBy: null, inactive: false },
    ...{ updatedAt: 1, lastUsedAt: null },
    ...more,
  });
};
const found = (index: SearchIndex, query: string, filters: Partial<Filters> = {}) =>
  searchSecrets(index, query, { ...noFilters, ...filters }, now).map((entry) => entry.secret.name as string);
const listed = (secrets: readonly SecretSummary[]) => listLines(searchIndex(secrets, dayStart).entries);
const lines = (secrets: readonly SecretSummary[]) => {
  const { lines, places } = listed(secrets);
  return lines.map((line, at) => (typeof line === 'string' ? `# ${line}` : `${places[at]} ${line.secret.name}`));
};

describe('the search for a secret', () => {
  const index = searchIndex(
    [
      secret('slack/hook', { variables: ['SLACK_HOOK'], projects: ['Büro'], environment: 'prod' }),
      secret('github/token', { description: 'PAT for CI', tags: ['work'], projects: ['api'] }),
      secret('github/app', { kind: 'ssh_key', expiresAt: now + days(3) }),
      secret('db', { rotateBy: now - days(1), inactive: true, environment: 'dev' }),
    ],
    dayStart,
  );

  it('finds a secret only when every word is somewhere in what was written about it', () => {
    assert.deepEqual(found(index, '  '), ['github/app', 'github/token', 'db', 'slack/hook']);
    assert.deepEqual(found(index, 'WORK pat'), ['github/token']);
    assert.deepEqual(found(index, 'slack_ho'), ['slack/hook']);
    assert.deepEqual(found(index, 'work hook'), []);
  });

  it('sees through case and accents', () => {
    assert.deepEqual(found(index, 'buro'), ['slack/hook']);
    assert.deepEqual(found(index, 'BÜRO'), ['slack/hook']);
  });

  it('does not join two things that were written apart', () => {
    assert.deepEqual(found(index, 'workapi'), []);
    assert.deepEqual(found(index, 'token\nslack'), []);
  });

  it('narrows down by each filter, and by all of them together', () => {
    assert.deepEqual(found(index, '', { tag: 'work' }), ['github/token']);
    assert.deepEqual(found(index, '', { environment: 'prod' }), ['slack/hook']);
    assert.deepEqual(found(index, '', { kind: 'ssh_key' }), ['github/app']);
    assert.deepEqual(found(index, '', { need: 'expiring' }), ['github/app']);
    assert.deepEqual(found(index, '', { need: 'due' }), ['db']);
    assert.deepEqual(found(index, '', { need: 'waiting' }), ['db']);
    assert.deepEqual(found(index, 'slack', { tag: 'work' }), []);
  });

  it('keeps a secret of no project in every project', () => {
    assert.deepEqual(found(index, '', { project: 'api' }), ['github/app', 'github/token', 'db']);
  });

  it('offers only filters that some secret fits', () => {
    assert.deepEqual(index.facets, {
      tag: ['work'],
      project: ['Büro', 'api'],
      environment: ['dev', 'prod'],
      kind: ['ssh_key', 'token'],
    });
  });
});

describe('the lines of the list', () => {
  it('puts what was used today first, newest first, and the rest under their folders', () => {
    const list = [
      secret('z/old', { lastUsedAt: now - days(3) }),
      secret('b/early', { lastUsedAt: now - hours(10) }),
      secret('c/late', { lastUsedAt: now - hours(1) }),
      secret('a/one'),
      secret('a/Two', { lastUsedAt: now - hours(16) }),
      secret('plain'),
    ];
    assert.deepEqual(lines(list), [
      ...['# Used today', '1 c/late', '2 b/early'],
      ...['# a', '3 a/one', '4 a/Two'],
      ...['# Everything else', '5 plain', '6 z/old'],
    ]);
  });

  it('has one heading when nothing shares a folder', () => {
    assert.deepEqual(lines([secret('y/b'), secret('x/a')]), ['# By name', '1 x/a', '2 y/b']);
    assert.deepEqual(lines([]), []);
  });
});

describe('the keys of the list', () => {
  const folders = ['a/1', 'a/2', 'b/1', 'b/2', 'b/3'].map((name) => secret(name));
  const { lines } = listed(folders);
  const after = (key: string, active: number) => lineAfter(key, lines, active, 2);

  it('moves over headings, stops at both ends, and leaves other keys alone', () => {
    assert.equal(after('ArrowDown', 2), 4);
    assert.equal(after('ArrowUp', 4), 2);
    assert.equal(after('ArrowUp', 1), 1);
    assert.equal(after('ArrowDown', 6), 6);
    assert.equal(after('PageDown', 1), 4);
    assert.equal(after('PageUp', 5), 2);
    assert.equal(after('PageUp', 2), 1);
    assert.equal(after('Home', 5), 1);
    assert.equal(after('End', 1), 6);
    assert.equal(after('a', 1), null);
  });

  it('keeps the chosen secret, and takes the first one when it is gone', () => {
    assert.equal(lineOf(lines, folders[3]?.id ?? null), 5);
    assert.equal(lineOf(lines, null), 1);
    assert.equal(lineOf([], null), -1);
  });
});

describe('what a secret needs', () => {
  it('speaks of expiry and of a new value only when it is near or past', () => {
    assert.equal(expiryWords(null, now), null);
    assert.equal(expiryWords(now + days(40), now), null);
    assert.equal(expiryWords(now + days(6), now), 'expires in 6 days');
    assert.equal(expiryWords(now - 1, now), 'expired');
    assert.equal(dueWords(now + days(6), now), 'new value due in 6 days');
    assert.equal(dueWords(now, now), 'new value due');
    assert.equal(dueWords(now + days(15), now), null);
  });

  it('names what is most pressing', () => {
    assert.equal(needOf(secret('a', { inactive: true, expiresAt: 1 }), now), 'waits for you');
    assert.equal(needOf(secret('a', { expiresAt: 1, rotateBy: 1 }), now), 'expired');
    assert.equal(needOf(secret('a'), now), null);
  });
});
