// Broker overhead and shim start, measured through the real app and the real shim. Medians, with the 95th percentile.
import { spawn } from 'node:child_process';
import { PipeRunner } from '../app/adapters/pipe-runner.ts';
import { PtyRunner } from '../app/adapters/pty-runner.ts';
import type { RunSpec } from '../app/core/ports/runner.ts';
import { startAgent } from './agent.ts';
import { addSecret, connect, launch, makeHome, setUp } from './app.ts';
import { startWith } from './made-profile.ts';
import { manyDraft } from './many-drafts.ts';
import { type Keystrokes, measureTyping } from './typing.ts';
import { goTo } from './vault-windows.ts';

const runs = 60;
const starts = 15;

const home = makeHome();
const app = await launch(home);
await setUp(app);
await addSecret(app, { name: 'bench/token', value: 'tok_B3nch-9f8e7d6c5b4a', env: 'BENCH_TOKEN' });
const agent = await startAgent(home);
const allowed = (tty: boolean) =>
  agent.call('run_with_secrets', { command: 'true', secrets: [{ name: 'bench/token' }], cwd: home.folder, tty });

const first = allowed(true);
await connect(app);
const page = await app.window('trusted', /wants to run/);
await page.getByText('This session', { exact: true }).click();
await page.locator('button:not([aria-disabled="true"])', { hasText: /allow for this session/i }).click();
if ((await first).structured.status !== 'completed') throw new Error('the first run was not completed');

const spec: RunSpec = {
  file: '/bin/bash',
  args: ['--norc', '--noprofile', '-c', 'true'],
  env: { PATH: process.env.PATH ?? '', HOME: home.folder, TERM: 'dumb', BENCH_TOKEN: 'x' },
  cwd: home.folder,
  stdin: null,
  tty: true,
  timeoutMs: 60_000,
};
const signal = new AbortController().signal;
for (const [name, tty, runner] of [
  ['pty', true, new PtyRunner()],
  ['pipes', false, new PipeRunner()],
] as const) {
  // Interleaved, so that both see the same machine.
  const through: number[] = [];
  const bare: number[] = [];
  for (let i = 0; i < runs; i += 1) {
    through.push(await timed(() => allowed(tty)));
    bare.push(await timed(() => runner.run({ ...spec, tty }, () => {}, signal)));
  }
  report(`allowed run of \`true\` (${name})`, through, `the same ${name} spawn without Postern`, bare);
}
await agent.close();
await app.quit();

const shim: number[] = [];
const node: number[] = [];
for (let i = 0; i < starts; i += 1) {
  shim.push(await timed(startShim));
  node.push(await timed(() => ended(['-e', '0'])));
}
report('shim start to answered tools/list', shim, '`node -e 0`', node);
await home.remove();

const typing: Keystrokes[] = [];
for (const count of [10_000, 10]) {
  const filled = await startWith([{ days: 3, drafts: Array.from({ length: count }, (_, at) => manyDraft(at)) }]);
  await goTo(filled.main, 'Secrets');
  await filled.main.getByRole('option').first().waitFor();
  typing.push(await measureTyping(filled.main));
  await filled.close();
}
const [many, few] = typing;
report('a keystroke in the search of 10,000 secrets, script', many?.script ?? [], 'of 10 secrets', few?.script ?? []);
report(
  'a keystroke in the search of 10,000 secrets, with painting',
  many?.task ?? [],
  'of 10 secrets',
  few?.task ?? [],
);
process.exit(0);

async function startShim(): Promise<void> {
  const child = spawn(process.execPath, ['dist/shim/postern-mcp.mjs', '--client', 'bench'], {
    env: { ...home.env },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const hello = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'bench', version: '1' } };
  child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: hello })}\n`);
  child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' })}\n`);
  child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: 2, method: 'tools/list' })}\n`);
  let text = '';
  for await (const chunk of child.stdout) {
    text += String(chunk);
    if (text.includes('"id":2')) break;
  }
  child.kill();
}

function ended(args: readonly string[]): Promise<void> {
  return new Promise((resolve) => spawn(process.execPath, args, { stdio: 'ignore' }).on('exit', () => resolve()));
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

function report(name: string, measured: readonly number[], baseName: string, base: readonly number[]): void {
  const at = (values: readonly number[], share: number): number =>
    values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? 0;
  const words = (values: readonly number[]): string =>
    `p50 ${at(values, 0.5).toFixed(1)} ms, p95 ${at(values, 0.95).toFixed(1)} ms, p99 ${at(values, 0.99).toFixed(1)} ms`;
  console.log(`${name}: ${words(measured)}`);
  console.log(`  ${baseName}: ${words(base)}`);
  console.log(
    `  ratio ${(at(measured, 0.5) / at(base, 0.5)).toFixed(1)}, difference ${(at(measured, 0.5) - at(base, 0.5)).toFixed(1)} ms`,
  );
}
