// How a line comes to its shell on each system, and which shell that is on Windows.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shellName, shellWords } from '../../contract/shell-name.ts';
import { readCommand } from '../commands/read-command.ts';
import { actionOf } from './action.testkit.ts';
import { programOf } from './shell.ts';
import { windowsShells } from './windows-shell.ts';

const gitBash = 'C:\\Program Files\\Git\\bin\\bash.exe';
const pwsh = 'C:\\Program Files\\PowerShell\\7\\pwsh.exe';
const windowsPowerShell = 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe';
const env = {
  ProgramFiles: 'C:\\Program Files',
  SystemRoot: 'C:\\Windows',
  Path: 'C:\\Windows\\system32;"D:\\Tools\\Git\\cmd\\";relative\\Git\\cmd;D:\\pwsh',
};

test('on Windows Git Bash is taken, else PowerShell, else the one that Windows has; never the bash of Windows', () => {
  const shells = windowsShells(env);
  const taken = (...there: string[]) => shells.find((path) => there.includes(path));
  assert.equal(taken(windowsPowerShell, pwsh, gitBash), gitBash);
  assert.equal(taken(windowsPowerShell, pwsh, 'D:\\Tools\\Git\\bin\\bash.exe'), 'D:\\Tools\\Git\\bin\\bash.exe');
  assert.equal(taken(windowsPowerShell, 'D:\\pwsh\\pwsh.exe', pwsh), pwsh);
  assert.equal(taken(windowsPowerShell, 'D:\\pwsh\\pwsh.exe'), 'D:\\pwsh\\pwsh.exe');
  assert.equal(taken(windowsPowerShell), windowsPowerShell);
  assert.ok(shells.every((path) => /^[A-Z]:\\/.test(path) && !/System32\\bash/i.test(path)));
  assert.deepEqual(windowsShells({}), [windowsPowerShell]);
});

test('no shell reads start-up files, and the line is one argument (P10)', async () => {
  const line = 'gh pr list --json "title" | more';
  const action = await actionOf(line);
  const args = (shell: string) => programOf({ ...action, command: { kind: 'shell', shell, line } }).args;
  const ofPowerShell = ['-NoProfile', '-NonInteractive', '-Command', line];
  for (const shell of [pwsh, windowsPowerShell, '/usr/bin/pwsh']) assert.deepEqual(args(shell), ofPowerShell);
  for (const shell of [gitBash, '/bin/bash']) assert.deepEqual(args(shell), ['--norc', '--noprofile', '-c', line]);
  assert.deepEqual(args('/bin/sh'), ['-c', line]);
});

test('a line for PowerShell counts as not read, one for Git Bash is read as for any bash (P2)', () => {
  const read = (shell: string) => readCommand({ kind: 'shell', shell, line: 'gh pr list' }).parsed;
  assert.deepEqual([pwsh, windowsPowerShell, gitBash, '/bin/bash'].map(read), [false, false, true, true]);
});

test('the person is told which shell runs the line where they have not chosen one', () => {
  const words = [gitBash, pwsh, windowsPowerShell, '/bin/zsh', 'sh'].map(shellWords);
  assert.deepEqual(words, ['Runs in Git Bash', 'Runs in PowerShell', 'Runs in Windows PowerShell', 'zsh', 'sh']);
  assert.equal(shellName('/odd/a\\bash.exe'), 'a\\bash.exe');
});
