// What the log needs of its store: the append-only table, the one signed head, and the public keys that lie beside them.
import type { AuditStore, StoredEvent, StoredHead } from '../ports/audit-store.ts';

/** Written once, when the vault is made; nothing in it is secret. */
export interface AuditMeta {
  readonly vaultId: string;
  /** Ed25519, 32 bytes: checks heads. */
  readonly signPublic: Buffer;
  /** X25519, 32 bytes: events are sealed to it. */
  readonly sealPublic: Buffer;
}

export interface AuditBook extends AuditStore {
  /** null: no log was made here yet. */
  meta(): AuditMeta | null;
  /** Makes the log, with the head that signs its empty beginning. May be part of a larger transaction. */
  create(meta: AuditMeta, head: StoredHead): void;
  /** Puts a log whose keys are lost aside, whole, in the same file: from here on there is none. May be part of a larger transaction. */
  setAside(): void;
  /** As `append`, and replaces the head in the same transaction: all is on disk when it returns, or nothing. */
  appendSigned(events: readonly StoredEvent[], head: StoredHead): void;
  /** Events with sequence < `before` (null: all), descending, at most `limit`. */
  newest(before: number | null, limit: number): readonly StoredEvent[];
}
