// `postern run`: a command with secrets, its output as it comes, its exit code as it was.
import { resolve } from 'node:path';
import { BrokerError } from '../../app/contract/fault.ts';
import type { RunRequest } from '../../app/contract/run.ts';
import { runLimits } from '../../app/contract/run.ts';
import { workingFolder } from '../surroundings.ts';
import { unlessAborted } from '../waiting.ts';
import type { Arguments } from './arguments.ts';
import { UsageFault } from './arguments.ts';
import type { CommandContext } from './command-context.ts';
import { conclude } from './command-context.ts';
import { LiveOutput } from './live-output.ts';
import { readStandardInput } from './standard-input.ts';

export async function run(context: CommandContext): Promise<number> {
  const { args, screen, client } = context;
  const terminal = args.asObject || args.has('no-tty') ? null : ownTerminal();
  const asked = requestOf(args);
  const stdin = args.has('no-stdin') ? null : await standardInput(context);
  const request: RunRequest = {
    ...asked,
    tty: terminal !== null,
    ...(terminal === null ? {} : { terminal }),
    ...(stdin === null ? {} : { stdin }),
  };
  const start = { method: 'run.start', params: { request } } as const;
  if (args.asObject) return conclude(context, await client.request(start));
  const output = new LiveOutput(screen, terminal);
  const answer = await client.request(start, (part) => output.show(part));
  await unlessAborted(output.shown, context.signal);
  return conclude(context, answer);
}

type Terminal = NonNullable<RunRequest['terminal']>;

/** null: standard output is none. The size is kept within what Postern takes. */
function ownTerminal(): Terminal | null {
  const { stdout, env } = process;
  if (!stdout.isTTY) return null;
  const within = (size: number, least: number, most: number) => Math.min(most, Math.max(least, size || least));
  return {
    columns: within(stdout.columns, 20, 500),
    rows: within(stdout.rows, 5, 200),
    // Only whether there is colour is told, not the variables.
    colour: !env.NO_COLOR && env.TERM !== 'dumb',
  };
}

/** @throws UsageFault; BrokerError cwd_missing */
function requestOf(args: Arguments): RunRequest {
  const [reason, environment, path, timeout] = (['reason', 'environment', 'path', 'timeout'] as const).map((name) =>
    args.one(name),
  );
  const globs = args.all('glob');
  return {
    command: commandOf(args),
    secrets: args.all('secret').map(secretOf),
    ...(globs.length === 0 ? {} : { globs: [...globs] }),
    cwd: folderOf(args.one('cwd') ?? ''),
    ...(timeout == null ? {} : { timeoutMs: milliseconds(timeout) }),
    ...(reason == null ? {} : { reason }),
    ...(environment == null ? {} : { environment }),
    ...(path == null ? {} : { path }),
  };
}

function commandOf(args: Arguments): RunRequest['command'] {
  const line = args.one('command');
  const { rest, words } = args;
  if (words.length > 0) throw new UsageFault('Put “--” before the command');
  if (line !== null && rest !== null) throw new UsageFault('Give either -c LINE or a command after “--”');
  if (line !== null) return line;
  if (rest === null || rest.length === 0) throw new UsageFault('Give a command after “--”, or a line with -c');
  return [...rest];
}

/** `NAME[:FIELD][=VARIABLE]`: neither a name nor a field can hold “:” or “=”. */
function secretOf(text: string): RunRequest['secrets'][number] {
  const [, name, field, env] = /^([^:=]+)(?::([^:=]+))?(?:=(.+))?$/su.exec(text) ?? [];
  if (name === undefined) throw new UsageFault('Write a secret as NAME, NAME=VARIABLE or NAME:FIELD=VARIABLE');
  return { name, ...(field === undefined ? {} : { field }), ...(env === undefined ? {} : { env }) };
}

function folderOf(folder: string): string {
  const here = workingFolder();
  if (here === null && !folder.startsWith('/')) throw new BrokerError('cwd_missing');
  return resolve(here ?? '/', folder);
}

function milliseconds(text: string): number {
  const ms = /^\d{1,7}(\.\d{1,3})?$/.test(text) ? Math.round(Number(text) * 1000) : 0;
  if (ms < 100 || ms > runLimits.maxTimeoutMs) {
    throw new UsageFault(`--timeout is in seconds, from 0.1 to ${runLimits.maxTimeoutMs / 1000}`);
  }
  return ms;
}

/** null: there is none. @throws UsageFault, and the reason of the signal */
async function standardInput({ signal, screen }: CommandContext): Promise<string | null> {
  const slow = () => void screen.tell('Reading standard input to its end. If the command needs none, add --no-stdin.');
  const input = await readStandardInput(signal, slow);
  switch (input.kind) {
    case 'none':
      return null;
    case 'text':
      return input.text;
    case 'too_large':
      throw new UsageFault('Standard input is over 1 MiB. Put it into a file and let the command read that');
    case 'not_text':
      throw new UsageFault('Standard input is not UTF-8 text. Put it into a file and let the command read that');
  }
}
