// Records of many things that happen at once, on disk together: one write for all that came in the same turn of the loop.
import type { AuditEvent } from '../../contract/audit.ts';
import { faultCodeOf } from '../../contract/fault.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Pause } from '../ports/pause.ts';
import type { AuditLog } from './audit-log.ts';

/** What only tells of an end waits this long for something to go to disk with. */
const longestMs = 200;
/** More are never held back. */
const most = 500;

export interface GroupedRecordParts {
  readonly audit: Pick<AuditLog, 'recordAll' | 'prepare'>;
  readonly clock: Clock;
  readonly pause: Pause;
  readonly log: Log;
}

export class GroupedRecord {
  readonly #parts: GroupedRecordParts;
  /** Of ends, and of what is about to have an effect: in the order they came. */
  #noted: AuditEvent[] = [];
  #due: AuditEvent[] = [];
  #written: Promise<void> | null = null;
  #stopTimer: () => void = () => {};

  constructor(parts: GroupedRecordParts) {
    this.#parts = parts;
  }

  /**
   * SECURITY P3: resolves when it is on disk, with all that was noted before it. When it rejects, it is not, and nothing may happen.
   * @throws BrokerError as `AuditLog.recordAll`
   */
  record(event: AuditEvent): Promise<void> {
    this.#due.push(event);
    this.#written ??= this.#parts.pause().then(() => this.#write());
    return this.#written;
  }

  /** What already happened: on disk with the next that is recorded, or in 200 ms. A kill before that loses it. Never throws. */
  note(event: AuditEvent): void {
    this.#noted.push(event);
    if (this.#noted.length >= most) this.settle();
    else if (this.#noted.length === 1) this.#stopTimer = this.#parts.clock.after(longestMs, () => this.settle());
    // When the end was told to whoever waited for it, there is time; a record makes for itself what is not there.
    void this.#parts
      .pause()
      .then(() => this.#parts.audit.prepare())
      .catch(() => {});
  }

  /** Writes what was noted now, as before a lock. Never throws. */
  settle(): void {
    const noted = this.#takeNoted();
    if (noted.length === 0) return;
    try {
      this.#parts.audit.recordAll(noted);
    } catch (thrown) {
      this.#unrecorded(noted, thrown);
    }
  }

  #write(): void {
    const due = this.#due;
    this.#due = [];
    this.#written = null;
    const noted = this.#takeNoted();
    try {
      this.#parts.audit.recordAll([...noted, ...due]);
    } catch (thrown) {
      this.#unrecorded(noted, thrown);
      throw thrown;
    }
  }

  #takeNoted(): readonly AuditEvent[] {
    this.#stopTimer();
    const noted = this.#noted;
    this.#noted = [];
    return noted;
  }

  /** A log that cannot be written cannot undo what happened, so only the local log hears of it. */
  #unrecorded(events: readonly AuditEvent[], thrown: unknown): void {
    for (const { kind } of events) {
      this.#parts.log.write('fault', 'audit.unrecorded', { kind, code: faultCodeOf(thrown) });
    }
  }
}
