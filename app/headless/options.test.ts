// The arguments of `postern serve --headless`.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readArguments } from './options.ts';

test('a passphrase descriptor is all it needs; each client is let in by name', () => {
  const least = readArguments(['--headless', '--passphrase-fd', '0']);
  assert.deepEqual(least, {
    kind: 'serve',
    options: {
      ...{ passphraseFd: 0, secretsFd: null, clients: [], hours: null, create: false },
      ...{ policyFile: null, profile: null, socket: null },
    },
  });
  const more = readArguments(
    '--passphrase-fd=3 --secrets-fd 4 --create --hours 1.5 --client codex --client claude-code --policy p'.split(' '),
  );
  assert.equal(more.kind, 'serve');
  if (more.kind !== 'serve') return;
  const { secretsFd, create, hours, clients, policyFile } = more.options;
  assert.deepEqual([secretsFd, create, hours, clients, policyFile], [4, true, 1.5, ['codex', 'claude-code'], 'p']);
});

test('anything else is refused in a sentence that repeats nothing of what was typed (P11)', () => {
  const wrong = [
    '',
    '--passphrase-fd',
    '--passphrase-fd 1',
    '--passphrase-fd 2',
    '--passphrase-fd -1',
    '--passphrase-fd 99999',
    '--passphrase-fd typed-secret',
    '--passphrase-fd 3 typed-secret',
    '--passphrase-fd 3 --passphrase typed-secret',
    '--passphrase-fd 3 --secrets-fd 3',
    '--passphrase-fd 3 --secrets-fd typed-secret',
    '--passphrase-fd 3 --client Typed-secret',
    '--passphrase-fd 3 --hours 0',
    '--passphrase-fd 3 --hours 24.5',
    '--passphrase-fd 3 --hours 1.2',
    '--passphrase-fd 3 --hours typed-secret',
    '--passphrase-fd 3 --profile=',
  ];
  for (const line of wrong) {
    const read = readArguments(line === '' ? [] : line.split(' '));
    assert.equal(read.kind, 'wrong', line);
    if (read.kind === 'wrong') assert.doesNotMatch(read.why, /typed-secret/i);
  }
  assert.equal(readArguments(['--help']).kind, 'help');
});
