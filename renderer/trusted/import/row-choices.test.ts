import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ImportItem } from '../../../app/contract/import.ts';
import { ImportPreview } from '../../../app/contract/import.ts';
import { choiceFor, decideConflicts, readChoices } from './row-choices.ts';

function items(...of: readonly (readonly [string, ImportItem['class']])[]): readonly ImportItem[] {
  return ImportPreview.parse({
    items: of.map(([name, is], index) => ({
      index,
      from: `line ${index + 1}`,
      name,
      kind: 'token',
      tier: 'run',
      fields: [],
      class: is,
      existing: is === 'new' ? null : '0'.repeat(32),
      notes: [],
    })),
    skipped: [],
  }).items;
}

const three = items(['a/new', 'new'], ['a/same', 'same'], ['a/other', 'conflict']);

describe('the choices of an import', () => {
  it('add what is new, leave what is the same, and never decide a conflict by themselves', () => {
    assert.deepEqual(
      three.map((item) => choiceFor(item, new Map())),
      [{ kind: 'add' }, { kind: 'skip' }, null],
    );
    assert.deepEqual(readChoices(three, new Map()), { choices: [], importing: 1, undecided: 1, problems: new Map() });
  });

  it('are decided for all conflicts at once, and only for conflicts', () => {
    const rows = decideConflicts(three, new Map([[0, { kind: 'skip' }]]), 'replace');
    const read = readChoices(three, rows);
    assert.deepEqual(read.choices, [
      { index: 0, choice: { kind: 'skip' } },
      { index: 2, choice: { kind: 'replace' } },
    ]);
    assert.equal(read.importing, 1);
    assert.equal(read.undecided, 0);
  });

  it('hold a new name only when it is one', () => {
    for (const text of ['', 'has blank', '/slash', 'ünïcode', 'x'.repeat(129)]) {
      const { choices, problems } = readChoices(three, new Map([[2, { kind: 'rename', text }]]));
      assert.deepEqual(choices, [], text);
      assert.match(problems.get(2) ?? '', /^Letters, digits/, text);
    }
    const read = readChoices(three, new Map([[2, { kind: 'rename', text: ' b/other ' }]]));
    assert.deepEqual(read.choices, [{ index: 2, choice: { kind: 'rename', name: 'b/other' } }]);
    assert.equal(read.problems.size, 0);
    assert.equal(read.importing, 2);
  });

  it('refuse a name that a secret or another row has, also in other letter case', () => {
    for (const text of ['a/same', 'A/SAME', 'a/new', 'a/other'])
      assert.equal(readChoices(three, new Map([[2, { kind: 'rename', text }]])).problems.get(2), 'That name is taken.');
    const both = new Map([
      [0, { kind: 'rename', text: 'b/one' }],
      [2, { kind: 'rename', text: 'B/One' }],
    ] as const);
    assert.equal(readChoices(three, both).problems.size, 2);
  });

  it('let a name go that its row gives up', () => {
    const rows = new Map([
      [0, { kind: 'skip' }],
      [2, { kind: 'rename', text: 'a/new' }],
    ] as const);
    assert.equal(readChoices(three, rows).problems.size, 0);
  });
});
