import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { matching, toggled } from './selection.ts';

const all = [{ name: 'github/token' }, { name: 'GitHub/deploy-key' }, { name: 'aws/deploy' }];

describe('choosing secrets', () => {
  it('finds names by all the words, in any order and letter case', () => {
    assert.deepEqual(matching(all, ' key GITHUB '), [{ name: 'GitHub/deploy-key' }]);
    assert.deepEqual(matching(all, 'deploy').length, 2);
    assert.deepEqual(matching(all, 'nothing'), []);
    assert.equal(matching(all, '  '), all);
  });

  it('adds to and takes from what is chosen, and leaves the rest of it', () => {
    const before = new Set(['a', 'b']);
    assert.deepEqual([...toggled(before, ['b', 'c'], true)], ['a', 'b', 'c']);
    assert.deepEqual([...toggled(before, ['b', 'c'], false)], ['a']);
    assert.deepEqual([...before], ['a', 'b']);
  });
});
