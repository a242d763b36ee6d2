// Settings and the state of backups in plain sentences. Pure.
import type { BackupStatus } from '../../../app/contract/backup.ts';
import { faultMessages } from '../../../app/contract/fault.ts';
import type { GatewayDoor } from '../../../app/contract/gateway.ts';
import { ago, clockTime, counted, dateOf, daysApart } from '../times.ts';

export function sessionWords(hours: number): string {
  return `Locks ${hours === 0.5 ? 'half an hour' : counted(hours, 'hour')} after your last act or approved command, and after a day at the latest.`;
}

export function idleWords(minutes: number | null): string {
  const also = 'It locks at once when the computer sleeps or its screen is locked.';
  if (minutes === null) return `Never locks only because you are away. ${also}`;
  return `Locks after ${counted(minutes, 'minute')} without keyboard or mouse. ${also}`;
}

export const doorWords: Readonly<Record<GatewayDoor, string>> = {
  off: 'Closed. No program can call an API through Postern by itself.',
  port: 'Open on a port of this computer, for programs that you let in.',
  socket: 'Open on a socket of your account, for programs that you let in.',
};

/** The last backup that was made, in one sentence. */
export function backupWords(backup: BackupStatus, now: number): string {
  const madeAt = backup.kind === 'made' ? backup.at : backup.kind === 'failed' ? backup.lastMadeAt : null;
  return madeAt === null ? 'There is none yet.' : `The last one was made ${when(madeAt, now)}.`;
}

/** Why the last attempt failed; null: it did not. */
export function failedBackupWords(backup: BackupStatus, now: number): string | null {
  return backup.kind === 'failed' ? `The backup ${when(backup.at, now)} failed. ${faultMessages[backup.code]}` : null;
}

function when(at: number, now: number): string {
  const days = daysApart(at, now);
  if (days <= 0) return `today at ${clockTime(at)}`;
  return days < 14 ? ago(at, now) : `on ${dateOf(at)}`;
}
