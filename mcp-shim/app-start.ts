// Starts Postern through the session manager, which has an environment of its own. SECURITY P1: the app never gets ours, which
// holds the agent's keys; and it is no child of the agent's, so that it does not end with it.
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Surroundings } from '../app/contract/endpoint.ts';
import { LaunchFile, launchFilePath } from '../app/contract/launch.ts';

const othersBits = 0o077;
const maxFileBytes = 65_536;
/** Where to find the session, and nothing else. */
const passedOn = ['XDG_RUNTIME_DIR', 'DBUS_SESSION_BUS_ADDRESS'] as const;

/** Linux: systemd's user manager. macOS: launchd. Elsewhere there is no such way, and the person starts the app. */
const managers: Readonly<Record<string, readonly string[]>> = {
  linux: ['/usr/bin/systemd-run', '--user', '--quiet', '--collect', '--'],
  darwin: ['/usr/bin/open', '-g', '-a'],
};

/** true: the session manager took the order. false: not allowed by the person, or there is no manager to ask. */
export async function startApp(at: Surroundings, manager = managers[at.platform]): Promise<boolean> {
  const [program, ...args] = manager ?? [];
  const launch = await readLaunch(at);
  if (program === undefined || launch === null) return false;
  const env = Object.fromEntries(
    passedOn.flatMap((name) => (at.env[name] === undefined ? [] : [[name, at.env[name]]])),
  );
  const order = [...args, launch.program, ...(at.platform === 'darwin' ? ['--args'] : []), ...launch.args];
  // Read in only here: few shims start the app, and all start sooner without it.
  const { spawn } = await import('node:child_process');
  return new Promise((resolve) => {
    const child = spawn(program, order, { env: { ...env, PATH: '/usr/bin:/bin' }, cwd: '/', stdio: 'ignore' });
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
  });
}

/** null: no such file, or one that is not this account's alone. */
async function readLaunch(at: Surroundings): Promise<LaunchFile | null> {
  const file = await open(launchFilePath(at), constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0)).catch(() => null);
  if (file === null) return null;
  try {
    const { mode, uid, size } = await file.stat();
    if (size > maxFileBytes || (at.uid !== null && (uid !== at.uid || (mode & othersBits) !== 0))) return null;
    return LaunchFile.safeParse(JSON.parse(await file.readFile('utf8'))).data ?? null;
  } catch {
    return null;
  } finally {
    await file.close();
  }
}
