import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ActionChange } from '../../../app/contract/run.ts';
import { changedTitle, changeWords } from './change-words.ts';
import { plainText } from './question.testkit.ts';

const script: ActionChange = { kind: 'script', what: 'deploy.sh', was: 'a'.repeat(64), is: 'b'.repeat(64) };
const told = (change: ActionChange) => {
  const { says, was, is } = changeWords(change, '/home/me');
  return [plainText(says), was, is];
};

describe('words for what changed after the click (P10)', () => {
  it('says in the title what it was, or how many', () => {
    assert.equal(
      plainText(changedTitle([script], '/home/me')),
      'Not run: `deploy.sh` was changed after you allowed it',
    );
    assert.match(plainText(changedTitle([script, script], '/home/me')), /^Not run: 2 things were changed/);
  });

  it('shows short hashes, paths under ~ and versions', () => {
    assert.deepEqual(told(script), ['`deploy.sh` was edited', 'aaaaaaaaaaaa', 'bbbbbbbbbbbb']);
    assert.deepEqual(told({ kind: 'program', what: 'gh', was: 'a'.repeat(64), is: 'b'.repeat(64) }), [
      '`gh` was replaced by another program',
      'aaaaaaaaaaaa',
      'bbbbbbbbbbbb',
    ]);
    assert.deepEqual(told({ kind: 'link', what: 'run', was: '/home/me/run', is: '/tmp/run' }), [
      '`run` leads to another file now',
      '~/run',
      '/tmp/run',
    ]);
    assert.deepEqual(told({ kind: 'folder', what: '/home/me/api', was: '/home/me/api', is: '/home/me/api' }), [
      '`~/api` is another folder now',
      '~/api',
      '~/api',
    ]);
    assert.deepEqual(told({ kind: 'secret', what: 'github/token', was: '3', is: '4' }), [
      '`github/token` has another value now',
      'version 3',
      'version 4',
    ]);
  });

  it('says when it is gone or was not there before', () => {
    assert.deepEqual(told({ ...script, is: null }), ['`deploy.sh` is not there any more', 'aaaaaaaaaaaa', null]);
    assert.deepEqual(told({ ...script, was: null }), ['`deploy.sh` was not there before', null, 'bbbbbbbbbbbb']);
    assert.deepEqual(told({ kind: 'secret', what: 'github/token', was: '3', is: null }), [
      '`github/token` was removed from the vault',
      'version 3',
      null,
    ]);
  });
});
