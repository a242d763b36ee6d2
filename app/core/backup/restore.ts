// Brings back what the person chose from a backup, all of it in one transaction or nothing. What comes back is sealed anew
// under the vault's own key; references wait for the person.
import type { RestoreChoice, RestoreReport } from '../../contract/backup.ts';
import { assertNever, BrokerError } from '../../contract/fault.ts';
import type { RecordId, RecordKind } from '../../contract/vocabulary.ts';
import { wipe } from '../crypto/wipe.ts';
import { withoutActiveReferences } from '../secrets/secret-card.ts';
import type { OpenedRecord, RecordChange } from '../vault/unlocked-vault.ts';
import { agentKinds, SecretsHere, settingKinds } from './compare.ts';
import type { OpenBackup } from './open-backup.ts';
import { countingRecords, subjectOf } from './record-subject.ts';
import { hasReference, type Records, readSecrets, recordsOf, type StoredSecret } from './secret-records.ts';

/** The vault that is restored into. */
export interface RestoreTarget extends Records {
  /** @throws BrokerError as `Vault.writeRecords` */
  writeRecords(changes: readonly RecordChange[]): readonly number[];
}

/**
 * `first` is told what the restore will do, before anything is written.
 * @throws BrokerError locked, vault_corrupt, what `first` throws, and as `Vault.writeRecords`; then nothing was changed
 */
export function restoreBackup(
  backup: OpenBackup,
  target: RestoreTarget,
  choice: RestoreChoice,
  first: (report: RestoreReport) => void = () => {},
): RestoreReport {
  const here = new SecretsHere(target);
  const chosen = chosenSecrets(readSecrets(backup), here, choice);
  const replaced = new Set(chosen.flatMap((secret) => here.replacedBy(secret)));
  const leaving = choice.secrets.kind === 'everything' ? here.all : [...replaced];
  const changes = new Map<RecordId, RecordChange>();
  const bring = (record: OpenedRecord): void => void changes.set(record.id, changeOf(record));
  try {
    for (const name of leaving.flatMap(recordsOf)) changes.set(name.id, { ...name, body: null });
    for (const { kind, id } of chosen.flatMap(recordsOf)) {
      const record = backup.record(kind, id);
      if (record !== null) bring(record);
    }
    for (const kind of otherKinds(choice)) {
      const counting = countingRecords(backup, kind);
      // As a secret does, it comes in the place of what is here about the same, under whatever record id.
      target.readRecords(kind, (record) => {
        if (counting.has(subjectOf(record))) changes.set(record.id, { kind, id: record.id, body: null });
      });
      backup.readRecords(kind, (record) => {
        if (counting.get(subjectOf(record)) === record.id) bring({ ...record, body: Buffer.from(record.body) });
      });
    }
    const brought = [...changes.values()].filter(({ body }) => body !== null);
    const added = chosen.filter((secret) => here.replacedBy(secret).length === 0).length;
    const report = {
      added,
      replaced: chosen.length - added,
      removed: leaving.filter((secret) => !replaced.has(secret)).length,
      inactive: chosen.filter(({ card }) => hasReference(card)).length,
      clients: brought.filter(({ kind }) => agentKinds.includes(kind)).length,
      settings: brought.filter(({ kind }) => settingKinds.includes(kind)).length,
    };
    first(report);
    target.writeRecords([...changes.values()]);
    return report;
  } finally {
    for (const { body } of changes.values()) if (body !== null) wipe(body);
  }
}

/** @throws BrokerError bad_request when a pick is not in the backup */
function chosenSecrets(all: readonly StoredSecret[], here: SecretsHere, { secrets }: RestoreChoice): StoredSecret[] {
  switch (secrets.kind) {
    case 'missing':
      return all.filter((secret) => here.replacedBy(secret).length === 0);
    case 'everything':
      return [...all];
    case 'picked': {
      const picked = new Set(secrets.ids);
      const chosen = all.filter(({ id }) => picked.has(id));
      if (chosen.length !== picked.size) throw new BrokerError('bad_request');
      return chosen;
    }
    default:
      return assertNever(secrets);
  }
}

/** SECURITY P9: agents and settings come back only when the person said so; the keys of the audit log never do. */
function otherKinds(choice: RestoreChoice): RecordKind[] {
  return [...(choice.clients ? agentKinds : []), ...(choice.settings ? settingKinds : [])];
}

/** What is taken over is wiped with the change. A restored reference is not followed before the person confirms it. */
export function changeOf({ kind, id, version, body }: OpenedRecord): RecordChange {
  if (kind !== 'secret' && kind !== 'history') return { kind, id, body, after: version };
  const inactive = withoutActiveReferences(body);
  wipe(body);
  return { kind, id, body: inactive, after: version };
}
