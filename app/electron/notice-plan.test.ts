import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RequestId, type VaultState } from '../contract/vocabulary.ts';
import { nothingTold, noticeWords, toldOf, type Waits, windowDue } from './notice-plan.ts';

const one = RequestId.parse(`req_${'1'.repeat(32)}`);
const two = RequestId.parse(`req_${'2'.repeat(32)}`);
const waits = (state: VaultState, questions: readonly RequestId[], knocks = 0): Waits => ({ state, questions, knocks });

/** What is due after each of these, one after the other. */
function dueAfter(...all: readonly Waits[]) {
  let told = nothingTold;
  return all.map((each) => {
    const due = windowDue(told, each);
    told = toldOf(each);
    return due;
  });
}

describe('the window that is due', () => {
  it('is the question for each new one, also while another waits', () => {
    assert.deepEqual(
      dueAfter(
        waits('unlocked', [one]),
        waits('unlocked', [one]),
        waits('unlocked', [one, two]),
        waits('unlocked', [two]),
      ),
      ['question', null, 'question', null],
    );
  });

  it('is never forced twice: a question that the person put off stays off (AChep/keyguard-app#1408)', () => {
    assert.deepEqual(dueAfter(waits('unlocked', [one]), waits('unlocked', [one]), waits('unlocked', [one])), [
      'question',
      null,
      null,
    ]);
  });

  it('is the unlock for a request made while locked, and then the question at once (bitwarden/clients#15067)', () => {
    assert.deepEqual(dueAfter(waits('locked', [], 1), waits('unlocked', [one])), ['unlock', 'question']);
    assert.deepEqual(dueAfter(waits('locked', [one]), waits('locked', [one]), waits('unlocked', [one])), [
      'unlock',
      null,
      'question',
    ]);
  });

  it('comes back after a lock for what was on the screen before it', () => {
    assert.deepEqual(dueAfter(waits('unlocked', [one]), waits('locked', [one]), waits('unlocked', [one])), [
      'question',
      null,
      'question',
    ]);
  });

  it('is none before there is a vault, and none when nothing waits', () => {
    assert.deepEqual(dueAfter(waits('empty', [], 3), waits('locked', []), waits('unlocked', [])), [null, null, null]);
  });
});

describe('what a notification says', () => {
  it('is who waits, and nothing else', () => {
    assert.equal(noticeWords([]), null);
    assert.equal(noticeWords(['Claude Code', 'Claude Code']), 'Claude Code waits for you');
    assert.equal(noticeWords(['Claude Code', 'Codex', 'x']), 'Claude Code and 2 more wait for you');
  });

  it('lets no name pass for more than a name', () => {
    assert.equal(noticeWords(['<a href="//x">\n\u202EPay & run']), '·a href="//x"·⏎\\u202ePay · run waits for you');
    assert.equal(noticeWords(['n'.repeat(500)]), `${'n'.repeat(39)}… waits for you`);
  });
});
