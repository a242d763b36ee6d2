// Programs that start another one, as a table: which of their options may stand in front of it. An option that is not here means
// that nobody knows where the inner command begins.

export interface Wrapper {
  /** Letters of options without a value, and of those with one. */
  readonly flags?: string;
  readonly valued?: string;
  /** The same with two dashes, separated by spaces. A valued one also takes `--name=value`. */
  readonly longFlags?: string;
  readonly longValued?: string;
  /** nice takes `-10`. */
  readonly numbers?: true;
  /** One operand stands in front of the command. */
  readonly operand?: RegExp;
  /** `NAME=value` may stand in front of the command. */
  readonly assigns?: true;
  /** `-u NAME` and `--unset` take a variable away. */
  readonly unsets?: true;
  /** Arguments are added when it runs; the value of `-I` is replaced in them. */
  readonly appends?: true;
  /** Options that make it a question about a program, which is then not started. */
  readonly asks?: readonly string[];
  /** Part of the shell: what it starts may be a builtin again. */
  readonly inShell?: true;
  /** The options end at a `--` that must be there where the command has options of its own. */
  readonly dashes?: true;
  /**
   * What stands behind it: a command on PATH (where nothing is said), one of a package, one built into it, or words that
   * are joined to a shell line.
   */
  readonly starts?: 'package' | 'applet' | 'line';
}

const packages: Wrapper = {
  flags: 'yq',
  valued: 'p',
  longFlags: 'yes no no-install quiet prefer-offline prefer-online ignore-existing bun silent',
  longValued: 'package',
  starts: 'package',
};

/** By name, or by name and first word. */
const wrappers: ReadonlyMap<string, Wrapper> = new Map<string, Wrapper>([
  [
    'env',
    {
      ...{ flags: 'iv', valued: 'u', longFlags: 'ignore-environment debug', longValued: 'unset' },
      ...{ assigns: true, unsets: true },
    },
  ],
  [
    'sudo',
    {
      flags: 'EnHkSAPb',
      valued: 'ugp',
      longFlags: 'preserve-env non-interactive set-home stdin askpass reset-timestamp background',
      longValued: 'user group prompt preserve-env',
      assigns: true,
    },
  ],
  ['doas', { flags: 'n', valued: 'u' }],
  [
    'xargs',
    {
      flags: '0rtx',
      valued: 'nILPsdE',
      longFlags: 'null no-run-if-empty verbose exit',
      longValued: 'max-args max-lines max-procs max-chars delimiter',
      appends: true,
    },
  ],
  ['npx', packages],
  ['pnpx', packages],
  ['bunx', packages],
  ['pnpm dlx', packages],
  ['pnpm exec', { starts: 'package' }],
  ['yarn dlx', packages],
  ['bun x', packages],
  ['npm exec', { ...packages, dashes: true }],
  ['npm x', { ...packages, dashes: true }],
  ['busybox', { starts: 'applet' }],
  ['toybox', { starts: 'applet' }],
  ['time', { flags: 'pv', inShell: true }],
  ['command', { asks: ['-v', '-V'], inShell: true }],
  ['builtin', { inShell: true }],
  ['exec', {}],
  ['nohup', {}],
  ['nice', { valued: 'n', longValued: 'adjustment', numbers: true }],
  ['ionice', { flags: 't', valued: 'cn', longFlags: 'ignore', longValued: 'class classdata' }],
  [
    'timeout',
    {
      flags: 'v',
      valued: 'sk',
      longFlags: 'foreground preserve-status verbose',
      longValued: 'signal kill-after',
      operand: /^(?:\d+(?:\.\d*)?|\.\d+)[smhd]?$/,
    },
  ],
  ['setsid', { flags: 'cfw', longFlags: 'ctty fork wait' }],
  ['stdbuf', { valued: 'ioe', longValued: 'input output error' }],
  ['unbuffer', { flags: 'p' }],
  ['caffeinate', { flags: 'dimsu', valued: 'tw' }],
  [
    'watch',
    {
      flags: 'bcdegptw',
      valued: 'n',
      longFlags: 'beep color differences errexit chgexit precise no-title no-wrap',
      longValued: 'interval',
      starts: 'line',
    },
  ],
]);

export interface FoundWrapper {
  readonly name: string;
  readonly wrapper: Wrapper;
  /** Words of its own name. */
  readonly length: number;
}

/** @param second the word behind the program, where it is known */
export function findWrapper(name: string, second: string | null): FoundWrapper | null {
  const single = wrappers.get(name);
  if (single !== undefined) return { name, wrapper: single, length: 1 };
  const pair = `${name} ${second ?? ''}`;
  const found = wrappers.get(pair);
  return found === undefined ? null : { name: pair, wrapper: found, length: 2 };
}

/** These run a string, another root's programs, or another program in a way that nobody has written down above. */
const opaque: ReadonlySet<string> = new Set(
  'eval source . trap alias unalias su runuser pkexec chroot script parallel flock strace ltrace gdb lldb valgrind perf nsenter unshare systemd-run systemd-inhibit firejail bwrap proot faketime dbus-run-session dbus-launch xvfb-run start-stop-daemon at batch screen tmux entr dotenv dotenvx cross-env cross-env-shell chronic rlwrap ssh-agent taskset numactl prlimit setpriv capsh setarch linux32 linux64 hyperfine gtimeout genv gxargs gnice gstdbuf gtime setopt unsetopt emulate autoload zmodload sched functions unfunction disable zle integer float private vared zpty zcompile bindkey unhash rehash'.split(
    ' ',
  ),
);

const opaqueVerbs: ReadonlySet<string> = new Set([
  ...['op run', 'op plugin', 'doppler run', 'direnv exec', 'infisical run', 'aws-vault exec', 'chamber exec'],
  ...['yarn exec', 'poetry run', 'bundle exec', 'conda run', 'systemctl edit', 'mise exec', 'asdf exec'],
]);

/** @param second the word behind the program */
export function isOpaque(name: string, second = ''): boolean {
  const isWindows = /(?:^|\\)(?:cmd|powershell|pwsh)(?:\.exe)?$/i.test(name);
  return isWindows || opaque.has(name) || opaqueVerbs.has(`${name} ${second}`);
}
