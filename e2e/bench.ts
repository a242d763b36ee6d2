// Broker overhead, measured through the real app and the real shim, beside a baseline of the same run.
import { PipeRunner } from '../app/adapters/pipe-runner.ts';
import { PtyRunner } from '../app/adapters/pty-runner.ts';
import type { RunSpec } from '../app/core/ports/runner.ts';
import { difference, sayTimes } from '../build/bench-times.ts';
import { say } from '../build/step.ts';
import { startAgent } from './agent.ts';
import { addSecret, connect, launch, makeHome, passTime, setUp } from './app.ts';
import { startWith } from './made-profile.ts';
import { manyDraft } from './many-drafts.ts';
import { type Keystrokes, measureTyping } from './typing.ts';
import { goTo } from './vault-windows.ts';

const runs = 200;

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
    // A client may call ten times at once, and then once a second. The first question to the app is sometimes lost with its promise.
    if (i % 8 === 0) await passTime(app, 10_000).catch(() => passTime(app, 10_000));
    through.push(
      await timed(async () => {
        if ((await allowed(tty)).structured.status !== 'completed') throw new Error('a run was not completed');
      }),
    );
    bare.push(await timed(() => runner.run({ ...spec, tty }, () => {}, signal)));
  }
  sayTimes(`allowed run of \`true\` (${name})`, through, `the same ${name} spawn without Postern`, bare);
  say(`  ${difference(through, bare)}`);
}
await agent.close();
await app.quit();

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
sayTimes('a keystroke in the search of 10,000 secrets, script', many?.script ?? [], 'of 10 secrets', few?.script ?? []);
sayTimes(
  'a keystroke in the search of 10,000 secrets, with painting',
  many?.task ?? [],
  'of 10 secrets',
  few?.task ?? [],
);
process.exit(0);

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
