import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ActionCommand } from '../../contract/run.ts';
import { type CommandPattern, literalWord, matchesWord, readPattern } from './command-pattern.ts';
import { allows, catches } from './pattern-match.ts';

const around = { folders: new Set(['/usr/bin', '/home/me/.local/bin']), stdin: false };

function pattern(text: string): CommandPattern {
  const read = readPattern(text);
  assert.equal(read.kind, 'pattern', `${text}: ${read.kind === 'wrong' ? read.says : ''}`);
  return read.kind === 'pattern' ? read.pattern : assert.fail();
}

function command(words: string, more: Partial<ActionCommand> = {}): ActionCommand {
  const risk = { class: 'unknown', target: null, verb: [] } as const;
  return { words: words.split(' '), assigns: [], via: [], appended: false, writesTo: [], readsFrom: [], risk, ...more };
}

const allowsIt = (text: string, words: string, more?: Partial<ActionCommand>) =>
  allows(pattern(text), command(words, more), around);
const catchesIt = (text: string, words: string, more?: Partial<ActionCommand>) =>
  catches(pattern(text), command(words, more));

const table: readonly [string, string, boolean][] = [
  ['gh pr view', 'gh pr view', true],
  ['gh pr view', 'gh pr view 5', false],
  ['gh pr view *', 'gh pr view 5', true],
  ['gh pr view *', 'gh pr view', false],
  ['gh pr view *', 'gh pr view 5 --web', false],
  ['gh pr view **', 'gh pr view', true],
  ['gh pr view **', 'gh pr view 5 --web', true],
  ['gh pr view **', 'gh pr merge 5', false],
  ['gh **', '/usr/bin/gh api x', true],
  ['gh **', './gh api x', false],
  ['gh **', 'gh/../gh api x', false],
  ['gh **', '/tmp/gh api x', false],
  ['gh **', '/usr/bin/../../tmp/gh x', false],
  ['/opt/*/gh **', '/opt/x/gh a', true],
  ['/opt/*/gh **', '/opt/x/../../tmp/gh a', false],
  ['./deploy.sh *', './deploy.sh prod', true],
  ['./deploy.sh *', 'deploy.sh prod', false],
  ['curl https://api.example.com/*', 'curl https://api.example.com/v1', true],
  ['curl https://api.example.com/*', 'curl https://api.example.org/v1', false],
  ['a *b*c', 'a xbyc', true],
  ['a *b*c', 'a xbyd', false],
  ['a \\*', 'a *', true],
  ['a \\*', 'a b', false],
  ["a '*'", 'a *', true],
  ["a '*'", 'a b', false],
  ['**', 'anything at all', true],
];
for (const [text, words, expected] of table) {
  test(`“${text}” ${expected ? 'allows' : 'does not allow'} “${words}”`, () => {
    assert.equal(allowsIt(text, words), expected);
  });
}

test('words with spaces are quoted as in a shell, and a star within quotes is a star', () => {
  const sql = command('psql -c', {});
  const words = [...sql.words, 'SELECT * FROM t'];
  assert.equal(allows(pattern('psql -c "SELECT * FROM t"'), { ...sql, words }, around), true);
  assert.equal(
    allows(pattern('psql -c "SELECT * FROM t"'), { ...sql, words: ['psql', '-c', 'SELECT 1 FROM t'] }, around),
    false,
  );
  assert.equal(allows(pattern('psql -c "SELECT "*'), { ...sql, words }, around), true);
});

test('a file that is written must be named: no star reaches over it', () => {
  const writesTo = ['out.json'];
  assert.equal(allowsIt('gh api **', 'gh api x', { writesTo }), false);
  assert.equal(allowsIt('gh api ** > out.json', 'gh api x', { writesTo }), true);
  assert.equal(allowsIt('gh api ** > *.json', 'gh api x', { writesTo }), true);
  assert.equal(allowsIt('gh api ** > out.json', 'gh api x'), false);
  assert.equal(allowsIt('gh api ** > out.json', 'gh api x', { writesTo: ['out.json', '/etc/passwd'] }), false);
});

test('variables in front of a command are named, and only they', () => {
  assert.equal(allowsIt('gh **', 'gh x', { assigns: ['GH_HOST'] }), false);
  assert.equal(allowsIt('GH_HOST=* gh **', 'gh x', { assigns: ['GH_HOST'] }), true);
  assert.equal(allowsIt('GH_HOST=* gh **', 'gh x'), false);
  assert.equal(allowsIt('GH_HOST=* gh **', 'gh x', { assigns: ['GH_HOST', 'LD_PRELOAD'] }), false);
  assert.equal(catchesIt('gh **', 'gh x', { assigns: ['GH_HOST'] }), true);
});

