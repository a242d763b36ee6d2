// TAB in a real bash, and what it asks of Postern.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { startBroker } from '../../app/socket/broker.testkit.ts';
import { makeHome, scriptedBroker } from '../shim.testkit.ts';
import { CliProcess, mainFile, postern } from './cli.testkit.ts';
import { completionScript } from './completion.ts';

/** Prints, one line for each of the given lines, what bash offers at its end. Where a busy computer was too slow TAB is pressed again. */
const offers = `
source completion.bash
while IFS= read -r line; do
  COMP_WORDS=($line)
  [[ $line == *' ' ]] && COMP_WORDS+=('')
  COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
  for _ in {1..20}; do
    _postern
    [[ \${#COMPREPLY[@]} -gt 0 ]] && break
  done
  echo "\${COMPREPLY[*]}"
done
`;

test('bash completes commands, options, names and the words of a command', async (t) => {
  const at = await makeHome(t);
  const house = await startBroker(t, { endpoint: at.socket });
  house.addSecret('api/token');
  house.addSecret('aws/key');
  assert.equal((await postern(t, at, ['list']).ended()).code, 0);
  await mkdir(join(at.home, 'bin'));
  await writeFile(
    join(at.home, 'bin', 'postern'),
    `#!/bin/sh\nexec '${process.execPath}' '${mainFile}' postern "$@"\n`,
    {
      mode: 0o755,
    },
  );
  await writeFile(join(at.home, 'completion.bash'), completionScript('bash'));
  await writeFile(join(at.home, 'offers.bash'), offers);
  await mkdir(join(at.home, 'sub folder'));
  const lines = [
    'postern l',
    'postern run --no-',
    'postern run --secret ',
    'postern run --json -s aw',
    'postern run --secret = api',
    'postern run --timeout ',
    'postern run --cwd sub',
    'postern audit ',
    'postern completion z',
    'postern run -s api/token -- cat off',
  ];
  const bash = new CliProcess(t, at, ['bash', '--norc', 'offers.bash'], {
    stdin: `${lines.join('\n')}\n`,
    env: { PATH: `${join(at.home, 'bin')}:${process.env.PATH}` },
  });
  const { stdout, stderr } = await bash.ended();
  assert.equal(stderr, '');
  assert.deepEqual(stdout.trimEnd().split('\n'), [
    'list lock',
    '--no-tty --no-stdin',
    'api/token aws/key',
    'aws/key',
    'api/token',
    '',
    'sub folder',
    'export --json --reason',
    'zsh',
    'offers.bash',
  ]);
});

test('a TAB asks nobody: not for a terminal that was not let in, not while locked; it makes no key and opens nothing', async (t) => {
  const at = await makeHome(t);
  const house = await startBroker(t, { endpoint: at.socket });
  house.addSecret('api/token');
  const names = () => postern(t, at, ['complete-names']).ended();
  const nothing = { code: 0, stdout: '', stderr: '' };
  assert.deepEqual(await names(), nothing);
  assert.deepEqual(await readdir(at.home), ['runtime']);
  // With a key that nobody knows.
  assert.equal((await postern(t, at, ['status']).ended()).code, 0);
  assert.deepEqual(await names(), nothing);
  assert.deepEqual(
    house.kinds().filter((kind) => kind === 'client.asked'),
    [],
  );
  house.broker.person.lock('person');
  assert.deepEqual(await names(), nothing);
  assert.deepEqual(house.broker.person.knocking(), []);
  assert.equal(house.shown.length, 0);
});

test('a TAB that Postern does not answer is given up soon, in silence', async (t) => {
  const at = await makeHome(t);
  const broker = await scriptedBroker(t, at, {});
  const folder = at.keyFolder;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(join(folder, 'terminal.key'), `${'k'.repeat(43)}\n`, { mode: 0o600 });
  assert.deepEqual(await postern(t, at, ['complete-names']).ended(), { code: 0, stdout: '', stderr: '' });
  assert.deepEqual(
    broker.got.map(({ method }) => method),
    ['session.status'],
  );
});

for (const shell of ['zsh', 'fish'].filter(isThere)) {
  test(`the script for ${shell} is one that ${shell} can read`, () => {
    execFileSync(shell, ['-n', '-c', completionScript(shell)]);
  });
}

function isThere(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
