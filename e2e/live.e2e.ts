// The live view: the person watches a command's redacted output while it runs, and stops it.
import { expect, test } from 'playwright/test';
import { allowOnce } from './app.ts';
import { formsIn } from './leak-forms.ts';
import type { Paired } from './paired.ts';
import { secretName, secretValue, startPaired } from './paired.ts';
import { picture } from './screens.ts';
import { recordReplies } from './told.ts';
import { goTo } from './vault-windows.ts';

let paired: Paired;
test.beforeAll(async () => {
  paired = await startPaired();
});
test.afterAll(async () => {
  await paired?.close();
});

test('the person sees what a running command prints, never the value, and stops it with one click (P1, P7)', async () => {
  const { app, main } = paired;
  const replies = await recordReplies(app);
  const complaints: string[] = [];
  main.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await goTo(main, 'Activity');
  // However long it runs, each of the three is on the screen.
  const command =
    'i=0; while true; do i=$(((i+1)%3)); printf "\\033[32m%s\\033[0m %s\\n" "$API_TOKEN" "$i"; sleep 0.2; done';
  const answer = paired.run(command);
  await allowOnce(app);

  const row = main.getByRole('button', { name: /printf.*running for/ });
  await row.waitFor();
  await picture(main, 'live-rows');
  await row.click();
  const screen = main.locator('.live-screen');
  await expect(screen).toContainText(`[REDACTED:${secretName}] 2`);
  await expect(main.getByRole('heading', { name: /^Running for/ })).toBeVisible();
  await expect(main.locator('.fact', { hasText: 'Secrets in use' })).toContainText(secretName);
  await picture(main, 'live-run');

  await main.getByRole('button', { name: 'Stop the command' }).click();
  const { structured } = await answer;
  expect(structured).toMatchObject({ status: 'cancelled' });
  expect(structured.message).toMatch(/person stopped/i);
  await expect(main.getByRole('heading', { name: /^Ended .*: stopped by you$/ })).toBeVisible();
  await expect(screen).toContainText(`[REDACTED:${secretName}] 2`);

  expect(complaints, 'the policy of the page holds, and the terminal lives with it').toEqual([]);
  const told = (await replies()).map(({ json }) => json).join('\n');
  expect(told).toContain(`[REDACTED:${secretName}]`);
  for (const seen of [told, await main.content()]) expect(formsIn(seen, secretValue)).toEqual([]);
});

test('what just ended can be looked at until the lock', async () => {
  const { main } = paired;
  await main.getByRole('button', { name: 'Activity' }).last().click();
  await main.locator('.live-row', { hasText: /printf.*stopped by you/ }).click();
  await expect(main.locator('.live-screen')).toContainText(`[REDACTED:${secretName}] 1`);
  await main.getByRole('button', { name: 'Lock now' }).first().click();
  await expect(main.locator('.live-screen')).toHaveCount(0);
  await expect(main.locator('body')).not.toContainText('printf');
});
