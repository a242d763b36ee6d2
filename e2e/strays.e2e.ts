// What a command leaves behind is ended with its run inside Electron as well, where the app has processes of its own.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { listProcesses } from '../app/adapters/process-table.ts';
import { startAgent } from './agent.ts';
import { addSecret, allowOnce, connect, launch, makeHome, setUp } from './app.ts';
import { isRunning } from './processes.ts';

test('ends what left its run, session and environment, and leaves the processes of the app alone', async () => {
  const home = makeHome();
  const app = await launch(home);
  await setUp(app);
  await addSecret(app, { name: 'strays/token', value: 'tok_Str4ys-9f8e7d6c5b4a', env: 'TOKEN' });
  const agent = await startAgent(home);
  const stray = join(home.folder, 'stray');
  const daemon = `sh -c "echo \\$\\$ > ${stray}; trap : TERM; while :; do sleep 1; done"`;
  const answer = agent.call('run_with_secrets', {
    command: `setsid env -i sh -c 'setsid ${daemon} &' </dev/null >/dev/null 2>&1\nuntil [ -s ${stray} ]; do sleep 0.01; done; echo left`,
    secrets: [{ name: 'strays/token' }],
    cwd: home.folder,
  });
  await connect(app);
  // What it takes to freeze the command, such as a login shell, has ended by then.
  await app.window('trusted', /wants to run/);
  const ownProcesses = async () =>
    (await listProcesses())
      .filter((row) => row.parent === app.electron.process().pid && !row.ended)
      .map((row) => `${row.pid} ${row.name}`);
  const before = await ownProcesses();
  expect(before.length).toBeGreaterThan(0);
  await allowOnce(app);
  const { structured } = await answer;
  expect(structured).toMatchObject({ status: 'completed', exit_code: 0, output: 'left\n' });
  expect(isRunning(Number(readFileSync(stray, 'utf8')))).toBe(false);
  expect(await ownProcesses()).toEqual(expect.arrayContaining(before));
  await agent.close();
  await app.quit();
  await home.remove();
});
