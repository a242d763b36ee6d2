import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Reach } from '../../../app/contract/lasting.ts';
import type { Allowance } from './allowance-words.ts';
import { allowanceWords, allowButton, reachWords } from './allowance-words.ts';
import { plainText, testAction, testCommand } from './question.testkit.ts';

const words = (given: Partial<Allowance>) =>
  plainText(
    allowanceWords({
      action: testAction({ project: '/home/me/code' }),
      lasting: { kind: 'session' },
      reach: 'exact',
      without: [],
      times: 1,
      home: '/home/me',
      ...given,
    }),
  );

describe('an allowance in one sentence', () => {
  it('says one time, or once for each request that waits', () => {
    assert.equal(words({ lasting: { kind: 'once' } }), 'Allows exactly this command, one time.');
    assert.equal(
      words({ lasting: { kind: 'once' }, times: 3 }),
      'Allows exactly this command, once for each of 3 requests.',
    );
  });

  it('names what, with which secrets, where and how long', () => {
    assert.equal(
      words({ reach: 'alike', lasting: { kind: 'minutes', minutes: 15 } }),
      'Allows `gh pr view` with the same options and any other arguments, with `github/token`, in `~/code`, ' +
        'for 15 minutes, or until Postern locks. Another program or script, or a changed one, asks again.',
    );
    assert.match(words({ lasting: { kind: 'uses', uses: 7 } }), /, 7 times at most, until Postern locks\./);
    assert.match(words({ reach: 'reads' }), /^Allows any `gh` command that only reads, with /);
  });

  it('names the very folder for exactly this command, and the project for more', () => {
    assert.match(words({ reach: 'exact' }), /, in `~\/code\/api`, /);
    assert.match(words({ reach: 'alike' }), /, in `~\/code`, /);
    assert.match(words({ reach: 'alike', action: testAction() }), /, in `~\/code\/api`, /);
  });

  it('leaves out the secrets that the person took out, and names none where there are none', () => {
    const action = testAction({ secrets: ['github/token', 'slack/hook'] });
    assert.match(words({ action }), /with `github\/token` and `slack\/hook`,/);
    assert.match(words({ action, without: ['slack/hook'] }), /with `github\/token`,/);
    assert.doesNotMatch(words({ action: testAction({ secrets: [] }) }), /with/);
  });

  it('counts where there are too many to name', () => {
    const action = testAction({
      secrets: ['a', 'b', 'c', 'd', 'e'],
      commands: ['a x', 'b x', 'c x', 'd x'].map((line) => testCommand(line, 'read', null, 1)),
    });
    assert.match(words({ action, reach: 'alike' }), /^Allows these 4 commands with .* with these 5 secrets,/);
    assert.match(words({ action, reach: 'reads' }), /^Allows any use of these 4 programs that only reads,/);
  });

  it('gives each reach a name of its own', () => {
    const name = (reach: Reach) => plainText(reachWords(testAction(), reach));
    assert.equal(name('exact'), 'Exactly this command');
    assert.equal(name('alike'), '`gh pr view` with other arguments');
    assert.equal(name('reads'), 'Any `gh` command that only reads');
  });

  it('says on the button what it gives', () => {
    assert.equal(allowButton({ kind: 'once' }, 1), 'Allow once');
    assert.equal(allowButton({ kind: 'once' }, 3), 'Allow all 3');
    assert.equal(allowButton({ kind: 'session' }, 3), 'Allow for this session');
    assert.equal(allowButton({ kind: 'rule' }, 1), 'Allow and save the rule');
  });
});