test('a wrapper that changes who runs it, or what, is named by what allows (nextlevelbuilder/goclaw#1202)', () => {
  for (const via of [['sudo'], ['doas'], ['npx'], ['npm exec'], ['busybox'], ['sh', 'sudo']]) {
    assert.equal(allowsIt('gh **', 'gh pr view', { via }), false, via.join());
    assert.equal(allowsIt('**', 'gh pr view', { via }), false, via.join());
    assert.equal(catchesIt('gh pr **', 'gh pr view', { via }), true, via.join());
  }
  assert.equal(allowsIt('sudo gh **', 'gh pr view', { via: ['sudo'] }), true);
  assert.equal(allowsIt('sudo gh **', 'gh pr view'), false);
  assert.equal(allowsIt('npm exec gh **', 'gh pr view', { via: ['npm exec'] }), true);
  assert.equal(allowsIt('gh **', 'gh pr view', { via: ['sh', 'env', 'timeout'] }), true);
});

test('a denial of a wrapper holds for what stands behind it', () => {
  assert.equal(catchesIt('sudo **', 'gh x', { via: ['sudo'] }), true);
  assert.equal(catchesIt('sudo **', 'gh x'), false);
  assert.equal(catchesIt('bash -c rm **', 'rm -rf x', { via: ['bash'] }), true);
  assert.equal(catchesIt('bash -c rm **', 'ls', { via: ['bash'] }), false);
});

test('a denial holds for a program by any path, in any case and with any ending', () => {
  for (const program of ['gh', './gh', '/tmp/gh', 'GH', 'C:\\bin\\gh.exe', 'GH.CMD']) {
    assert.equal(catchesIt('gh auth token', `${program} auth token`), true, program);
  }
  assert.equal(catchesIt('gh auth token', 'gh auth status'), false);
  assert.equal(catchesIt('gh auth token', 'ghost auth token'), false);
  assert.equal(catchesIt('gh auth token', 'gh auth token', { writesTo: ['x'] }), true);
});

test('arguments that come when it runs fit only an open end; a denial fits all that may still come', () => {
  const appended = true;
  assert.equal(allowsIt('gh pr view *', 'gh pr view 1', { appended }), false);
  assert.equal(allowsIt('gh pr view **', 'gh pr view', { appended }), true);
  assert.equal(allowsIt('gh pr view **', 'gh', { appended }), false);
  assert.equal(catchesIt('gh auth token', 'gh', { appended }), true);
  assert.equal(catchesIt('gh auth token', 'gh pr', { appended }), false);
});

test('a text on standard input fits only an open end', () => {
  const stdin = { ...around, stdin: true };
  assert.equal(allows(pattern('psql'), command('psql'), stdin), false);
  assert.equal(allows(pattern('psql **'), command('psql'), stdin), true);
});

test('what cannot be a pattern is refused with a sentence', () => {
  for (const text of [
    '',
    '   ',
    'a | b',
    'a; b',
    'a && b',
    'a $(b)',
    'a < f',
    'a `b`',
    'a >',
    'a > b c',
    'a >f',
    "a 'b",
    'a "b',
    'a \\',
  ]) {
    assert.equal(readPattern(text).kind, 'wrong', text);
  }
  for (const text of ['** a', 'a b** c', 'a > **', 'X=1 a', 'X=*']) assert.equal(readPattern(text).kind, 'wrong', text);
});

test('a literal word fits itself and nothing else', () => {
  const word = fc.string({ unit: 'grapheme', maxLength: 12 });
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), word, (words, other) => {
      const literal = pattern(words.map(literalWord).join(' '));
      assert.equal(
        literal.words.every((each, at) => matchesWord(each, words[at] ?? '')),
        true,
      );
      assert.equal(literal.words.length, words.length);
      assert.equal(matchesWord(literal.words[0] ?? [], other), other === words[0]);
    }),
  );
  assert.equal(readPattern(['X=1', 'sudo', '>', '**', '*'].map(literalWord).join(' ')).kind, 'pattern');
});

test('stars take no longer than the word is long', () => {
  const many = pattern(`a ${'*x'.repeat(400)}*y`);
  assert.equal(matchesWord(many.words[1] ?? [], 'x'.repeat(60_000)), false);
});
