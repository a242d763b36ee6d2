import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { testCommand, testRun } from './question.testkit.ts';
import {
  aloneBecause,
  maySession,
  noToAll,
  nothingChosen,
  reachesOf,
  reachOfSeveral,
  yesToSeveral,
} from './several.ts';

const reads = ['1', '2', '3'].map((mark) => testRun({ mark }));
const write = testRun({
  mark: '4',
  commands: [testCommand('gh pr create', 'write', 'GitHub', 3)],
  offers: { reaches: ['exact', 'alike'] },
  times: 3,
});
const erase = testRun({ mark: '5', commands: [testCommand('gh repo delete', 'delete', 'GitHub', 3)] });
const guarded = testRun({ mark: '6', offers: { onceOnly: 'guarded', lasting: [{ kind: 'once' }], reaches: [] } });
const all = [...reads, write, erase, guarded];
const ticked = (...runs: readonly { readonly digest: string }[]) => new Set(runs.map(({ digest }) => digest));

describe('many runs at once', () => {
  it('begins with nothing ticked, and a yes to nothing allows nothing (P9)', () => {
    assert.deepEqual(yesToSeveral(all, nothingChosen), {
      kind: 'several',
      allowed: [],
      lasting: { kind: 'once' },
      reach: 'exact',
      others: 'wait',
    });
  });

  it('lets only plain reading and writing be ticked (P2, P9)', () => {
    assert.deepEqual(
      all.map((run) => aloneBecause(run) === null),
      [true, true, true, true, false, false],
    );
    for (const risk of ['unknown', 'delete', 'disclose'] as const)
      assert.notEqual(aloneBecause(testRun({ risk })), null);
    for (const onceOnly of ['unparsed', 'caller', 'guarded', 'disclosure', 'secret'] as const) {
      assert.notEqual(aloneBecause(testRun({ offers: { onceOnly } })), null);
    }
  });

  it('never allows what has to be looked at alone, ticked or not (P9)', () => {
    const yes = yesToSeveral(all, { ...nothingChosen, ticked: ticked(...all), denyOthers: true });
    assert.ok(yes.kind === 'several');
    assert.deepEqual(
      yes.allowed,
      [...reads, write].map(({ id, digest, times }) => ({ id, digest, times })),
    );
    assert.equal(yes.others, 'deny');
  });

  it('forgets a tick whose row was drawn anew as another (P2)', () => {
    const yes = yesToSeveral([testRun({ mark: '7' })], { ...nothingChosen, ticked: ticked(...reads) });
    assert.ok(yes.kind === 'several');
    assert.deepEqual(yes.allowed, []);
  });

  it('reaches beyond exactly these by itself only where all of them only read', () => {
    const session = { ...nothingChosen, lasting: { kind: 'session' } } as const;
    assert.deepEqual(reachesOf([write]), ['exact', 'alike']);
    assert.deepEqual(reachesOf([...reads, write]), ['exact', 'alike', 'reads']);
    assert.equal(reachOfSeveral(reads, session), 'reads');
    assert.equal(reachOfSeveral([...reads, write], session), 'exact');
    assert.equal(reachOfSeveral([...reads, write], { ...session, reach: 'reads' }), 'reads');
    assert.equal(reachOfSeveral([write], { ...session, reach: 'reads' }), 'exact');
    assert.equal(reachOfSeveral(reads, nothingChosen), 'exact');
  });

  it('lasts a session only where every one of them may', () => {
    const once = testRun({ mark: '8', offers: { lasting: [{ kind: 'once' }] } });
    assert.ok(maySession(reads));
    assert.ok(!maySession([...reads, once]));
    assert.ok(!maySession([]));
    const choice = { ...nothingChosen, lasting: { kind: 'session' } as const, ticked: ticked(...reads, once) };
    const yes = yesToSeveral([...reads, once], choice);
    assert.ok(yes.kind === 'several');
    assert.deepEqual([yes.lasting, yes.reach], [{ kind: 'once' }, 'exact']);
  });

  it('denies all without allowing any', () => {
    assert.ok(noToAll.kind === 'several');
    assert.deepEqual([noToAll.allowed, noToAll.others], [[], 'deny']);
  });
});
