// How another program is asked for a value: its words, the variables it gets, and what its answers mean. Pure.
import type { FaultCode } from '../../contract/fault.ts';

export type Environment = Readonly<Record<string, string>>;

export interface ProgramCall {
  /** A bare name, looked for on the PATH of the login shell, or an absolute path. */
  readonly word: string;
  readonly args: readonly string[];
  /** Variables of the login shell that it gets besides the common ones; `NAME_*` stands for all that begin so. */
  readonly passes: readonly string[];
  readonly sets: Environment;
  /** Absolute paths of what must lie in its store, so that a missing one is told before it is asked. */
  files(login: Environment): readonly string[];
  /** What its standard error says about a failure; the first that matches. None: reference_failed. */
  readonly refusals: readonly (readonly [says: RegExp, code: FaultCode])[];
  /** The value in what it printed; it may share its memory. @throws BrokerError reference_not_found, reference_failed */
  read(printed: Buffer): Buffer;
}

/** Home, where programs keep their state, and how one can ask the person: a dialog, the session bus, an agent's socket. */
const common = new Set(
  'PATH HOME USER LOGNAME SHELL TMPDIR XDG_RUNTIME_DIR XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME DISPLAY WAYLAND_DISPLAY XAUTHORITY DBUS_SESSION_BUS_ADDRESS'.split(
    ' ',
  ),
);
/** English, so that refusals can be told apart, and UTF-8, so that names of any language can be asked for. */
const fixed = { LC_ALL: 'C.UTF-8', TERM: 'dumb', NO_COLOR: '1' };

/** The whole environment of the call: nothing else of the login shell reaches it. */
export function environmentOf({ passes, sets }: ProgramCall, login: Environment): Environment {
  const isPassed = (name: string) =>
    common.has(name) ||
    passes.some((pass) => (pass.endsWith('*') ? name.startsWith(pass.slice(0, -1)) : name === pass));
  return { ...Object.fromEntries(Object.entries(login).filter(([name]) => isPassed(name))), ...fixed, ...sets };
}

/** What a call that failed is told as. `complaint`: its standard error, which never goes further than here. */
export function refusalOf({ refusals }: ProgramCall, complaint: string): FaultCode {
  return refusals.find(([says]) => says.test(complaint))?.[1] ?? 'reference_failed';
}
