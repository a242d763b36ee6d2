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
