// The append-only table of sealed audit events. It has no way to change or remove one.

export interface StoredEvent {
  /** 1, 2, 3 … without a gap. */
  readonly sequence: number;
  readonly sealed: Buffer;
  /** 32 bytes: SHA-256(previous link ‖ sequence ‖ sealed). */
  readonly link: Buffer;
}

export interface StoredHead {
  readonly sequence: number;
  readonly link: Buffer;
  /** Ed25519 over the head. */
  readonly signature: Buffer;
}

export interface AuditStore {
  /** All on disk when it returns (fsync), or none. @throws BrokerError disk_full, profile_readonly, audit_unwritable */
  append(events: readonly StoredEvent[]): void;
  last(): StoredEvent | null;
  /** Events with `from` ≤ sequence, ascending, at most `limit`. */
  range(from: number, limit: number): readonly StoredEvent[];
  putHead(head: StoredHead): void;
  lastHead(): StoredHead | null;
}
