import assert from 'node:assert/strict';
import test from 'node:test';
import { readArgv, readShellLine } from './command-words.ts';

const understood: readonly [string, readonly (readonly string[])[]][] = [
  ['gh pr list', [['gh', 'pr', 'list']]],
  ['FOO=1 BAR="a b" gh api', [['gh', 'api']]],
  [
    'gh pr create --title \'Fix login\' && curl -d @n.json "$HOOK"',
    [
      ['gh', 'pr', 'create', '--title', 'Fix login'],
      ['curl', '-d', '@n.json', '$HOOK'],
    ],
  ],
  ['a|b;c&d\ne', [['a'], ['b'], ['c'], ['d'], ['e']]],
  ['make >out.txt 2>&1', [['make']]],
  ['./run.sh <in.txt # secret', [['./run.sh']]],
  ['printf %s a\\ b', [['printf', '%s', 'a b']]],
  ['echo ${TOKEN}x', [['echo', '${TOKEN}x']]],
  ['ls *.ts', [['ls', '*.ts']]],
];
for (const [line, commands] of understood) {
  test(`reads the programs of: ${JSON.stringify(line)}`, () => {
    assert.deepEqual(readShellLine(line), { commands, parsed: true });
  });
}

const notUnderstood = [
  'echo $(id)',
  'echo `id`',
  '$CMD x',
  '"$CMD" x',
  'eval "$X"',
  'env A=1 sh',
  'if true; then id; fi',
  '(id)',
  "echo 'open",
  'cat <<EOF\nx\nEOF',
  'diff <(a) <(b)',
  'sudo id',
  'find . -exec id {} +',
  'echo "$(id)"',
  'echo "`id`"',
  '',
  '   ',
  'A=1',
  'xargs rm',
  '/bin/* x',
  '{ id; }',
  'echo $((1+1))',
  'echo ${X:-$(id)}',
  '~/bin/x',
];
for (const line of notUnderstood) {
  test(`allows once only, since it cannot read: ${JSON.stringify(line)}`, () => {
    assert.equal(readShellLine(line).parsed, false);
  });
}

test('reads an argv as one program, whatever its arguments hold', () => {
  assert.deepEqual(readArgv(['/usr/bin/gh', '$(id)', ';']), {
    commands: [['/usr/bin/gh', '$(id)', ';']],
    parsed: true,
  });
  assert.equal(readArgv(['/usr/bin/env', 'sh']).parsed, false);
});
