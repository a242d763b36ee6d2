// The main job, end to end, as `npm run demo` shows it: real app, real shim, real client; what is printed is what happened.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { startAgent } from './agent.ts';
import { addSecret, launch, makeHome, setUp } from './app.ts';

const value = 'ghp_D3mo7kQ2vX9LrT4bYwZ1NsP6';
const command = [
  'echo "raw:    $GITHUB_TOKEN"',
  'echo "base64: $(printf %s "$GITHUB_TOKEN" | base64)"',
  'echo "hex:    $(printf %s "$GITHUB_TOKEN" | od -An -tx1 -v | tr -d \' \\n\')"',
  "echo \"url:    $(printf %s \"$GITHUB_TOKEN\" | sed 's/./%&/g' | od -An -tx1 -v | tr -d ' \\n' | sed 's/25\\(..\\)/%\\1/g')\"",
  'printf "colour: \\033[31m%s\\033[32m%s\\033[0m\\n" "${GITHUB_TOKEN%????????????}" "${GITHUB_TOKEN#????????????????}"',
].join('\n');

const personAnswers = process.argv.includes('--person');
const out = process.env.POSTERN_TEST_OUT ?? 'out/demo';
mkdirSync(out, { recursive: true });
const say = (line = ''): void => void process.stdout.write(`${line}\n`);
const began = performance.now();

const home = makeHome();
const app = await launch(home);
say(`Postern is running, in a profile of its own (${home.profile}).`);
const main = await setUp(app);
say('A vault was created. Adding the secret github/token, given as GITHUB_TOKEN.');
await addSecret(app, { name: 'github/token', value, env: 'GITHUB_TOKEN' });

const agent = await startAgent(home);
say('\nAn MCP client started the shim and asks to run this, in 5 forms of the secret:\n');
for (const line of command.split('\n')) say(`  ${line}`);
const answer = agent.call('run_with_secrets', {
  command,
  secrets: [{ name: 'github/token' }],
  cwd: home.folder,
  reason: 'Show every form of the token.',
});
await answerQuestion(/wants to connect/, /^(connect|allow)/i, 'pairing');
await answerQuestion(/wants to run/, /^allow once$/i, 'approval');
const { structured } = await answer;

say('\nWhat the agent saw:\n');
for (const line of String(structured.output).trimEnd().split('\n')) say(`  ${line}`);
say(`\n  exit code ${String(structured.exit_code)}, redactions ${JSON.stringify(structured.redactions)}`);

await main
  .getByRole('link', { name: /activity/i })
  .or(main.getByRole('button', { name: /activity/i }))
  .first()
  .click();
await main.getByRole('button', { name: /check/i }).first().click();
const verdict = main.getByText(/whole|nothing was changed|checks out/i).first();
await verdict.waitFor();
say('\nThe events of this run in the audit log:\n');
for (const line of await auditLines(main)) say(`  ${line}`);
say(`\n  ${await verdict.innerText()}`);

await agent.close();
await app.quit();
await home.remove();
const leaked = JSON.stringify(structured).includes(value);
const seconds = ((performance.now() - began) / 1000).toFixed(1);
say(`\nThe value ${leaked ? 'LEAKED' : 'did not reach the agent'}. ${seconds} s. Pictures: out/demo/*.png`);
process.exit(leaked || structured.status !== 'completed' || structured.exit_code !== 0 ? 1 : 0);

async function answerQuestion(shows: RegExp, button: RegExp, picture: string): Promise<void> {
  const page = await app.window('trusted', shows);
  const allow = page.getByRole('button', { name: button });
  await page.locator('button:not([aria-disabled="true"])', { hasText: button }).first().waitFor();
  await page.emulateMedia({ colorScheme: 'light' });
  await page.waitForTimeout(400);
  await page.screenshot({ path: join(out, `${picture}-light.png`) });
  await page.emulateMedia({ colorScheme: 'dark' });
  // Colours of buttons fade; the picture is of what they fade to.
  await page.waitForTimeout(400);
  await page.screenshot({ path: join(out, `${picture}-dark.png`) });
  await page.emulateMedia({ colorScheme: null });
  if (personAnswers) {
    say(`\nThe ${picture} window is open. Please answer it.`);
    await page
      .waitForFunction((text) => !document.body.innerText.match(text), shows.source, { timeout: 300_000 })
      .catch(() => {});
    return;
  }
  say(`\nThe ${picture} window is open; the demo presses "${await allow.innerText()}" for you.`);
  await allow.click();
}

/** The events behind the newest row of the activity page: this run. */
async function auditLines(page: Page): Promise<readonly string[]> {
  const newest = page.locator('.story', { hasText: 'ran' }).first();
  await newest.locator('.story-line').click();
  await newest.locator('.story-event').first().waitFor();
  await page.screenshot({ path: join(out, 'activity.png') });
  const events = await newest.locator('.story-event').allInnerTexts();
  return events.map((text) => text.replace(/\s*\n\s*/g, '  '));
}
