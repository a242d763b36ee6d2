// Runs a command in a session of its own: home, runtime folder, display, bus and keyring, all gone afterwards. As root it
// becomes a normal user, because Chromium's sandbox does not work as root. Touches nothing of the person's own session.
// `node build/e2e-session.ts [--user] [--display] [--window-manager] [--out FOLDER] -- COMMAND…`

import { copyFile, mkdir, mkdtemp, realpath, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { resolveElectron } from './electron-runtime.ts';
import { ensureSqliteFor } from './native-sqlite.ts';
import { runToEnd } from './run-to-end.ts';
import {
  type Display,
  inVirtualDesktop,
  planSession,
  type SessionParts,
  type SessionPlan,
  sessionEnvironment,
  withinFolder,
} from './session-plan.ts';
import { endSessionProcesses } from './session-sweep.ts';
import { canBecomeUser, runAsUser } from './session-user.ts';
import { runScript, Stop } from './step.ts';

const TREE = resolve(import.meta.dirname, '..');
/** Not the system's TMPDIR: the path must be short, and open to another user. */
const NEUTRAL = '/tmp/postern-';

/** How a session differs from the plain one. */
export interface SessionOptions {
  /** As root: become a normal user, where this system allows. Without effect for others. */
  readonly asUser?: boolean;
  /** Use the display of the person (DISPLAY) instead of a virtual one. */
  readonly useDisplay?: boolean;
  /** Start openbox, so that windows get focus and stay on top as on a desktop. */
  readonly windowManager?: boolean;
  /** An unpacked Electron; the command finds it through ELECTRON_OVERRIDE_DIST_PATH. */
  readonly electron?: string;
  /**
   * A folder the command may write to (made if absent): everything else of the tree is read-only to the normal user. The
   * command finds it where it is if that is in the tree, and always through POSTERN_TEST_OUT.
   */
  readonly out?: string;
  /** Further variables for the command. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Runs a command in a private session, with the tree as its working folder. The tree may have another path in there, so
 * the command must name what is in it by relative paths. POSTERN_TEST_NO_SANDBOX=1 is set where Chromium's sandbox
 * cannot work.
 * @returns the command's exit code (128 + n after signal n).
 */
export async function runInSession(command: readonly string[], options: SessionOptions = {}): Promise<number> {
  if (process.platform !== 'linux') throw new Stop('Private sessions exist on Linux only');
  const isRoot = process.getuid?.() === 0;
  const mapped = isRoot && options.asUser === true && (await canBecomeUser());
  const display = options.useDisplay === true ? await personsDisplay() : null;
  const folder = await mkdtemp(NEUTRAL);
  const runtime = await runtimeFolder(folder, mapped);
  try {
    const parts: SessionParts = {
      folder,
      runtime,
      tree: await realpath(TREE),
      electron: options.electron === undefined ? null : await realpath(options.electron),
      out: options.out === undefined ? null : await makeFolder(resolve(options.out)),
      mapped,
    };
    const plan = planSession(parts);
    const extra = { ...options.env, ...(isRoot && !mapped ? { POSTERN_TEST_NO_SANDBOX: '1' } : {}) };
    const env = sessionEnvironment(plan, process.env, extra, display);
    const services = [join(plan.tree, 'build', 'session-services.ts'), ...windowManager(options, display)];
    const node = nodeIn(plan.tree, parts.tree);
    const whole = inVirtualDesktop([node, ...services, '--', ...command], display !== null);
    return await (mapped ? runAsUser(whole, parts, plan, env) : runHere(whole, plan, env));
  } finally {
    await endSessionProcesses(folder);
    for (const path of [folder, runtime]) await rm(path, { recursive: true, force: true });
  }
}

/** A normal user's own session has its runtime folder in memory, and so has this one where it can be. */
async function runtimeFolder(folder: string, mapped: boolean): Promise<string> {
  const inside = join(folder, 'run');
  return mapped ? inside : mkdtemp('/dev/shm/postern-').catch(() => inside);
}

async function runHere(command: readonly string[], plan: SessionPlan, env: Record<string, string>): Promise<number> {
  for (const path of [join(plan.folder, 'home'), join(plan.folder, 'tmp'), plan.runtime]) {
    await mkdir(path, { recursive: true, mode: 0o700 });
  }
  const cookie = process.env.XAUTHORITY;
  if (env.XAUTHORITY !== undefined && cookie !== undefined) await copyFile(cookie, env.XAUTHORITY);
  return runToEnd(command, { cwd: plan.tree, env });
}

async function personsDisplay(): Promise<Display> {
  const { DISPLAY, WAYLAND_DISPLAY, XDG_RUNTIME_DIR, XAUTHORITY } = process.env;
  if (!DISPLAY) throw new Stop('There is no display here (DISPLAY is not set)');
  const wayland = WAYLAND_DISPLAY && XDG_RUNTIME_DIR ? resolve(XDG_RUNTIME_DIR, WAYLAND_DISPLAY) : null;
  return { name: DISPLAY, wayland, hasCookie: Boolean(XAUTHORITY) && (await isFile(XAUTHORITY ?? '')) };
}

/** The Node that the tree brings, at its path inside; where it brings none, the one that runs this. */
function nodeIn(inside: string, tree: string): string {
  const within = withinFolder(tree, process.execPath);
  return within === null ? process.execPath : join(inside, within);
}

function windowManager(options: SessionOptions, display: Display | null): readonly string[] {
  return options.windowManager === true && display === null ? ['--window-manager'] : [];
}

async function makeFolder(path: string): Promise<string> {
  await mkdir(path, { recursive: true });
  return realpath(path);
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

async function main(): Promise<number> {
  const split = process.argv.indexOf('--');
  if (split < 0 || split === process.argv.length - 1) throw new Stop('Say which command to run after --');
  const { values } = parseArgs({
    args: process.argv.slice(2, split),
    options: {
      user: { type: 'boolean' },
      display: { type: 'boolean' },
      'window-manager': { type: 'boolean' },
      out: { type: 'string' },
    },
  });
  const electron = await resolveElectron('test');
  await ensureSqliteFor(electron);
  return runInSession(process.argv.slice(split + 1), {
    asUser: values.user === true,
    useDisplay: values.display === true,
    windowManager: values['window-manager'] === true,
    electron: electron.dist,
    ...(values.out === undefined ? {} : { out: values.out }),
  });
}

if (import.meta.main) await runScript(main);
