// The frozen action: what exactly will happen, gathered before the question and checked again after the answer.
import { BrokerError } from '../../contract/fault.ts';
import type { Action, ActionFile, CallerProcess, RunRequest } from '../../contract/run.ts';
import { runLimits } from '../../contract/run.ts';
import type { ClientId, RecordId, Sha256 } from '../../contract/vocabulary.ts';
import { canonicalJson, sha256Hex, sha256Stream } from '../crypto/digest.ts';
import type { Files } from '../ports/files.ts';
import type { CommandWords } from './command-words.ts';
import { readArgv, readShellLine } from './command-words.ts';
import { scriptWords, shellBuiltins } from './script-words.ts';

/** What the run's request becomes once the person's side has been asked: everything but files and folders. */
export interface Planned {
  readonly request: RunRequest;
  readonly client: { readonly id: ClientId; readonly name: string };
  readonly caller: readonly CallerProcess[];
  readonly session: Sha256 | null;
  readonly secrets: Action['secrets'];
  /** The person's shell, absolute. */
  readonly shell: string;
  readonly loginPath: string;
  readonly nonce: string;
  readonly now: number;
}

/**
 * Resolves folders, programs and scripts and freezes the result.
 * @throws BrokerError cwd_missing, command_not_found (argv only: a shell says so itself)
 */
export async function freezeAction(planned: Planned, files: Files): Promise<Action> {
  const { request } = planned;
  const cwd = await files.realFolder(request.cwd);
  if (cwd === null) throw new BrokerError('cwd_missing');
  const path = request.path ?? planned.loginPath;
  const isLine = typeof request.command === 'string';
  const words = typeof request.command === 'string' ? readShellLine(request.command) : readArgv(request.command);
  const programs = isLine ? [[planned.shell], ...words.commands] : words.commands;
  const executables = await findExecutables(programs, isLine, { path, cwd, files });
  const scripts = await findScripts(words, cwd, files);
  return {
    format: 1,
    nonce: planned.nonce,
    client: planned.client,
    caller: planned.caller,
    session: planned.session,
    command:
      typeof request.command === 'string'
        ? { kind: 'shell', shell: planned.shell, line: request.command }
        : { kind: 'argv', argv: request.command },
    cwd,
    path,
    pathDiffers: path !== planned.loginPath,
    secrets: planned.secrets,
    executables: executables.found,
    scripts,
    parsed: words.parsed && executables.whole,
    stdin: request.stdin ?? null,
    tty: request.tty ?? true,
    timeoutMs: request.timeoutMs ?? runLimits.defaultTimeoutMs,
    maxOutputBytes: request.maxOutputBytes ?? runLimits.defaultOutputBytes,
    reason: request.reason ?? null,
    frozenAt: planned.now,
  };
}

/** SHA-256 of the action's canonical JSON: what the person's answer names. */
export function digestOf(action: Action): Sha256 {
  return sha256Hex(canonicalJson(action));
}

/**
 * SHA-256 of everything that must be the same for a grant to cover another action: all of it but the nonce, the time, the
 * agent's words and the process numbers. The agent host's own executables stay in.
 */
export function shapeOf(action: Action): Sha256 {
  const { nonce: _nonce, frozenAt: _frozenAt, reason: _reason, caller, ...rest } = action;
  return sha256Hex(canonicalJson({ ...rest, hosts: caller.slice(0, 2).map(({ exe }) => exe) }));
}

/** Whether an answer may outlive this one run. */
export function mayLast(action: Action): boolean {
  return action.parsed && action.caller.length > 0 && action.secrets.every(({ tier }) => tier === 'run');
}

/**
 * SECURITY P10: after the click and before the start, the folder, every program and script and the secrets' versions are
 * looked at again.
 * @throws BrokerError action_changed
 */
export async function verifyAction(
  action: Action,
  files: Files,
  versionOf: (id: RecordId) => number | null,
): Promise<void> {
  const search = { path: action.path, cwd: action.cwd, files };
  const same =
    (await files.realFolder(action.cwd)) === action.cwd &&
    action.secrets.every(({ id, version }) => versionOf(id) === version) &&
    (await everyAsync(action.executables, async ({ word, path }) => (await find(word, search)) === path)) &&
    (await everyAsync(action.scripts, async ({ word, path }) => (await files.realFile(word, action.cwd)) === path)) &&
    (await everyAsync(
      [...action.executables, ...action.scripts],
      async (file) => (await hash(file.path, files)) === file.sha256,
    ));
  if (!same) throw new BrokerError('action_changed');
}

interface Search {
  readonly path: string;
  readonly cwd: string;
  readonly files: Files;
}

function find(word: string, { files, path, cwd }: Search): Promise<string | null> {
  return files.findExecutable(word, path, cwd);
}

async function findExecutables(
  commands: readonly (readonly string[])[],
  isLine: boolean,
  search: Search,
): Promise<{ found: ActionFile[]; whole: boolean }> {
  const found: ActionFile[] = [];
  let whole = true;
  for (const word of new Set(commands.flatMap(([program]) => (program === undefined ? [] : [program])))) {
    const path = isLine && shellBuiltins.has(word) ? null : await find(word, search);
    const sha256 = path === null ? null : await hash(path, search.files);
    if (path !== null && sha256 !== null) found.push({ word, path, sha256 });
    else if (!isLine) throw new BrokerError('command_not_found');
    else whole &&= shellBuiltins.has(word);
  }
  return { found, whole };
}

async function findScripts(words: CommandWords, cwd: string, files: Files): Promise<ActionFile[]> {
  const found: ActionFile[] = [];
  for (const word of new Set(words.commands.flatMap(scriptWords))) {
    const path = await files.realFile(word, cwd);
    const sha256 = path === null ? null : await hash(path, files);
    if (path !== null && sha256 !== null) found.push({ word, path, sha256 });
  }
  return found;
}

async function hash(path: string, files: Files): Promise<Sha256 | null> {
  const stream = sha256Stream();
  return (await files.readThrough(path, (chunk) => stream.update(chunk))) ? stream.hex() : null;
}

async function everyAsync<T>(items: readonly T[], holds: (item: T) => Promise<boolean>): Promise<boolean> {
  for (const item of items) if (!(await holds(item))) return false;
  return true;
}
