import assert from 'node:assert/strict';
import test from 'node:test';
import { matchesGlob } from './name-glob.ts';

const cases: readonly [string, string, boolean][] = [
  ['aws/deploy', 'aws/*', true],
  ['aws/prod/deploy', 'aws/*', false],
  ['aws/prod/deploy', 'aws/**', true],
  ['aws/prod/deploy', '**/deploy', true],
  ['aws/deploy', '*', false],
  ['npm', '*', true],
  ['AWS/Deploy', 'aws/deploy', true],
  ['aws/deploy', 'aws/deplo?', true],
  ['aws/deploy', 'aws?deploy', false],
  ['aws/deploy', '', false],
  ['aws/deploy', 'aws/', false],
  ['a', '**', true],
];
for (const [name, glob, matches] of cases) {
  test(`${glob} ${matches ? 'matches' : 'does not match'} ${name}`, () =>
    assert.equal(matchesGlob(name, glob), matches));
}
test('a hostile glob is answered in linear time', () => {
  assert.equal(matchesGlob('a'.repeat(128), `${'*a'.repeat(120)}b`), false);
});
