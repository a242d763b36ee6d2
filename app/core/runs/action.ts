// The frozen action: what exactly will happen, gathered before the question is asked.
import type { CallAction } from '../../contract/call.ts';
import { BrokerError } from '../../contract/fault.ts';
import type { Action, ActionCommand, ActionFile, CallerProcess, RunRequest } from '../../contract/run.ts';
import { runLimits } from '../../contract/run.ts';
import type { ClientId, SecretName, Sha256 } from '../../contract/vocabulary.ts';
import { hiddenStateOf } from '../commands/hidden-state.ts';
import { hostsOf } from '../commands/hosts.ts';
import type { InnerCommand } from '../commands/inner-command.ts';
import { readCommand } from '../commands/read-command.ts';
import { scriptWords } from '../commands/script-words.ts';
import { canonicalJson, sha256Hex } from '../crypto/digest.ts';
import type { Files } from '../ports/files.ts';
import { gravest } from '../risk/gravest.ts';
import { disclosesVariable } from '../risk/prints-environment.ts';
import { riskOf } from '../risk/risk-of.ts';

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
 * @throws BrokerError cwd_missing, command_too_many, command_not_found (argv only: a shell says so itself)
 */
export async function freezeAction(planned: Planned, files: Files): Promise<Action> {
  const { request } = planned;
  const cwd = await files.folder(request.cwd);
  if (cwd === null) throw new BrokerError('cwd_missing');
  const path = request.path ?? planned.loginPath;
  const command: Action['command'] =
    typeof request.command === 'string'
      ? { kind: 'shell', shell: planned.shell, line: request.command }
      : { kind: 'argv', argv: request.command };
  const words = readCommand(command);
  if (words.commands.length > runLimits.commands) throw new BrokerError('command_too_many');
  const programs = command.kind === 'shell' ? [planned.shell, ...words.programs] : words.programs;
  const executables = await findExecutables(programs, command, { path, cwd: cwd.path, files });
  const variables = planned.secrets.flatMap(({ env }) => env ?? []);
  const isWhole = words.parsed && executables.whole && !movesUnder(path, words.commands);
  const commands = words.commands.map((each) => actionCommand(each, variables));
  return {
    format: 2,
    nonce: planned.nonce,
    client: planned.client,
    caller: planned.caller,
    session: planned.session,
    command,
    canonical: sha256Hex('postern command', words.canonical),
    commands,
    risk: gravest([...commands.map(({ risk }) => risk.class), ...(isWhole ? [] : (['unknown'] as const))]),
    hidden: hiddenStateOf(words.commands),
    hosts: hostsOf(words.commands),
    cwd: cwd.path,
    cwdId: cwd.id,
    project: await files.projectOf(cwd.path),
    path,
    pathDiffers: path !== planned.loginPath,
    secrets: planned.secrets,
    executables: executables.found,
    scripts: await findScripts(words.commands, cwd.path, files),
    parsed: isWhole,
    stdin: request.stdin ?? null,
    tty: request.tty ?? true,
    // What is shown and remembered of an action does not depend on it: the same command in a larger window is the same.
    terminal: request.tty === false ? null : (request.terminal ?? null),
    timeoutMs: request.timeoutMs ?? runLimits.defaultTimeoutMs,
    maxOutputBytes: request.maxOutputBytes ?? runLimits.defaultOutputBytes,
    reason: request.reason ?? null,
    frozenAt: planned.now,
  };
}

/** SHA-256 of the action's canonical JSON: what the person's answer names. */
export function digestOf(action: Action | CallAction): Sha256 {
  return sha256Hex(canonicalJson(action));
}

/** What the person makes of it before they allow it: fewer secrets, less time. Never more of anything. */
export function narrowed(action: Action, without: readonly SecretName[], timeoutMs: number | null): Action {
  return {
    ...action,
    secrets: action.secrets.filter(({ name }) => !without.includes(name)),
    timeoutMs: Math.min(action.timeoutMs, timeoutMs ?? action.timeoutMs),
  };
}

/** SECURITY P2: a command that prints a variable in which a secret is given discloses it, whatever its tool does otherwise. */
function actionCommand(command: InnerCommand, variables: readonly string[]): ActionCommand {
  const { words, assigns, via, appended, writesTo, readsFrom } = command;
  const risk = riskOf(command);
  const prints = disclosesVariable(command, variables);
  return { words, assigns, via, appended, writesTo, readsFrom, risk: prints ? { ...risk, class: 'disclose' } : risk };
}

interface Search {
  readonly path: string;
  readonly cwd: string;
  readonly files: Files;
}

/** `whole` false: a word that is looked up was found nowhere, so it cannot be told what will run. */
async function findExecutables(
  programs: readonly string[],
  command: Action['command'],
  { path, cwd, files }: Search,
): Promise<{ found: ActionFile[]; whole: boolean }> {
  const found: ActionFile[] = [];
  let whole = true;
  for (const word of new Set(programs)) {
    const isFirst = command.kind === 'argv' && word === command.argv[0];
    const at = await files.findExecutable(word, path, cwd);
    const sha256 = at === null ? null : await files.hashOf(at);
    if (at !== null && sha256 !== null) found.push({ word, path: at, sha256 });
    else if (isFirst) throw new BrokerError('command_not_found');
    else whole = false;
  }
  return { found, whole };
}

/** Where the PATH has relative folders, a line that changes its folder finds other programs than those that were hashed. */
function movesUnder(path: string, commands: readonly InnerCommand[]): boolean {
  const isRelative = path.split(':').some((folder) => !folder.startsWith('/'));
  return isRelative && commands.some(({ words }) => ['cd', 'pushd', 'popd'].includes(words[0] ?? ''));
}

async function findScripts(commands: readonly InnerCommand[], cwd: string, files: Files): Promise<ActionFile[]> {
  const found: ActionFile[] = [];
  for (const word of new Set(commands.flatMap(scriptWords))) {
    const path = await files.realFile(word, cwd);
    const sha256 = path === null ? null : await files.hashOf(path);
    if (path !== null && sha256 !== null) found.push({ word, path, sha256 });
  }
  return found;
}
