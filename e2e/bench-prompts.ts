// How often a person is asked while an agent works: a written trace of one turn, replayed through the real shim, the real app and
// its real windows, at the default settings. Beside it: one question for each call, and what each permission was needed for.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { z } from 'zod';
import { startAgent } from './agent.ts';
import { addSecret, connect, launch, makeHome, passTime, setUp } from './app.ts';
import { questionOf, stateOf } from './bridge.ts';
import { goTo } from './vault-windows.ts';

const Trace = z.object({
  yes: z.record(z.string(), z.enum(['Once', 'This session'])),
  calls: z.array(
    z.object({
      at: z.number(),
      command: z.string(),
      secrets: z.array(z.string()),
      reason: z.string().optional(),
    }),
  ),
});
/** Calls that follow within this belong to one turn: an agent makes them without waiting for the answers. */
const togetherMs = 1000;

const trace = Trace.parse(JSON.parse(readFileSync(new URL('traces/slow-checkout.json', import.meta.url), 'utf8')));
const home = makeHome();
const bin = join(home.folder, 'bin');
mkdirSync(bin);
for (const tool of new Set(trace.calls.map(({ command }) => command.split(' ')[0] ?? ''))) {
  writeFileSync(join(bin, tool), '#!/bin/sh\nexit 0\n', { mode: 0o755 });
}
const app = await launch(home);
const main = await setUp(app);
await goTo(main, 'Secrets');
for (const [at, name] of [...new Set(trace.calls.flatMap(({ secrets }) => secrets))].entries()) {
  const env = name === 'grafana/token' ? 'GRAFANA_TOKEN' : `TOKEN_${at}`;
  await addSecret(app, { name, value: `tok_B3nch-9f8e7d6c5b4a-${at}`, env });
}
const agent = await startAgent(home);
const listed = agent.call('list_secrets', {});
await connect(app);
await listed;

let seen = 0;
let done = false;
const person = answerQuestions();
for (const turn of turns()) {
  const answers = await Promise.all(turn.map((call) => run(call)));
  for (const answer of answers) if (answer !== 'completed') throw new Error(`a call was ${answer}`);
}
done = true;
await person;
report();
const { grants, prompts } = await stateOf(main);
console.log(`  as the app counts: asked ${prompts.asked}, allowed without asking ${prompts.unasked}`);
for (const grant of grants) {
  const uses = new Set(
    trace.calls.flatMap(({ command }) =>
      grant.covers === command || coversTool(grant.covers, command) ? [command] : [],
    ),
  );
  console.log(`  ${grant.reach} ${grant.covers}: used ${grant.used} times, for ${uses.size} different commands`);
  if (grant.used === 0) throw new Error('a permission was given that nothing needed');
  if (grant.reach === 'reads' && uses.size < 2) throw new Error('a permission was broader than anything needed');
}
await agent.close();
await app.quit();
await home.remove();
process.exit(0);

function coversTool(covers: string, command: string): boolean {
  return covers === command.split(' ')[0];
}

/** The calls as turns; before each, the app's clock is where the trace says. */
function* turns(): Generator<readonly (typeof trace.calls)[number][]> {
  let turn: (typeof trace.calls)[number][] = [];
  for (const call of trace.calls) {
    const last = turn.at(-1);
    if (last !== undefined && call.at - last.at >= togetherMs) {
      yield turn;
      turn = [];
    }
    turn.push(call);
  }
  yield turn;
}

async function run({ command, secrets, reason, at }: (typeof trace.calls)[number]): Promise<unknown> {
  const before = trace.calls[trace.calls.findIndex((call) => call.at === at) - 1]?.at ?? at;
  if (at - before >= togetherMs) await passTime(app, at - before);
  const answer = await agent.call('run_with_secrets', {
    ...{ command, cwd: home.folder, path: `${bin}:/usr/bin:/bin`, secrets: secrets.map((name) => ({ name })) },
    ...(reason === undefined ? {} : { reason }),
  });
  return answer.structured.status;
}

/** What the person does: of a list, whatever only reads, for the session; else as the trace says. */
async function answerQuestions(): Promise<void> {
  while (!done) {
    const { waiting } = await stateOf(main);
    if (waiting.length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      continue;
    }
    // A turn comes in one go; the person does not answer between its calls.
    await new Promise((resolve) => setTimeout(resolve, 700));
    const page = await app.window('trusted', /wants to run/);
    const question = await questionOf(page);
    if (question.kind === 'several') {
      await page.getByRole('button', { name: /^Tick the \d+ that only read$/ }).click();
      await page.getByText('This session', { exact: true }).click();
      await page
        .getByText(/only reads$/)
        .first()
        .click();
      await press(page, /^Allow the \d+ ticked$/);
    } else if (question.kind === 'run') {
      const { command, risk } = question.action;
      const line = command.kind === 'shell' ? command.line : '';
      const lasting = risk === 'read' ? 'This session' : (trace.yes[line] ?? 'Once');
      if (lasting === 'This session') await page.getByText('This session', { exact: true }).click();
      await press(page, /^Allow /);
    }
    seen += 1;
  }
}

async function press(page: Page, name: RegExp): Promise<void> {
  const waiting = (await stateOf(main)).waiting.length;
  await page.locator('button:not([aria-disabled="true"])', { hasText: name }).click();
  while ((await stateOf(main)).waiting.length >= waiting) await new Promise((resolve) => setTimeout(resolve, 10));
}

function report(): void {
  const tools = new Set(trace.calls.map(({ command }) => command.split(' ')[0]));
  console.log(`questions in a turn of ${trace.calls.length} calls of ${tools.size} tools: ${seen}`);
  console.log(`  one for each call: ${trace.calls.length}, ratio ${(seen / trace.calls.length).toFixed(2)}`);
}
