// Runs a program that keeps secrets and takes what it prints. Values pass only through pipes: never an argument, never a file.
import { BrokerError, type FaultCode } from '../contract/fault.ts';
import { newMark, spawnDetached } from './detached-spawn.ts';
import { PosixFiles } from './posix-files.ts';
import { followGroup } from './process-group.ts';

export interface ImportProgram {
  /** Looked for on the person's PATH; or an absolute path. */
  readonly name: string;
  readonly args: readonly string[];
  /** For its standard input; the caller wipes it. */
  readonly input?: Buffer;
  /** The person's login environment; the program gets only what it needs of it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Of its output. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
}

export interface ProgramEnd {
  /** null: a signal ended it. */
  readonly exitCode: number | null;
  /** What it printed; the caller wipes it. */
  readonly output: Buffer;
  /** The beginning of what it complained, in English. Never shown or logged. */
  readonly complaint: string;
}

/** What programs need to find their store and to ask the person in a window of their own. */
const handedOn =
  'PATH HOME USER LOGNAME TMPDIR DISPLAY WAYLAND_DISPLAY XAUTHORITY XDG_RUNTIME_DIR XDG_CONFIG_HOME XDG_DATA_HOME DBUS_SESSION_BUS_ADDRESS GNUPGHOME PASSWORD_STORE_DIR'.split(
    ' ',
  );
const maxComplaintBytes = 8192;

/**
 * Resolves when the program ended by itself, whatever its exit code.
 * @throws BrokerError import_tool_missing, import_tool_slow, import_tool_output, import_cancelled; all it started is gone then
 */
export async function runImportProgram(program: ImportProgram): Promise<ProgramEnd> {
  const { name, args, input, environment, signal } = program;
  if (signal?.aborted === true) throw new BrokerError('import_cancelled');
  const file = await new PosixFiles(null).findExecutable(name, environment.PATH ?? '', '/');
  const mark = newMark();
  const env = { ...minimal(environment), LC_ALL: 'C.UTF-8' };
  const child = file && spawnDetached({ file, args, env, cwd: '/', stdio: ['pipe', 'pipe', 'pipe'], mark });
  if (!child || child.stdin === null || child.stdout === null || child.stderr === null) {
    throw new BrokerError('import_tool_missing');
  }
  const group = followGroup(child, mark);
  const { stdin, stdout, stderr } = child;
  // A program that ends before it has read all of it is told by its exit code.
  stdin.on('error', () => {});
  stdin.end(input);
  const output: Buffer[] = [];
  const complaint: Buffer[] = [];
  let size = 0;
  const broken = Promise.withResolvers<FaultCode>();
  const cancel = () => broken.resolve('import_cancelled');
  const timer = setTimeout(() => broken.resolve('import_tool_slow'), program.timeoutMs);
  signal?.addEventListener('abort', cancel);
  stdout.on('data', (chunk: Buffer) => {
    size += chunk.length;
    output.push(chunk);
    if (size > program.maxBytes) broken.resolve('import_tool_output');
  });
  let complained = 0;
  stderr.on('data', (chunk: Buffer) => {
    if (complained < maxComplaintBytes) complaint.push(chunk);
    complained += chunk.length;
  });
  try {
    const closed = new Promise<null>((resolve) => child.once('close', () => resolve(null)));
    const why = await Promise.race([broken.promise, closed]);
    if (why !== null) {
      stdout.destroy();
      await group.end();
      throw new BrokerError(why);
    }
    return { exitCode: child.exitCode, output: Buffer.concat(output), complaint: Buffer.concat(complaint).toString() };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', cancel);
    for (const chunk of output) chunk.fill(0);
  }
}

function minimal(environment: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => handedOn.includes(name)));
}
