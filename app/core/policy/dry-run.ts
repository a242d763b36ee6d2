// What the policy would say to a command, without running, asking or recording anything. What only a real run shows counts as
// fitting: the hashes of files, and who asks.
import type { DryRunResult } from '../../contract/policy.ts';
import type { Action } from '../../contract/run.ts';
import { hostsOf } from '../commands/hosts.ts';
import type { InnerCommand } from '../commands/inner-command.ts';
import { readCommand } from '../commands/read-command.ts';
import { sha256Hex } from '../crypto/digest.ts';
import { gravest } from '../risk/gravest.ts';
import { disclosesVariable } from '../risk/prints-environment.ts';
import { riskOf } from '../risk/risk-of.ts';
import type { CompiledPolicy } from './compiled-policy.ts';
import { evaluate } from './evaluate.ts';
import type { JudgedBeside } from './facts.ts';
import { reasoningWords } from './reasoning-words.ts';

export interface DryRun extends JudgedBeside {
  readonly command: string;
  /** The real path. */
  readonly cwd: string;
  readonly client: Action['client'];
  readonly secrets: Action['secrets'];
  readonly policy: CompiledPolicy;
}

export function dryRun(wanted: DryRun): DryRunResult {
  const action = actionFrom(wanted);
  const nothing = { covering: () => null };
  const { decision, reasoning } = evaluate(action, { ...wanted, grants: nothing, denials: nothing });
  return {
    decision,
    reasoning,
    says: reasoningWords(reasoning),
    risk: action.risk,
    commands: action.commands.map(({ words }) => words.join(' ')),
    parsed: action.parsed,
  };
}

function actionFrom({ command, cwd, client, secrets, now }: DryRun): Action {
  const line = { kind: 'shell', shell: '/bin/sh', line: command } as const;
  const read = readCommand(line);
  const variables = secrets.flatMap(({ env }) => env ?? []);
  const commands = read.commands.map((each) => ({ ...each, risk: riskWith(each, variables) }));
  return {
    ...{ format: 2, nonce: '0'.repeat(32), client, session: null, command: line, cwd, secrets, commands },
    caller: [{ pid: 1, startTime: '0', name: 'dry run', exe: null, cwd: null }],
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
