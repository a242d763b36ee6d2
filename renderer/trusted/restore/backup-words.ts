// Backups and repairs in plain words. Pure: the present moment is handed in.
import type { RepairItem, RepairView } from '../../../app/contract/backup.ts';

export interface AutomaticBackup {
  readonly name: string;
  /** `Today`, `Yesterday`, `Friday, 20 November 2026`; the file name where it is none of Postern's own. */
  readonly says: string;
  /** The first letters of its vault's id, where there are backups of several vaults. */
  readonly vault: string | null;
}

export function automaticBackups(names: readonly string[], now: number): readonly AutomaticBackup[] {
  const vaults = new Set(names.map((name) => ownName.exec(name)?.[4]));
  return names.map((name) => {
    const [, year, month, day, vault] = ownName.exec(name) ?? [];
    if (vault === undefined) return { name, says: name, vault: null };
    const at = new Date(Number(year), Number(month) - 1, Number(day));
    return { name, says: dayWords(at, now), vault: vaults.size > 1 ? vault : null };
  });
}

const ownName = /^postern-([0-9]{4})-([0-9]{2})-([0-9]{2})-([0-9a-f]{8})\.backup$/;

function dayWords(at: Date, now: number): string {
  const days = Math.round((new Date(now).setHours(0, 0, 0, 0) - at.getTime()) / 86_400_000);
  if (days === 0) return 'Today';
  if (days === 1) return 'Yesterday';
  return new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).format(
    at,
  );
}

/** `1 secret`, `10,000 secrets` */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-GB')} ${noun}${count === 1 ? '' : 's'}`;
}

export const whyWords: Readonly<Record<RepairItem['why'], string>> = {
  edited: 'was changed outside Postern',
  missing: 'is missing',
  extra: 'does not belong here',
  moved: 'lies in the wrong place',
  older: 'is an older state than the last one',
  newer: 'is newer than the vault knows of',
  foreign: 'is of another vault',
};

/** What becomes of a damaged record. */
export function outcomeWords({ outcome, versionInBackup }: RepairItem): string {
  switch (outcome) {
    case 'kept':
      return 'kept, nothing is lost';
    case 'backup':
      return versionInBackup === null
        ? 'comes from the backup'
        : `comes from the backup, as version ${versionInBackup}`;
    case 'lost':
      return 'lost: nothing holds it';
    case 'dropped':
      return 'taken out';
    default:
      return outcome satisfies never;
  }
}

/** What a damaged record is, for a person. */
export function recordWords({ kind, name }: RepairItem): string {
  if (name !== null)
    return { ...kindNames, secret: name, values: `${name}, its values`, history: `${name}, older versions` }[kind];
  return kindNames[kind];
}

const kindNames: Readonly<Record<RepairItem['kind'], string>> = {
  secret: 'A secret',
  values: 'The values of a secret',
  history: 'Older versions of a secret',
  client: 'A connected agent',
  agent: 'An agent of the gateway',
  provider: 'A provider of the gateway',
  setting: 'A setting',
  'audit-keys': 'The keys of the audit log',
  'request-key': 'The key of waiting requests',
  other: 'A record',
};

export interface RepairCounts {
  readonly kept: number;
  readonly backup: number;
  readonly lost: number;
  readonly dropped: number;
}

export function repairCounts({ items }: Pick<RepairView, 'items'>): RepairCounts {
  const of = (outcome: RepairItem['outcome']) => items.filter((item) => item.outcome === outcome).length;
  return { kept: of('kept'), backup: of('backup'), lost: of('lost'), dropped: of('dropped') };
}
