import assert from 'node:assert/strict';
import { test } from 'node:test';
import { installCommand, installedNames, missing, nameToInstall, needsOf } from './system-packages.ts';

const nothing = () => false;
const firstNames = (needs: ReturnType<typeof needsOf>) => needs.map((need) => need.names.at(-1));

test('a demo on a display needs no virtual one, and only tests need a window manager', () => {
  assert.ok(!firstNames(needsOf('demo', true)).includes('xvfb'));
  assert.ok(firstNames(needsOf('demo', false)).includes('xvfb'));
  assert.ok(!firstNames(needsOf('demo', false)).includes('openbox'));
  assert.ok(firstNames(needsOf('test', true)).includes('xvfb'));
  assert.ok(firstNames(needsOf('test', false)).includes('openbox'));
});

test('either name of a renamed library will do', () => {
  const needs = needsOf('demo', true).filter((need) => need.names.includes('libasound2'));
  assert.equal(needs.length, 1);
  assert.deepEqual(missing(needs, nothing, new Set(['libasound2'])), []);
  assert.deepEqual(missing(needs, nothing, new Set(['libasound2t64'])), []);
  assert.deepEqual(missing(needs, nothing, new Set(['libasound2-data'])), needs);
});

test('a program on the PATH will do in place of its package', () => {
  assert.deepEqual(
    missing(needsOf('compile', false), (name) => name === 'g++', new Set(['make'])),
    [{ names: ['python3'], program: 'python3' }],
  );
});

test('asks for the newest name that this release knows, and for the oldest where it knows none', () => {
  const need = { names: ['libgtk-3-0t64', 'libgtk-3-0'] } as const;
  assert.equal(nameToInstall(need, new Set(['libgtk-3-0t64', 'libgtk-3-0'])), 'libgtk-3-0t64');
  assert.equal(nameToInstall(need, new Set(['libgtk-3-0'])), 'libgtk-3-0');
  assert.equal(nameToInstall(need, new Set()), 'libgtk-3-0');
});

test('a package that was removed but left its settings does not count as installed', () => {
  const names = installedNames('xvfb installed\nopenbox config-files\nlibgbm1:amd64 installed\n');
  assert.deepEqual([...names], ['xvfb', 'libgbm1']);
});

test('prints one command that can be copied', () => {
  assert.equal(installCommand(['xvfb', 'dbus'], true), 'sudo apt-get install --no-install-recommends xvfb dbus');
});
