// The command line against the real app: approved in the real window, its output, colours and exit code as they were.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import type { Home, PosternApp } from './app.ts';
import { addSecret, allowOnce, connect, launch, makeHome, setUp } from './app.ts';

const value = 'pk_C0mmandL1ne-9f8e7d6c5b4a';
const shim = join(import.meta.dirname, '..', 'dist', 'shim', 'postern-mcp.mjs');

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** @param lines on file descriptor 3. `ready`: it gets SIGTERM once it said so. */
async function ended(
  home: Home,
  [file = '', ...args]: readonly string[],
  { lines, ready }: { readonly lines?: string; readonly ready?: string } = {},
): Promise<Ended> {
  const child = spawn(file, args, {
    cwd: home.folder,
    env: { ...placesOf(home), PATH: process.env.PATH, SHELL: '/bin/sh', TERM: 'xterm-256color' },
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout?.on('data', (chunk) => {
    stdout += chunk;
    if (ready !== undefined && stdout.includes(ready)) child.kill('SIGTERM');
  });
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  const [, , , passed] = child.stdio;
  if (passed !== null && passed !== undefined && 'end' in passed) passed.end(lines ?? '');
  // A terminal's input stays open; nothing is typed into it.
  if (file !== 'script') child.stdin?.end();
  const [code] = await once(child, 'close');
  return { code, stdout, stderr };
}

/** Nothing of the test runner's own, which has opinions about colours. */
function placesOf({ env }: Home): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => name === 'HOME' || name.startsWith('XDG_')));
}

const command = (...args: readonly string[]) => [process.execPath, shim, 'postern', ...args];

test.describe('the command line', () => {
  let home: Home;
  let app: PosternApp;

  test.beforeAll(async () => {
    home = makeHome();
    app = await launch(home);
    await setUp(app);
    await addSecret(app, { name: 'shop/api-key', value, env: 'API_KEY' });
  });
  test.afterAll(async () => {
    await app?.quit();
    await home?.remove();
  });

  test('runs what was approved in the window: exit code 3, both streams apart, the value in none (P1)', async () => {
    const line = 'echo "out $API_KEY"; echo "err $API_KEY" >&2; exit 3';
    const ran = ended(home, command('run', '-s', 'shop/api-key', '--reason', 'A test.', '-c', line));
    await connect(app);
    await allowOnce(app);
    expect(await ran).toEqual({
      code: 3,
      stdout: 'out [REDACTED:shop/api-key]\n',
      stderr: 'err [REDACTED:shop/api-key]\n',
    });
  });

  test('keeps colours and the size of the terminal, with the value taken out', async () => {
    const line = `stty size <&1; printf '\\033[32mgreen\\033[0m %s\\n' "$API_KEY"`;
    const words = command('run', '-s', 'shop/api-key', '-c', line).map((word) => `'${word.replaceAll("'", `'\\''`)}'`);
    const inTerminal = `stty columns 90 rows 30; exec ${words.join(' ')}`;
    const ran = ended(home, ['script', '-qfec', inTerminal, '/dev/null']);
    await allowOnce(app);
    const { code, stdout } = await ran;
    expect(code).toBe(0);
    expect(stdout).toContain('Waiting for you to approve in Postern');
    expect(stdout).toContain('30 90\r');
    expect(stdout).toContain('\x1b[32mgreen\x1b[0m [REDACTED:shop/api-key]');
    expect(stdout).not.toContain(value);
  });

  test('serve --headless is the same file: it reads its descriptor, is ready, and ends with a signal', async () => {
    const places = [
      '--profile',
      join(home.folder, 'headless'),
      '--socket',
      join(home.folder, 'headless', 'broker.sock'),
    ];
    const serve = command('serve', '--headless', '--create', '--passphrase-fd', '3', ...places);
    const ran = await ended(home, serve, { lines: 'correct horse battery\n', ready: 'Postern is ready' });
    expect(ran).toEqual({ code: 0, stdout: 'Postern is ready\n', stderr: '' });
  });
});
