// A backup beside the vault as it is now: what a restore would bring, replace or remove. It changes nothing.
import type { BackupSecret, BackupView } from '../../contract/backup.ts';
import type { RecordKind, SecretName } from '../../contract/vocabulary.ts';
import type { OpenBackup } from './open-backup.ts';
import { countingRecords } from './record-subject.ts';
import { hasReference, isSame, nameKey, type Records, readSecrets, type StoredSecret } from './secret-records.ts';

/** The paired clients and the agents of the gateway. */
export const agentKinds: readonly RecordKind[] = ['client', 'agent'];
/** A provider says where a secret is sent: it is set as the settings are. */
export const settingKinds: readonly RecordKind[] = ['setting', 'provider'];

/** `here`: the vault that is open, of the id `vaultId`. @throws BrokerError locked, vault_corrupt */
export function compareBackup(backup: OpenBackup, here: Records, vaultId: string): BackupView {
  const secretsHere = new SecretsHere(here);
  const inBackup = readSecrets(backup);
  const secrets = inBackup.map((secret) => viewOf(secret, backup, secretsHere));
  const covered = new Set(inBackup.flatMap((secret) => secretsHere.replacedBy(secret)));
  return {
    madeAt: backup.madeAt,
    madeBy: backup.madeBy,
    ofThisVault: backup.vaultId === vaultId,
    secrets: secrets.sort((a, b) => byText(a.name, b.name)),
    onlyHere: namesOf(secretsHere.all.filter((secret) => !covered.has(secret))),
    clients: countOf(backup, agentKinds),
    settings: countOf(backup, settingKinds),
  };
}

/** The secrets of the vault, found by id and by name. */
export class SecretsHere {
  readonly records: Records;
  readonly all: readonly StoredSecret[];
  readonly #byId: ReadonlyMap<string, StoredSecret>;
  readonly #byName: ReadonlyMap<string, StoredSecret>;

  /** @throws BrokerError locked, vault_corrupt */
  constructor(records: Records) {
    this.records = records;
    this.all = readSecrets(records);
    this.#byId = new Map(this.all.map((secret) => [secret.id, secret]));
    this.#byName = new Map(this.all.map((secret) => [nameKey(secret.card), secret]));
  }

  /** Those here that cannot stay beside it: the one of its name, and the same one under another name. */
  replacedBy(secret: StoredSecret): readonly StoredSecret[] {
    const found = [this.#byName.get(nameKey(secret.card)), this.#byId.get(secret.id)];
    return [...new Set(found)].filter((each) => each !== undefined);
  }
}

function viewOf(secret: StoredSecret, backup: Records, here: SecretsHere): BackupSecret {
  const { id, version, card } = secret;
  const replaced = here.replacedBy(secret);
  const [other] = replaced;
  const same = replaced.length === 1 && other !== undefined && isSame(secret, backup, other, here.records);
  return {
    id,
    name: card.name,
    kind: card.kind,
    version,
    updatedAt: card.updatedAt,
    olderVersions: card.older.length,
    state: other === undefined ? 'new' : same ? 'same' : 'differs',
    replaces: namesOf(replaced),
    hasReference: hasReference(card),
  };
}

function countOf(backup: OpenBackup, kinds: readonly RecordKind[]): number {
  return kinds.reduce((sum, kind) => sum + countingRecords(backup, kind).size, 0);
}

function namesOf(secrets: readonly StoredSecret[]): SecretName[] {
  return secrets.map(({ card }) => card.name).sort(byText);
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
