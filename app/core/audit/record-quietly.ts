// Records what already happened. A log that cannot be written cannot undo it, so only the local log hears of that.
import type { AuditEvent } from '../../contract/audit.ts';
import { faultCodeOf } from '../../contract/fault.ts';
import type { Log } from '../ports/log.ts';
import type { AuditLog } from './audit-log.ts';

/** For refusals, failures and ends. Whatever is about to have an effect uses `AuditLog.record` (SECURITY P3). */
export function recordQuietly(audit: Pick<AuditLog, 'record'>, log: Log, event: AuditEvent): void {
  try {
    audit.record(event);
  } catch (thrown) {
    log.write('fault', 'audit.unrecorded', { kind: event.kind, code: faultCodeOf(thrown) });
  }
}

/** As `recordQuietly`, of things that happened together: all on disk in one write, or none. */
export function recordAllQuietly(audit: Pick<AuditLog, 'recordAll'>, log: Log, events: readonly AuditEvent[]): void {
  try {
    if (events.length > 0) audit.recordAll(events);
  } catch (thrown) {
    const code = faultCodeOf(thrown);
    for (const { kind } of events) log.write('fault', 'audit.unrecorded', { kind, code });
  }
}
