// Everything a run needs, handed over once by compose. An interface, so that a run can be read without its surroundings.
import type { CallAction } from '../../contract/call.ts';
import type { Action, RunRequest } from '../../contract/run.ts';
import type { OwnSecretView } from '../../contract/secret.ts';
import type { RecordId, SecretName } from '../../contract/vocabulary.ts';
import type { Approvals } from '../approvals/approvals.ts';
import type { Denials } from '../approvals/denials.ts';
import type { LastAllowed } from '../approvals/last-allowed.ts';
import type { PromptLog } from '../approvals/prompt-log.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { GatheredRecord } from '../audit/gathered-record.ts';
import type { CallHouse } from '../calls/call-house.ts';
import type { Admission } from '../clients/admission.ts';
import type { Clients } from '../clients/clients.ts';
import type { Grants } from '../grants/grants.ts';
import type { CompiledPolicy } from '../policy/compiled-policy.ts';
import type { Clock } from '../ports/clock.ts';
import type { Files } from '../ports/files.ts';
import type { Log } from '../ports/log.ts';
import type { LoginEnvironment } from '../ports/login-environment.ts';
import type { Pause } from '../ports/pause.ts';
import type { Randomness } from '../ports/randomness.ts';
import type { References } from '../ports/references.ts';
import type { RunFiles } from '../ports/run-files.ts';
import type { Runner } from '../ports/runner.ts';
import type { OpenScreen } from '../ports/screen.ts';
import type { ReleasedValues } from '../redaction/released-values.ts';
import type { VaultWords } from '../redaction/vault-words.ts';
import type { RevealedSecret } from '../secrets/secret-book.ts';
import type { LiveRuns } from './live-runs.ts';

/** The vault's secrets as a run sees them. */
export interface RunSecrets {
  list(): readonly OwnSecretView[];
  readonly count: number;
  /** null: there is no such secret now. */
  versionOf(id: RecordId): number | null;
  /** null: nothing has exactly this name. */
  named(name: string): OwnSecretView | null;
  describe(names: readonly string[]): {
    readonly found: readonly OwnSecretView[];
    readonly unknown: readonly string[];
    readonly near: readonly string[];
  };
  /** SECURITY P1: the plaintext exists only inside `use` and is wiped when it ends, however it ends. */
  withRevealed<T>(ids: readonly RecordId[], use: (values: readonly RevealedSecret[]) => Promise<T>): Promise<T>;
  markUsed(id: RecordId, at: number): void;
  /** Empty for a secret that is gone. */
  tagsOf(name: SecretName): readonly string[];
}

/** The policy in force, as a run sees it. */
export interface RunPolicy {
  readonly current: CompiledPolicy;
  /** Whether a rule could say what a yes to this means. */
  canExpress(action: Action | CallAction): boolean;
  markUsed(rule: string, at: number): void;
  /** The name that is meant, by the aliases of the request's environment. @throws BrokerError environment_unknown */
  nameIn(request: RunRequest, name: string): string;
}

export interface RunHouse {
  readonly secrets: RunSecrets;
  readonly admission: Admission;
  readonly clients: Clients;
  readonly approvals: Approvals;
  readonly grants: Grants;
  readonly denials: Denials;
  readonly lastAllowed: LastAllowed;
  readonly prompts: PromptLog;
  readonly policy: RunPolicy;
  readonly audit: AuditLog;
  readonly released: ReleasedValues;
  readonly runner: Runner;
  readonly openScreen: OpenScreen;
  /** What a call of an API needs. */
  readonly calls: CallHouse;
  /** What people see of a run while it runs. */
  readonly live: LiveRuns;
  readonly runFiles: RunFiles;
  /** Values that lie in other stores. */
  readonly references: References;
  readonly files: Files;
  readonly login: LoginEnvironment;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly log: Log;
  readonly pause: Pause;
  /** The person's home folder, for rules that say `~`. */
  readonly home: string;
  /** An approved run keeps the session alive; nothing else that an agent does. */
  touch(by: 'run'): void;
  /** SECURITY P1: whatever an agent, a command or the person wrote goes through it before it is written down or shown. */
  readonly words: VaultWords;
}

/** The same for one run, whose steps are recorded together where nothing depends on each. */
export type OneRunHouse = Omit<RunHouse, 'audit'> & { readonly audit: GatheredRecord };
