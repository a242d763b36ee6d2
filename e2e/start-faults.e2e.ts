// What keeps Postern from starting is said in plain words, changes no byte of the profile, and opens no socket.
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { openDatabase } from '../app/adapters/sqlite-database.ts';
import { vaultFileFormat } from '../app/adapters/sqlite-schema.ts';
import type { Home } from './app.ts';
import { launch, makeHome, sandboxed, setUp } from './app.ts';

test.skip(!sandboxed, 'the everyday entry refuses --no-sandbox, which root needs here');

let made: Home;
test.beforeAll(async () => {
  made = makeHome();
  const app = await launch(made);
  await setUp(app);
  await app.quit();
});
test.afterAll(() => made.remove());

test('says that a truncated vault is damaged, and leaves it as it was', async () => {
  await startsWithFault((file) => truncateSync(file, 5000), /not a whole database/);
});

test('says that a vault of a newer Postern needs that version', async () => {
  await startsWithFault((file) => {
    const database = openDatabase(file, vaultFileFormat);
    database.pragma('user_version = 99');
    database.close();
  }, /newer Postern/);
});

async function startsWithFault(spoil: (file: string) => void, says: RegExp): Promise<void> {
  const home = makeHome();
  mkdirSync(home.profile, { recursive: true, mode: 0o700 });
  const file = join(home.profile, 'vault.db');
  copyFileSync(join(made.profile, 'vault.db'), file);
  spoil(file);
  const before = readFileSync(file);
  const electron = join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? '', 'electron');
  const child = spawn(electron, ['dist/main/main.cjs'], { env: { ...home.env }, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8');
  });
  await expect.poll(() => said, { timeout: 20_000 }).toMatch(says);
  expect(existsSync(home.endpoint)).toBe(false);
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('exit', resolve));
  expect(readFileSync(file).equals(before)).toBe(true);
  await home.remove();
}
