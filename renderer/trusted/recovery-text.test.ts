import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { caretIn, grouped, groupsOf, lettersIn } from './recovery-text.ts';

describe('a recovery code as it is typed', () => {
  it('stands in groups of four capitals, whatever was put between', () => {
    for (const typed of ['abcd efgh 12', 'ABCD-EFGH-12', ' ab.cd\nefgh\t12 ', 'a b c d e f g h 1 2', 'ABCD–EFGH—12'])
      assert.equal(grouped(typed), 'ABCD-EFGH-12', typed);
    assert.equal(grouped(''), '');
    assert.equal(grouped(' - '), '');
  });

  it('loses no letter and no digit, and stays as it is when typed again', () => {
    const code = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
    assert.equal(grouped(code).replaceAll('-', ''), code);
    assert.equal(grouped(grouped(code)), grouped(code));
  });

  it('is shown in the same groups', () => {
    assert.deepEqual(groupsOf('ABCD-EFGH-1'), ['ABCD', 'EFGH', '1']);
    assert.deepEqual(groupsOf(''), []);
  });

  it('keeps the caret behind the letter it stood behind', () => {
    assert.equal(caretIn('ABCD-EFGH', lettersIn('abc')), 3);
    assert.equal(caretIn('ABCD-EFGH', lettersIn('ab cde')), 6);
    assert.equal(caretIn('ABCD', 9), 4);
    assert.equal(caretIn('ABCD', 0), 0);
  });
});
