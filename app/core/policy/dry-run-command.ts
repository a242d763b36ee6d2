// What the policy would say to a command, without running, asking or recording anything. What only a real run shows counts as
// fitting: the hashes of files, and who asks.
import type { DryRunQuery, DryRunResult } from '../../contract/policy.ts';
import type { Action, ActionSecret } from '../../contract/run.ts';
import type { OwnSecretView } from '../../contract/secret.ts';
import { ClientId } from '../../contract/vocabulary.ts';
import { hostsOf } from '../commands/hosts.ts';
import type { InnerCommand } from '../commands/inner-command.ts';
import { readCommand } from '../commands/read-command.ts';
import { sha256Hex } from '../crypto/digest.ts';
import type { Files } from '../ports/files.ts';
import { gravest } from '../risk/gravest.ts';
import { disclosesVariable } from '../risk/prints-environment.ts';
import { riskOf } from '../risk/risk-of.ts';
import type { CompiledPolicy } from './compiled-policy.ts';
import { evaluate } from './evaluate.ts';
import type { JudgedBeside } from './facts.ts';
import { reasoningWords } from './reasoning-words.ts';

export interface CommandDryRunParts extends Pick<JudgedBeside, 'home' | 'now'> {
  readonly policy: CompiledPolicy;
  readonly secrets: { describe(names: readonly string[]): { readonly found: readonly OwnSecretView[] } };
  readonly files: Pick<Files, 'folder'>;
}

/** Who asks where the person names nobody: a client with a label that none has. */
export const anyClient = ClientId.parse('dry-run');

/** Nobody, but known. */
export const knownCaller: Action['caller'] = [{ pid: 1, startTime: '0', name: 'dry run', exe: null, cwd: null }];

/** Grants and remembered denials are left out of it. @throws BrokerError locked */
export async function dryRunCommand(
  parts: CommandDryRunParts,
  query: Extract<DryRunQuery, { kind: 'command' }>,
): Promise<DryRunResult> {
  const { policy, secrets, files, home, now } = parts;
  const typed = query.cwd.replace(/^~(?=\/|$)/, home);
  const cwd = (await files.folder(typed))?.path ?? typed;
  const { found } = secrets.describe(query.secrets);
  const action = actionFrom(query, found, { cwd, now });
  const nothing = { covering: () => null };
  const tagsOf: JudgedBeside['tagsOf'] = (name) => found.find((secret) => secret.name === name)?.tags ?? [];
  const { decision, reasoning } = evaluate(action, { policy, home, now, tagsOf, grants: nothing, denials: nothing });
  return {
    ...{ kind: 'command', decision, reasoning },
    says: reasoningWords(reasoning),
    risk: action.risk,
    commands: action.commands.map(({ words }) => words.join(' ')),
    parsed: action.parsed,
  };
}

function actionFrom(
  { command, client: named }: Extract<DryRunQuery, { kind: 'command' }>,
  found: readonly OwnSecretView[],
  { cwd, now }: { readonly cwd: string; readonly now: number },
): Action {
  const id = named ?? anyClient;
  const client = { id, name: id };
  const secrets = found.flatMap(fieldsOf);
  const line = { kind: 'shell', shell: '/bin/sh', line: command } as const;
  const read = readCommand(line);
  const variables = secrets.flatMap(({ env }) => env ?? []);
  const commands = read.commands.map((each) => ({ ...each, risk: riskWith(each, variables) }));
  return {
    ...{ format: 2, nonce: '0'.repeat(32), client, session: null, command: line, cwd, secrets, commands },
    caller: knownCaller,
    canonical: sha256Hex(read.canonical),
    risk: gravest(commands.map(({ risk }) => risk.class)),
    hosts: hostsOf(read.commands),
    ...{ cwdId: '', project: null, path: usualFolders, pathDiffers: false, hidden: [], executables: [], scripts: [] },
    ...{
      parsed: read.parsed,
      stdin: null,
      tty: true,
      terminal: null,
      timeoutMs: 1,
      maxOutputBytes: 1,
      reason: null,
      frozenAt: now,
    },
  };
}

/** Where a program named by its whole path is taken for the one of that name. */
const usualFolders = '/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin:/opt/homebrew/bin';

function riskWith(command: InnerCommand, variables: readonly string[]) {
  const risk = riskOf(command);
  return disclosesVariable(command, variables) ? { ...risk, class: 'disclose' as const } : risk;
}

/** As a run would get them that names no field. */
function fieldsOf(secret: OwnSecretView): readonly ActionSecret[] {
  const { id, name, version, tier, longestYes, description } = secret;
  return secret.fields.map((field) => ({
    ...{ id, name, version, tier, longestYes, description, field: field.name, sensitive: field.sensitive },
    ...{ inject: field.inject, env: field.env, reference: null },
  }));
}
