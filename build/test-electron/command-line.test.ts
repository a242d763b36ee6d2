import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCommandLine } from './command-line.cjs';

test('takes the first argument without a dash as the app', () => {
  assert.deepEqual(readCommandLine(['.']), { preloads: [], appPath: '.' });
});

test("loads Playwright's loader first and skips its switches", () => {
  const args = [
    '-r',
    '/pw/loader.js',
    '--no-sandbox',
    '--inspect=0',
    '--remote-debugging-port=0',
    'e2e/main.cjs',
    '--x',
  ];
  assert.deepEqual(readCommandLine(args), { preloads: ['/pw/loader.js'], appPath: 'e2e/main.cjs' });
});

test('leaves a -r after the app to the app', () => {
  assert.deepEqual(readCommandLine(['app', '-r', 'evil.js']), { preloads: [], appPath: 'app' });
});

test('never takes what follows -r for the app', () => {
  assert.deepEqual(readCommandLine(['--require', 'a.js', '-r', 'b.js']), { preloads: ['a.js', 'b.js'], appPath: null });
});

test('says that there is no app when -r ends the line', () => {
  assert.deepEqual(readCommandLine(['-r']), { preloads: [], appPath: null });
});
