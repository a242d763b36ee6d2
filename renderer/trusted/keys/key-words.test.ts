import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hasPassphrase, rotationWords, wrapAct, wrapWords } from './key-words.ts';

describe('the ways into a vault', () => {
  it('never offer to remove the last one, for the recovery code does not count', () => {
    const view = { wraps: ['passphrase', 'recovery'], keychain: 'ready' } as const;
    const of = (wrap: keyof typeof wrapWords) => wrapAct({ ...view, wraps: [...view.wraps] }, wrap);
    assert.equal(of('passphrase'), null);
    assert.equal(of('recovery'), 'remove');
    assert.equal(of('keychain'), 'add');
    assert.equal(wrapAct({ wraps: ['passphrase', 'keychain'], keychain: 'ready' }, 'passphrase'), 'remove');
  });

  it('offer no keychain where there is none, but let one that was used be removed', () => {
    const wraps = ['passphrase', 'keychain+passphrase'] as const;
    assert.equal(wrapAct({ wraps: ['passphrase'], keychain: 'absent' }, 'keychain+passphrase'), null);
    assert.equal(wrapAct({ wraps: ['passphrase'], keychain: 'absent' }, 'keychain'), null);
    assert.equal(wrapAct({ wraps: [...wraps], keychain: 'absent' }, 'keychain+passphrase'), 'remove');
  });

  it('say plainly what the keychain alone means', () => {
    assert.match(wrapWords.keychain.says, /any program of your account could open this vault/);
    assert.equal(hasPassphrase({ wraps: ['keychain', 'recovery'] }), false);
    assert.equal(hasPassphrase({ wraps: ['keychain+passphrase'] }), true);
  });

  it('tell how far a rotation is', () => {
    assert.equal(rotationWords({ done: 0, total: 0 }), 'Making ready');
    assert.equal(rotationWords({ done: 1200, total: 10_000 }), '1,200 of 10,000 records');
  });
});
