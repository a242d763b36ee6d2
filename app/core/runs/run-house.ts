// Everything a run needs, handed over once by compose. An interface, so that a run can be read without its surroundings.
import type { OwnSecretView } from '../../contract/secret.ts';
import type { RecordId } from '../../contract/vocabulary.ts';
import type { Approvals } from '../approvals/approvals.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Admission } from '../clients/admission.ts';
import type { Clients } from '../clients/clients.ts';
import type { Grants } from '../grants/grants.ts';
import type { Clock } from '../ports/clock.ts';
import type { Files } from '../ports/files.ts';
import type { Log } from '../ports/log.ts';
import type { LoginEnvironment } from '../ports/login-environment.ts';
import type { Randomness } from '../ports/randomness.ts';
import type { References } from '../ports/references.ts';
import type { RunFiles } from '../ports/run-files.ts';
import type { Runner } from '../ports/runner.ts';
import type { ReleasedValues } from '../redaction/released-values.ts';
import type { RevealedSecret } from '../secrets/secret-book.ts';

/** The vault's secrets as a run sees them. */
export interface RunSecrets {
  list(): readonly OwnSecretView[];
  readonly count: number;
  /** null: there is no such secret now. */
  versionOf(id: RecordId): number | null;
  describe(names: readonly string[]): {
    readonly found: readonly OwnSecretView[];
    readonly unknown: readonly string[];
    readonly near: readonly string[];
  };
  /** SECURITY P1: the plaintext exists only inside `use` and is wiped when it ends, however it ends. */
  withRevealed<T>(ids: readonly RecordId[], use: (values: readonly RevealedSecret[]) => Promise<T>): Promise<T>;
  markUsed(id: RecordId, at: number): void;
}

export interface RunHouse {
  readonly secrets: RunSecrets;
  readonly admission: Admission;
  readonly clients: Clients;
  readonly approvals: Approvals;
  readonly grants: Grants;
  readonly audit: AuditLog;
  readonly released: ReleasedValues;
  readonly runner: Runner;
  readonly runFiles: RunFiles;
  /** Values that lie in other stores. */
  readonly references: References;
  readonly files: Files;
  readonly login: LoginEnvironment;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly log: Log;
  /** An approved run keeps the session alive; nothing else that an agent does. */
  touch(by: 'run'): void;
  /** SECURITY P1: searches text for the value of every secret in the vault before it is written down. */
  redactForAudit(text: string): Promise<string>;
}
