import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { InnerCommand } from '../commands/inner-command.ts';
import { readCommand } from '../commands/read-command.ts';
import { disclosesVariable, printsEnvironment } from './prints-environment.ts';

const commandsOf = (line: string): readonly InnerCommand[] =>
  readCommand({ kind: 'shell', line, shell: '/bin/bash' }).commands;
const prints = (line: string) => commandsOf(line).some(printsEnvironment);
const discloses = (line: string, ...names: readonly string[]) =>
  commandsOf(line).some((one) => disclosesVariable(one, names));

test('knows the commands whose point is to print the environment (P1)', () => {
  const lines = `env
env -0
env -u HOME
/usr/bin/env
printenv
printenv GITHUB_TOKEN
/tmp/printenv
set
export
export -p
declare
declare -p
declare -x
declare -xp X
readonly -p
typeset -p X
typeset -x
compgen -v
compgen -e
compgen -A variable
cat /proc/self/environ
cat /proc/1/environ
cat /proc/$PPID/environ
cat /proc/*/environ
cat /proc/self/task/1/environ
cat /proc//self/./environ
cat /proc/self/envi*
grep -r . /proc/self/
cd /proc/self && cat environ
tr '\\0' '\\n' < /proc/self/environ
dd if=/proc/self/environ
python3 x.py /proc/self/environ
sudo cat /proc/1/environ
sh -c 'env'
true; printenv
ps e
ps auxe
ps eww -p 1
ps axe -o pid
ps -E
ps -ax -E
jq -n env
jq -n '$ENV'
jq -n '$ENV.X'
jq -n '[env | keys]'
jq -n '"\\(env.X)"'`;
  for (const line of lines.split('\n')) assert.equal(prints(line), true, line);
});

test('leaves alone what only looks like it', () => {
  const lines = `env A=b gh pr list
export A=b
set -e
set -euo pipefail
set -- a b
declare -f
declare A=b
typeset -i x
compgen -c
cat .env
cat environ.txt
cat /proc/cpuinfo
cat /proc/1/status
ps aux
ps -ef
ps -eo pid,comm
ps -C node
jq .env x.json
jq '.a.env[]' x.json
jq .x env.json
jq '.environment' x.json
python3 -c 'import os; print(os.environ)'
gh pr list`;
  for (const line of lines.split('\n')) assert.equal(prints(line), false, line);
});

test('a printer whose words hold a secret’s variable discloses it (P1)', () => {
  const lines = `echo $TOKEN
echo "$TOKEN"
echo "a \${TOKEN} b"
echo \${TOKEN}
printf '%s' "$TOKEN"
cat $TOKEN
tee "$TOKEN"
/bin/echo $TOKEN
sh -c 'echo $TOKEN'
echo $TOKEN | base64`;
  for (const line of lines.split('\n')) assert.equal(discloses(line, 'OTHER', 'TOKEN'), true, line);
});

test('a part of a variable, and what it points at, is found as written', () => {
  for (const text of ['${TOKEN:0:4}', '${TOKEN#g}', '${#TOKEN}', '${!TOKEN}', '${X:-$TOKEN}', 'a$TOKEN.b']) {
    const command = { words: ['echo', text], assigns: [], via: [], appended: false, writesTo: [], readsFrom: [] };
    assert.equal(disclosesVariable(command, ['TOKEN']), true, text);
  }
});

test('other variables, and programs that do not print, are no disclosure', () => {
  for (const line of [
    'echo $TOKENS',
    'echo $MY_TOKEN',
    'echo TOKEN',
    'curl -u "$TOKEN" https://x.example',
    'test -n "$TOKEN"',
  ])
    assert.equal(discloses(line, 'TOKEN'), false, line);
  assert.equal(discloses('echo $TOKEN'), false);
});
