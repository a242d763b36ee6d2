// A vault that does not open, mended from a backup: says record by record what becomes of it, then does that in one go. Good
// records are never touched, and what a backup holds of the damaged ones comes back in the state it had there.
import type { RepairItem, RepairReport, RepairView } from '../../contract/backup.ts';
import { BrokerError } from '../../contract/fault.ts';
import { RecordId, RecordKind, type SecretName } from '../../contract/vocabulary.ts';
import { wipe } from '../crypto/wipe.ts';
import type { DamagedRecord, Inspection } from '../vault/damage.ts';
import type { ManifestEntry } from '../vault/record-list.ts';
import type { RecordChange } from '../vault/unlocked-vault.ts';
import type { OpenBackup } from './open-backup.ts';
import { changeOf } from './restore.ts';
import { type RecordName, readSecrets, recordsOf, type StoredSecret } from './secret-records.ts';

export interface RepairPlan {
  /** For the person, before anything is done. */
  readonly view: RepairView;
  /** For `VaultRepair.repair`; the caller wipes the bodies. */
  readonly replacements: readonly RecordChange[];
}

/** What a repair goes by. */
export interface RepairNeeds {
  readonly inspection: Inspection;
  /** null: there is none that helps, and what is damaged is lost. */
  readonly backup: OpenBackup | null;
  /** The version of the row with this id as it stands in the vault file; null: there is none. */
  readonly versionInFile: (id: string) => number | null;
}

/** What can be mended, and from where. @throws BrokerError backup_of_another */
export function planRepair({ inspection, backup, versionInFile }: RepairNeeds): RepairPlan {
  if (backup !== null && backup.vaultId !== inspection.vaultId) throw new BrokerError('backup_of_another');
  const known = new BackupRecords(backup);
  const items = inspection.damaged.map((damaged) => {
    // An older version that was put back is kept, unless the backup has one that is not as old.
    const newer = (known.find(damaged.id)?.version ?? 0) > (versionInFile(damaged.id) ?? 0);
    return itemOf(damaged.why === 'older' && newer ? { ...damaged, kept: false } : damaged, known);
  });
  items.push(...unlisted(inspection, known).map((listed) => itemOf({ ...listed, why: 'missing', kept: false }, known)));
  const replacements = new Map<RecordId, RecordChange>();
  const bring = ({ kind, id }: RecordName): void => {
    const record = backup?.record(kind, id) ?? null;
    if (record !== null) replacements.set(id, changeOf(record));
  };
  const whole = new Set(inspection.good.map(({ id }) => id));
  try {
    for (const { id, kind, outcome } of items) {
      if (outcome === 'lost' && id !== null && kind !== 'other') replacements.set(id, lost(kind, id));
      if (outcome !== 'backup' || id === null || kind === 'other') continue;
      bring({ kind, id });
      // A card from the backup names the values and older versions that it had then: those the vault has no more come along.
      for (const part of known.partsOf(id)) if (!whole.has(part.id) && !replacements.has(part.id)) bring(part);
    }
  } catch (thrown) {
    wipe(...[...replacements.values()].flatMap(({ body }) => body ?? []));
    throw thrown;
  }
  const { manifest, wraps, good } = inspection;
  const view = { madeAt: backup?.madeAt ?? null, good: good.length, manifest, wraps, items };
  return { view, replacements: [...replacements.values()] };
}

/** How many of each. */
export function repairReport({ good, items }: RepairView): RepairReport {
  const count = (outcome: RepairItem['outcome']): number => items.filter((item) => item.outcome === outcome).length;
  return { good, kept: count('kept'), backup: count('backup'), lost: count('lost'), dropped: count('dropped') };
}

/** What the backup holds, found by id; nothing when there is none. */
class BackupRecords {
  readonly listed: readonly ManifestEntry[];
  readonly #byId: ReadonlyMap<string, ManifestEntry>;
  readonly #owners = new Map<string, StoredSecret>();

  constructor(backup: OpenBackup | null) {
    this.listed = backup === null ? [] : [...backup.entries];
    this.#byId = new Map(this.listed.map((entry) => [entry.id, entry]));
    for (const secret of backup === null ? [] : readSecrets(backup)) {
      for (const { id } of recordsOf(secret)) this.#owners.set(id, secret);
    }
  }

  find(id: string): ManifestEntry | null {
    return this.#byId.get(id) ?? null;
  }

  /** The name of the secret that a record is, or belongs to. */
  nameOf(id: string): SecretName | null {
    return this.#owners.get(id)?.card.name ?? null;
  }

  /** The other records of the secret whose card has this id; none for any other record. */
  partsOf(id: string): readonly RecordName[] {
    const secret = this.#owners.get(id);
    return secret?.id === id ? recordsOf(secret).filter((part) => part.id !== id) : [];
  }
}

function itemOf(damaged: DamagedRecord, known: BackupRecords): RepairItem {
  const id = RecordId.safeParse(damaged.id);
  const kind = RecordKind.safeParse(damaged.kind);
  const inBackup = known.find(damaged.id);
  return {
    id: id.success ? id.data : null,
    kind: inBackup?.kind ?? (kind.success ? kind.data : 'other'),
    name: known.nameOf(damaged.id),
    why: damaged.why,
    outcome: outcomeOf(damaged, inBackup !== null),
    versionInBackup: inBackup?.version ?? null,
  };
}

function outcomeOf({ kept, why }: DamagedRecord, inBackup: boolean): RepairItem['outcome'] {
  if (kept) return 'kept';
  if (why === 'extra' || why === 'foreign') return 'dropped';
  return inBackup ? 'backup' : 'lost';
}

/** Without a whole manifest nobody knows what is missing: every secret, client, agent, provider and setting that only the backup has is. */
function unlisted({ manifest, good, damaged }: Inspection, known: BackupRecords): readonly ManifestEntry[] {
  if (manifest === 'whole') return [];
  const here = new Set<string>([...good, ...damaged].map(({ id }) => id));
  return known.listed.filter(({ id, kind }) => !here.has(id) && kind !== 'values' && kind !== 'history');
}

/** Lost values become none, so that their secret still opens and can be given a new one; any other lost record goes. */
function lost(kind: RecordKind, id: RecordId): RecordChange {
  return { kind, id, body: kind === 'values' ? Buffer.alloc(0) : null };
}
