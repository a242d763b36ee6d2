// What the windows and the audit log say of an action: the same, with no value of the vault left in any of its texts. What runs, and
// what its digest is of, stays as it was asked for.

import type { PairingQuestion } from '../../contract/client.ts';
import type { Action, ActionChange, ActionCommand, ActionFile, CallerProcess } from '../../contract/run.ts';
import { EnvName, SecretName } from '../../contract/vocabulary.ts';
import type { SecretWish } from '../../contract/wish.ts';
import type { EachText, VaultWords } from '../redaction/vault-words.ts';

export interface JudgedAction {
  /** What runs. SECURITY P2: where it holds a value itself it discloses that, so nobody's earlier yes covers it. */
  readonly action: Action;
  /** As it is drawn and written down. */
  readonly shown: Action;
  /** Secrets whose values stand in the command itself. */
  readonly holds: readonly SecretName[];
}

/** @throws BrokerError as `VaultWords.search` */
export async function withShown(words: VaultWords, frozen: Action): Promise<JudgedAction> {
  const { thing, holds } = await words.cleaned(frozen, commandTexts);
  const action = holds.length === 0 ? frozen : { ...frozen, risk: 'disclose' as const };
  const shown = (await words.cleaned({ ...thing, risk: action.risk }, askerTexts)).thing;
  return { action, shown, holds };
}

/** What was changed, as it is drawn and written down. @throws BrokerError as `VaultWords.search` */
export async function shownChanges(
  words: VaultWords,
  changes: readonly ActionChange[],
): Promise<readonly ActionChange[]> {
  const { thing } = await words.cleaned(changes, (all, text) =>
    all.map((change) => ({
      ...change,
      what: text(change.what),
      was: maybe(change.was, text),
      is: maybe(change.is, text),
    })),
  );
  return thing;
}

/** @throws BrokerError as `VaultWords.search` */
export async function shownWish(words: VaultWords, wish: SecretWish): Promise<SecretWish> {
  const { thing, holds } = await words.cleaned(wish, (all, text) => ({
    ...all,
    name: nameText(all.name, text),
    purpose: text(all.purpose).slice(0, 1000),
    ...(all.obtainFrom === undefined ? {} : { obtainFrom: text(all.obtainFrom).slice(0, 500) }),
    ...(all.env === undefined ? {} : { env: text(all.env).slice(0, 128) }),
  }));
  return holds.length === 0 ? wish : thing;
}

/** Of a wish that has nothing else to say. @throws BrokerError as `VaultWords.search` */
export async function shownReason(
  words: VaultWords,
  reason: string | undefined,
): Promise<{ readonly reason?: string }> {
  return reason === undefined ? {} : { reason: (await words.redact(reason)).slice(0, 1000) };
}

/** What an unknown client says of itself, and who the system says it is. */
export function pairingTexts(asked: PairingQuestion, text: EachText): PairingQuestion {
  return {
    ...asked,
    claimedName: text(asked.claimedName).slice(0, 200),
    claimedVersion: text(asked.claimedVersion).slice(0, 100),
    caller: asked.caller.map((each) => processTexts(each, text)),
  };
}

/** Also what a rule or grant would be made of: the folder, the files, the hosts. */
function commandTexts(action: Action, text: EachText): Action {
  const { command, executables, scripts, secrets } = action;
  return {
    ...action,
    command:
      command.kind === 'shell'
        ? { ...command, line: text(command.line) }
        : { ...command, argv: command.argv.map(text) },
    commands: action.commands.map((each) => innerTexts(each, text)),
    hosts: action.hosts.map(text),
    cwd: text(action.cwd),
    project: maybe(action.project, text),
    path: text(action.path),
    secrets: secrets.map((secret) => ({ ...secret, env: secret.env === null ? null : envText(secret.env, text) })),
    executables: executables.map((file) => fileTexts(file, text)),
    scripts: scripts.map((file) => fileTexts(file, text)),
    stdin: maybe(action.stdin, text),
  };
}

function askerTexts(action: Action, text: EachText): Action {
  return {
    ...action,
    client: { ...action.client, name: text(action.client.name) },
    caller: action.caller.map((each) => processTexts(each, text)),
    reason: maybe(action.reason, text),
  };
}

function innerTexts(command: ActionCommand, text: EachText): ActionCommand {
  return {
    words: command.words.map(text),
    assigns: command.assigns.map(text),
    via: command.via.map(text),
    appended: command.appended,
    writesTo: command.writesTo.map(text),
    readsFrom: command.readsFrom.map(text),
    risk: { ...command.risk, verb: command.risk.verb.map(text) },
  };
}

function fileTexts(file: ActionFile, text: EachText): ActionFile {
  return { ...file, word: text(file.word), path: text(file.path) };
}

function processTexts(each: CallerProcess, text: EachText): CallerProcess {
  return { ...each, name: text(each.name), exe: maybe(each.exe, text), cwd: maybe(each.cwd, text) };
}

function envText(env: EnvName, text: EachText): EnvName {
  const safe = text(env);
  return safe === env ? env : EnvName.catch(hiddenEnv).parse(fitting(safe, '_'));
}

function nameText(name: SecretName, text: EachText): SecretName {
  const safe = text(name);
  return safe === name ? name : SecretName.catch(hiddenName).parse(fitting(safe, '-'));
}

const hiddenEnv = EnvName.parse('REDACTED');
const hiddenName = SecretName.parse('REDACTED');

/** A marker, where only letters, digits and a few signs may stand: `REDACTED-db/url`. */
function fitting(text: string, sign: '-' | '_'): string {
  const kept = sign === '-' ? /[^A-Za-z0-9._/-]+/g : /[^A-Za-z0-9_]+/g;
  return text
    .replace(kept, sign)
    .replace(/(^|\/)[^A-Za-z0-9]+/g, '$1')
    .replace(/[^A-Za-z0-9]+$/, '')
    .slice(0, 128);
}

function maybe(value: string | null, text: EachText): string | null {
  return value === null ? null : text(value);
}
