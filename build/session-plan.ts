// Plans a private session: which folders it has, which variables its command sees, and how the command is wrapped. Pure.

import { isAbsolute, join, relative, resolve } from 'node:path';

/** Variables that pass into a session as they are. All others are left outside. */
const PASSED = /^(TERM|COLORTERM|FORCE_COLOR|NO_COLOR|CI|TZ|LANG|LC_[A-Z]+|DEBUG|PWDEBUG|PLAYWRIGHT_[A-Z_]+)$/;

/** How a session is laid out. All paths are absolute. */
export interface SessionPlan {
  /** The session's own folder. Short: the path of a Unix socket below it must not exceed 107 bytes. */
  readonly folder: string;
  /** Its XDG_RUNTIME_DIR: private, and in memory where the system allows. */
  readonly runtime: string;
  /** Where its command finds the tree, and an Electron (null: none was asked for). */
  readonly tree: string;
  readonly electron: string | null;
  /** Where its command writes what outlives the session; null when nothing does. */
  readonly out: string | null;
}

/** What a session is made of, seen from outside. */
export interface SessionParts {
  readonly folder: string;
  readonly runtime: string;
  readonly tree: string;
  readonly electron: string | null;
  readonly out: string | null;
  /** Whether the command runs as another user, who sees these folders under the session's own. */
  readonly mapped: boolean;
}

/** Where everything is, seen from inside. What lies in the tree stays in the tree. */
export function planSession({ folder, runtime, tree, electron, out, mapped }: SessionParts): SessionPlan {
  if (!mapped) return { folder, runtime, tree, electron, out };
  const inside = (path: string, elsewhere: string): string => {
    const within = withinFolder(tree, path);
    return within === null ? join(folder, elsewhere) : join(folder, 'tree', within);
  };
  return {
    folder,
    runtime,
    tree: join(folder, 'tree'),
    electron: electron === null ? null : inside(electron, 'electron'),
    out: out === null ? null : inside(out, 'out'),
  };
}

/** The path relative to the folder; null when it is not in it. */
export function withinFolder(folder: string, path: string): string | null {
  const way = relative(folder, resolve(path));
  return way === '..' || way.startsWith('../') || isAbsolute(way) ? null : way;
}

/** The display a session shows its windows on. */
export interface Display {
  readonly name: string;
  readonly wayland: string | null;
  readonly hasCookie: boolean;
}

/** The whole environment of a session's command. */
export function sessionEnvironment(
  plan: SessionPlan,
  outer: NodeJS.ProcessEnv,
  extra: Readonly<Record<string, string>>,
  display: Display | null,
): Record<string, string> {
  const home = join(plan.folder, 'home');
  const env: Record<string, string> = { LANG: 'C.UTF-8' };
  for (const [name, value] of Object.entries(outer)) {
    if (value !== undefined && PASSED.test(name)) env[name] = value;
  }
  Object.assign(env, {
    PATH: [join(plan.tree, 'node_modules', '.bin'), '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin'].join(':'),
    HOME: home,
    SHELL: '/bin/sh',
    // Otherwise Chromium starts an accessibility bus, which says so in every run.
    ACCESSIBILITY_ENABLED: '0',
    TMPDIR: join(plan.folder, 'tmp'),
    XDG_RUNTIME_DIR: plan.runtime,
    XDG_DATA_HOME: join(home, '.local', 'share'),
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_CACHE_HOME: join(home, '.cache'),
  });
  if (plan.electron !== null) env.ELECTRON_OVERRIDE_DIST_PATH = plan.electron;
  if (plan.out !== null) env.POSTERN_TEST_OUT = plan.out;
  if (display !== null) {
    env.DISPLAY = display.name;
    if (display.wayland !== null) env.WAYLAND_DISPLAY = display.wayland;
    if (display.hasCookie) env.XAUTHORITY = join(home, '.Xauthority');
  }
  return { ...env, ...extra };
}

/** Wraps a command so that it has a display and a session bus of its own. */
export function inVirtualDesktop(command: readonly string[], ownDisplay: boolean): readonly string[] {
  const screen = ['xvfb-run', '-a', '-s', '-screen 0 1280x900x24'];
  return [...(ownDisplay ? [] : screen), 'dbus-run-session', '--', ...command];
}
