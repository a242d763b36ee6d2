import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { testAction, testCommand } from './question.testkit.ts';
import { riskWords } from './risk-words.ts';

describe('words for what a run does', () => {
  it('names the target where it is known', () => {
    const to = (risk: 'read' | 'write' | 'delete', target: string | null) =>
      riskWords(testAction({ commands: [testCommand('x y', risk, target, 2)] }));
    assert.equal(to('read', 'GitHub'), 'Reads from GitHub');
    assert.equal(to('write', 'GitHub'), 'Writes to GitHub');
    assert.equal(to('delete', 'your Kubernetes cluster'), 'Deletes in your Kubernetes cluster');
    assert.equal(to('read', null), 'Only reads');
    assert.equal(to('delete', null), 'Deletes');
  });

  it('needs no target to say that a credential is shown or that nothing is known', () => {
    assert.equal(
      riskWords(testAction({ commands: [testCommand('gh auth token', 'disclose', 'GitHub', 3)] })),
      'Shows a credential',
    );
    assert.equal(riskWords(testAction({ commands: [], risk: 'unknown' })), 'Effects unknown');
  });

  it('says what the gravest command does, and to how many places', () => {
    const commands = [
      testCommand('gh pr view', 'read', 'GitHub', 3),
      testCommand('curl a', 'write', 'slack.com', 1),
      testCommand('gh pr create', 'write', 'GitHub', 3),
    ];
    assert.equal(riskWords(testAction({ commands, risk: 'write' })), 'Writes to slack.com and GitHub');
    const more = [...commands, testCommand('aws s3 cp', 'write', 'AWS', 3)];
    assert.equal(riskWords(testAction({ commands: more, risk: 'write' })), 'Writes to 3 places');
  });

  it('never leaves out that one of the targets is not known', () => {
    const commands = [testCommand('gh pr create', 'write', 'GitHub', 3), testCommand('tee x', 'write', null, 1)];
    assert.equal(riskWords(testAction({ commands })), 'Writes to GitHub and elsewhere');
  });
});
