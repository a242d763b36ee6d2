import assert from 'node:assert/strict';
import test from 'node:test';
import type { InnerCommand } from './inner-command.ts';
import { scriptWords } from './script-words.ts';

function command(line: string, readsFrom: readonly string[] = []): InnerCommand {
  return { words: line.split(' '), assigns: [], via: [], appended: false, writesTo: [], readsFrom };
}

const cases: readonly [string, readonly string[]][] = [
  ['gh pr list', []],
  ['./run.sh a', ['./run.sh']],
  ['/usr/bin/gh pr', ['/usr/bin/gh']],
  ['bash -e deploy prod', ['deploy']],
  ['bash -o pipefail deploy', ['deploy']],
  ['python3 -W ignore tool arg', ['tool']],
  ['python3 -m http.server tool', []],
  ['python3 -c code file', []],
  ['node -r ./hook server', ['server', './hook']],
  ['node --import=./hook server', ['server', './hook']],
  ['node --env-file .env server', ['server']],
  ['deno run main.ts', ['main.ts']],
  ['perl -I lib -ne code', []],
  ['eslint a.js', ['a.js']],
  ['awk -f sum.awk x', ['sum.awk']],
  ['sed -fedit x', ['edit']],
  ['psql --file=seed x', ['seed']],
  ['make -f build.txt all', ['build.txt', 'GNUmakefile', 'makefile', 'Makefile']],
  ['make -C sub all', ['sub/GNUmakefile', 'sub/makefile', 'sub/Makefile']],
];
for (const [line, words] of cases) {
  test(`names the scripts of: ${line} (P10)`, () => {
    assert.deepEqual(scriptWords(command(line)), words);
  });
}

test('what an interpreter reads from is a script too (P10)', () => {
  assert.deepEqual(scriptWords(command('bash', ['deploy'])), ['deploy']);
  assert.deepEqual(scriptWords(command('psql', ['seed'])), ['seed']);
  assert.deepEqual(scriptWords(command('sort', ['names'])), []);
});
