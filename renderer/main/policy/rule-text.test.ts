import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lineOfRule, withoutRule } from './rule-text.ts';

const head = 'version: 1\n# mine\nrules:\n';
const one = '  - id: one\n    action: allow\n    commands:\n      - gh pr view **\n';
const two = '  - id: "two"  # why\n    action: deny\n    note: |\n      Two\n\n      lines\n';
const three = '  - id: three\n    action: ask\n    tags: [prod]\n';

describe('a rule taken out of the text', () => {
  it('goes with all its lines, and everything else stays', () => {
    assert.equal(withoutRule(head + one + two + three, 'two'), head + one + three);
    assert.equal(withoutRule(head + one + two + three, 'one'), head + two + three);
    assert.equal(withoutRule(head + one + two + three, 'three'), head + one + two);
    assert.equal(withoutRule(`${head}${one}\n${two}env_aliases: {}\n`, 'one'), `${head}\n${two}env_aliases: {}\n`);
    assert.equal(withoutRule(`${head}${one}${two}env_aliases: {}\n`, 'two'), `${head}${one}env_aliases: {}\n`);
  });

  it('leaves an empty list when it was the only one', () => {
    const empty = 'version: 1\n# mine\nrules: []\n';
    assert.equal(withoutRule(head + one, 'one'), empty);
    assert.equal(withoutRule(`${head}${one}env_aliases: {}\n`, 'one'), `${empty}env_aliases: {}\n`);
  });

  it('works where the list is not indented', () => {
    const flat = (text: string) => text.replaceAll(/^ {2}/gm, '');
    assert.equal(withoutRule(head + flat(one) + flat(three), 'one'), head + flat(three));
    assert.equal(withoutRule(`${head}${flat(three)}env_aliases: {}\n`, 'three')?.includes('rules: []\nenv'), true);
  });

  it('is not guessed at when it is written in another way', () => {
    assert.equal(withoutRule(head + one, 'two'), null);
    assert.equal(withoutRule('rules: [{ id: one, action: ask }]', 'one'), null);
    assert.equal(withoutRule('rules:\n  - action: ask\n    id: one\n', 'one'), null);
  });

  it('is found by its line', () => {
    assert.equal(lineOfRule(head + one + two, 'two'), 8);
    assert.equal(lineOfRule(head + one + two, 'three'), null);
  });
});
