// `npm run test:e2e [-- FILES…]`: builds the app and runs the end-to-end tests as a normal user where that can be. Files that are
// named run in one private session; all of them run in two at once, each with half. `--prepare` only makes what they need.

import { cp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runInSession, type SessionOptions } from './e2e-session.ts';
import { type ElectronRuntime, resolveElectron } from './electron-runtime.ts';
import { ensureSqliteFor } from './native-sqlite.ts';
import { runToEnd } from './run-to-end.ts';
import { runScript } from './step.ts';
import { ensureSystemPackages } from './system-packages.ts';

/** The tests wait for windows more than they compute, so two cores take two sessions. */
const halves = [1, 2];
const out = 'test-results';
const playwright = ['node', 'node_modules/playwright/cli.js', 'test', '-c', 'e2e/playwright.config.ts'];

/** Builds the app. @returns the build's exit code */
export function buildApp(): Promise<number> {
  return runToEnd([process.execPath, 'node_modules/vite/bin/vite.js', 'build', '--app', '--logLevel', 'warn']);
}

/** An Electron, and the SQLite that runs in it. */
export async function prepareElectron(): Promise<ElectronRuntime> {
  const electron = await resolveElectron('test');
  await ensureSqliteFor(electron);
  return electron;
}

/** Runs the tests of an app that is built. @returns 0 when all of them passed */
export async function runE2e(electron: ElectronRuntime, files: readonly string[] = []): Promise<number> {
  const session = { asUser: true, windowManager: true, electron: electron.dist };
  if (files.length > 0) return runInSession([...playwright, ...files], { ...session, out });
  await rm(out, { recursive: true, force: true });
  const codes = await Promise.all(halves.map((half) => runHalf(half, session)));
  return Math.max(...codes);
}

/** Each half has a folder of its own to write to; the pictures are gathered in the one that they are looked for in. */
async function runHalf(half: number, session: SessionOptions): Promise<number> {
  const own = join(out, String(half));
  // Two cannot draw on one terminal.
  const env = { PLAYWRIGHT_FORCE_TTY: '0' };
  const code = await runInSession([...playwright, `--shard=${half}/${halves.length}`], { ...session, out: own, env });
  for (const entry of await readdir(own)) {
    if (entry !== 'artifacts') await cp(join(own, entry), join(out, entry), { recursive: true });
  }
  return code;
}

async function main(): Promise<number> {
  const [first, ...rest] = process.argv.slice(2);
  await ensureSystemPackages('test');
  const built = await buildApp();
  if (built !== 0) return built;
  const electron = await prepareElectron();
  if (first === '--prepare') return 0;
  return runE2e(electron, first === undefined ? [] : [first, ...rest]);
}

if (import.meta.main) await runScript(main);
