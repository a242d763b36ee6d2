// What is recorded of one thing that happens in steps: what nothing depends on yet goes to disk together with what does.
import type { AuditEvent } from '../../contract/audit.ts';
import type { AuditLog } from './audit-log.ts';

export class GatheredRecord {
  readonly #audit: Pick<AuditLog, 'recordAll'>;
  #noted: readonly AuditEvent[] = [];

  constructor(audit: Pick<AuditLog, 'recordAll'>) {
    this.#audit = audit;
  }

  /** Goes on record before, and with, the next event. SECURITY P3: never for what has an effect before that. */
  note(event: AuditEvent): void {
    this.#noted = [...this.#noted, event];
  }

  /** As `AuditLog.record`; with what was noted, all or nothing. What could not be recorded is still noted. */
  record(event: AuditEvent): void {
    this.#audit.recordAll([...this.#noted, event]);
    this.#noted = [];
  }

  /** For the end, when no other event came. @throws as `record` */
  settle(): void {
    if (this.#noted.length > 0) this.#audit.recordAll(this.#noted);
    this.#noted = [];
  }
}
