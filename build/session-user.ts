// As root: runs a session's command as a normal user, who sees the tree read-only under a neutral path. Chromium's sandbox
// does not work as root, so otherwise the tests would not test it.

import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runToEnd } from './run-to-end.ts';
import { type SessionParts, type SessionPlan, withinFolder } from './session-plan.ts';
import { Stop, say } from './step.ts';

const run = promisify(execFile);
const TEST_USER = 'postern-test';

/** Whether this system lets root make private mounts; says so when not. Makes the user where there is none. */
export async function canBecomeUser(): Promise<boolean> {
  try {
    await run('unshare', ['-m', '--propagation', 'private', '--', 'mount', '-t', 'tmpfs', 'tmpfs', '/tmp']);
  } catch {
    say("This machine allows no private mounts, so the session stays root and Chromium's sandbox is off.");
    return false;
  }
  if (await userExists()) return true;
  const args = ['-r', '-M', '-d', '/nonexistent', '-s', '/usr/sbin/nologin', TEST_USER];
  try {
    await run('useradd', args);
  } catch (error) {
    // Of two runs at once one fails, and may go on.
    if (!(await userExists())) throw new Stop(`The user ${TEST_USER} could not be made: ${String(error)}`);
  }
  return true;
}

/** Runs the command as that user, with this environment and no other. What it wrote to `out` is handed back afterwards. */
export async function runAsUser(
  command: readonly string[],
  parts: SessionParts,
  plan: SessionPlan,
  env: Readonly<Record<string, string>>,
): Promise<number> {
  const { folder, tree, electron, out } = parts;
  const bound = electron !== null && withinFolder(tree, electron) === null ? electron : '';
  const folders = [folder, TEST_USER, tree, bound, out ?? '', plan.out ?? ''];
  const mounts = ['unshare', '-m', '--propagation', 'private', '--', 'sh', join(tree, 'build', 'session-mounts.sh')];
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  const owner = out === null ? null : await stat(out);
  const outer = { ...process.env, XAUTHORITY: env.XAUTHORITY === undefined ? '' : process.env.XAUTHORITY };
  try {
    if (out !== null) await run('chown', ['-Rh', `${TEST_USER}:`, out]);
    return await runToEnd([...mounts, ...folders, '--', 'env', '-i', ...variables, ...command], { env: outer });
  } finally {
    if (out !== null && owner !== null) await run('chown', ['-Rh', `${owner.uid}:${owner.gid}`, out]);
  }
}

async function userExists(): Promise<boolean> {
  return run('id', ['-u', TEST_USER]).then(
    () => true,
    () => false,
  );
}
