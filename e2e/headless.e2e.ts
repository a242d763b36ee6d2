// Postern without windows, as built and as the command line starts it: in an empty environment, with the real shim before it.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { expect, test } from 'playwright/test';
import { startAgent } from './agent.ts';
import type { Home } from './app.ts';
import { makeHome, passphrase } from './app.ts';

const token = 'ghp_R4nd0mLookingTokenValue42';
const program = 'dist/headless/headless.cjs';
let home: Home;
const started: ChildProcess[] = [];

test.beforeEach(() => {
  home = makeHome();
});
test.afterEach(async () => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  await home.remove();
});

test('what a rule allows runs and is redacted, also after a kill; nobody is asked, and a lock ends it (P2, P4, P11)', async () => {
  const tool = join(home.folder, 'tool.sh');
  const policy = join(home.folder, 'allowed.yaml');
  writeFileSync(tool, 'echo "token $API_TOKEN"\n');
  writeFileSync(policy, `version: 1\nallowed_commands:\n  - sh ${tool}\n`, { mode: 0o600 });
  const first = serve(['--create', '--secrets-fd', '4', '--policy', policy, '--client', 'claude-code']);
  await expect.poll(first.stdout).toBe('Postern is ready\n');
  const agent = await startAgent(home, { env: bare() });
  const run = async (command: string) => {
    const { structured } = await agent.call('run_with_secrets', {
      command,
      secrets: [{ name: 'API_TOKEN' }],
      cwd: '/',
    });
    return structured;
  };
  expect(await run(`sh ${tool}`)).toMatchObject({ status: 'completed', output: 'token [REDACTED:API_TOKEN]\n' });
  expect(await run('ls')).toMatchObject({ status: 'denied', denied_by: 'headless', retry: 'no' });
  const stranger = await startAgent(home, { env: bare(), clientId: 'codex' });
  expect((await stranger.call('list_secrets', {})).structured).toMatchObject({ code: 'client_denied' });
  await stranger.close();

  expectUnseen(first.process);
  const second = serve([]);
  expect(await second.ended).toBe(1);
  expect(second.stderr()).toContain('(endpoint_busy)');

  first.process.kill('SIGKILL');
  await first.ended;
  const wrong = serve([], { passphrase: 'another passphrase' });
  expect(await wrong.ended).toBe(1);
  expect(wrong.stderr()).toContain('(wrong_passphrase)');

  // As the command line starts it.
  const again = serve([], { line: ['dist/shim/postern-mcp.mjs', 'serve', '--headless'] });
  await expect.poll(again.stdout).toBe('Postern is ready\n');
  expect(await run(`sh ${tool}`)).toMatchObject({ status: 'completed', output: 'token [REDACTED:API_TOKEN]\n' });
  await agent.call('lock', {});
  expect(await again.ended).toBe(0);
  expect(again.stderr()).toContain('An agent locked Postern');
  await agent.close();
});

test('it does not start beside a debugger or without its passphrase, and ends in order at SIGTERM (P9)', async () => {
  const inspected = serve([], { line: ['--inspect=0', program] });
  expect(await inspected.ended).toBe(78);
  expect(inspected.stderr()).toContain('does not start with --inspect=0');
  const unopened = serve([], { passphrase: '' });
  expect(await unopened.ended).toBe(1);
  expect(unopened.stderr()).toContain('(fd_unreadable)');
  const served = serve(['--create']);
  await expect.poll(served.stdout).toBe('Postern is ready\n');
  served.process.kill('SIGTERM');
  expect(await served.ended).toBe(0);
  expect(readFileSync(join(bare().HOME, '.local/share/postern/postern.log'), 'utf8')).toContain('broker.stopped');
});

interface Served {
  readonly process: ChildProcess;
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly ended: Promise<number | null>;
}

interface Given {
  readonly passphrase?: string;
  /** What Node is started with. */
  readonly line?: readonly string[];
}

/** The passphrase comes on descriptor 3, a secret on 4. */
function serve(args: readonly string[], given: Given = {}): Served {
  const line = [...(given.line ?? [program]), '--passphrase-fd', '3', ...args];
  const child = spawn(process.execPath, line, { env: bare(), stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'] });
  started.push(child);
  const heard = { out: '', err: '' };
  child.stdout?.on('data', (chunk: Buffer) => {
    heard.out += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    heard.err += chunk.toString();
  });
  for (const [fd, words] of [
    [3, given.passphrase ?? passphrase],
    [4, `API_TOKEN=${token}\n`],
  ] as const) {
    const pipe = child.stdio[fd];
    // It may end without reading it.
    if (pipe instanceof Writable) pipe.on('error', () => {}).end(words);
  }
  const ended = once(child, 'close').then(([code]) => (typeof code === 'number' ? code : null));
  return { process: child, stdout: () => heard.out, stderr: () => heard.err, ended };
}

/** No display, no bus, no folder for sockets: as in a container. */
function bare() {
  return { HOME: join(home.folder, 'home'), XDG_RUNTIME_DIR: join(home.folder, 'none'), XDG_DATA_HOME: '' };
}

/** What came on the descriptors stands nowhere where another program of the account could read it. */
function expectUnseen({ pid }: ChildProcess): void {
  expect(readFileSync(`/proc/${pid}/cmdline`, 'latin1')).not.toContain(token);
  // Of a process that cannot be dumped only root may read the environment.
  expect(statSync(`/proc/${pid}/environ`).uid).toBe(0);
  if (process.getuid?.() !== 0) expect(() => readFileSync(`/proc/${pid}/environ`)).toThrow();
}
