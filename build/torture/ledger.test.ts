// What passes after a kill and what does not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ledger } from './ledger.ts';
import type { Change, Content, Found, Keys, Operation, Secret } from './protocol.ts';

const first: Secret = { id: 'a', version: 1, about: 'about', values: 'values', older: [] };
const added: Secret = { ...first, id: null };
const keys: Keys = { version: 1, passphrase: 'old', recovery: null, wraps: ['passphrase'] };
const content: Content = { secrets: { first }, settings: 'settings', agents: {} };

function found(changes: Partial<Found> = {}): Found {
  return { content, keys, recovery: 'untried', audited: 5, backups: 2, wrong: [], ...changes };
}

/** A ledger of a vault with one secret, in which `change` was begun. */
function ledgerWith(change: Change, operation: Operation = 'import'): Ledger {
  const ledger = new Ledger();
  ledger.weigh(found());
  ledger.begins({ told: 'begins', turn: 1, operation, change });
  return ledger;
}

function holding(...names: readonly string[]): Content {
  return {
    ...content,
    secrets: Object.fromEntries(names.map((name) => [name, { ...first, id: name === 'first' ? 'a' : name }])),
  };
}

const importOfTwo: Change = { secrets: { second: added, third: added } };
const done = { told: 'done', turn: 1, recovery: null, audited: 5 } as const;
const what = (ledger: Ledger, seen: Found) => ledger.weigh(seen).map(({ kind, what }) => `${kind}: ${what}`);

test('a change that was begun may be there whole or not at all, and nothing in between', () => {
  assert.deepEqual(what(ledgerWith(importOfTwo), found()), []);
  const ledger = ledgerWith(importOfTwo);
  assert.deepEqual(what(ledger, found({ content: holding('first', 'second', 'third') })), []);
  assert.deepEqual(ledger.foundDone, ['import']);
  const half = what(ledgerWith(importOfTwo), found({ content: holding('first', 'second') }));
  assert.deepEqual(half, ['lost: secret second should not be there']);
});

test('a change that was acknowledged must be there', () => {
  const ledger = ledgerWith(importOfTwo);
  ledger.done(done);
  const missing = ['lost: secret second is missing', 'lost: secret third is missing'];
  assert.deepEqual(what(ledger, found()), missing);
});

test('what nobody touched must be as it was, in every part', () => {
  const other = (changes: Partial<Secret>) =>
    found({ content: { ...content, secrets: { first: { ...first, ...changes } } } });
  assert.deepEqual(what(ledgerWith({}), other({ values: 'others' })), ['lost: secret first holds something else']);
  assert.deepEqual(what(ledgerWith({}), other({ version: 2 })), ['lost: secret first has version 2, not 1']);
  assert.deepEqual(what(ledgerWith({}), other({ id: 'b' })), ['lost: secret first is another one']);
  const older = [{ version: 1, about: 'x', values: 'x' }];
  assert.deepEqual(what(ledgerWith({}), other({ older })), ['lost: secret first has other older versions']);
  const settings = found({ content: { ...content, settings: 'others' } });
  assert.deepEqual(what(ledgerWith({}), settings), ['lost: the settings are not as they were left']);
});

test('a vault opens with the old passphrase or the one that was begun, and with the new one once it was acknowledged', () => {
  const change = { keys: { passphrase: 'new' } };
  const ledger = ledgerWith(change, 'change passphrase');
  assert.deepEqual(ledger.passphrases, ['old', 'new']);
  assert.deepEqual(what(ledger, found()), []);
  const opened = found({ keys: { ...keys, passphrase: 'new' } });
  assert.deepEqual(what(ledgerWith(change, 'change passphrase'), opened), []);
  const told = ledgerWith(change, 'change passphrase');
  told.done(done);
  assert.deepEqual(told.passphrases, ['new']);
  assert.match(what(told, found()).join(), /another passphrase/);
});

test('a recovery code that was told opens the vault; one that was made and never told may have taken its place', () => {
  const change = { keys: { recovery: null, wraps: ['passphrase', 'recovery'] } };
  const withCode = { ...keys, wraps: ['passphrase', 'recovery'] };
  const ledger = ledgerWith(change, 'recovery code');
  ledger.done({ ...done, recovery: 'the code' });
  assert.equal(ledger.recovery, 'the code');
  assert.deepEqual(what(ledger, found({ keys: withCode, recovery: 'right' })), []);
  ledger.begins({ told: 'begins', turn: 2, operation: 'recovery code', change });
  assert.deepEqual(what(ledger, found({ keys: withCode, recovery: 'wrong' })), []);
  const untouched = ledgerWith(change, 'recovery code');
  untouched.done({ ...done, recovery: 'the code' });
  assert.match(what(untouched, found({ keys: withCode, recovery: 'wrong' })).join(), /recovery code opens nothing/);
});

test('audit events that were written are there, and what the victim itself saw is passed on', () => {
  assert.deepEqual(what(ledgerWith({}), found({ wrong: ['seen'] })), ['wrong: seen']);
  const ledger = ledgerWith({});
  ledger.done({ ...done, audited: 9 });
  assert.deepEqual(what(ledger, found()), ['lost: 4 audit events are missing']);
});

test('an automatic backup goes only when there are ten newer ones', () => {
  assert.match(what(ledgerWith({}), found({ backups: 1 })).join(), /there are 1 automatic backups/);
  const ledger = ledgerWith({});
  assert.deepEqual(what(ledger, found({ backups: 11 })), []);
  assert.deepEqual(what(ledger, found({ backups: 10 })), []);
});
