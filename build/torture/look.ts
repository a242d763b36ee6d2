// Looks at everything in an open vault: every record is opened, and each list is held against the others.
import { BrokerError } from '../../app/contract/fault.ts';
import type { OwnFieldView } from '../../app/contract/secret.ts';
import { RecordKind } from '../../app/contract/vocabulary.ts';
import { parseBackup } from '../../app/core/backup/backup-file.ts';
import { readListedRows } from '../../app/core/backup/make-backup.ts';
import { readSecrets, recordsOf } from '../../app/core/backup/secret-records.ts';
import { canonicalJson, sha256Hex } from '../../app/core/crypto/digest.ts';
import { wipe } from '../../app/core/crypto/wipe.ts';
import type { SecretCard } from '../../app/core/secrets/secret-card.ts';
import { RecordList } from '../../app/core/vault/record-list.ts';
import { aboutDigest, digestOf, valuesDigest } from './content.ts';
import type { House } from './house.testkit.ts';
import type { Content, Secret, Version } from './protocol.ts';

/** What the vault holds. @throws BrokerError vault_corrupt when anything of it does not open */
export function lookAtContent(house: House): Content {
  const secrets = house.secrets.list().map(({ id, name }): [string, Secret] => {
    const { card, version } = house.shelf.entries().of(id);
    const older = card.older.map((past) => {
      const pastCard = house.shelf.pastCard(past.record);
      if (pastCard === null) throw new BrokerError('vault_corrupt');
      return versionOf(house, { ...pastCard, values: past.values }, past.version);
    });
    return [name, { id, ...versionOf(house, card, version), older }];
  });
  const agents = house.clients.list().map(({ id, name, state }) => [id, digestOf([name, state])] as const);
  return {
    secrets: Object.fromEntries(secrets),
    agents: Object.fromEntries(agents),
    settings: digestOf(house.settings.current),
  };
}

/** What is not as it must be, in words; empty: all is well. */
export async function lookForFaults(house: House): Promise<string[]> {
  return [...recordFaults(house), ...listFaults(house), ...auditFaults(house), ...(await backupFaults(house))];
}

/** Records that a rotation which has ended left under an old key. */
export function leftUnderOldKey({ vault }: House): string[] {
  const current = vault.listed.wraps[0]?.keyVersion;
  const left = [...vault.listed.entries].filter(({ keyVersion }) => keyVersion !== current);
  return left.length === 0 ? [] : [`${left.length} records are under an old key`];
}

function versionOf(house: House, card: SecretCard, version: number): Version {
  const sealed = house.shelf.values(card);
  try {
    const hidden = sealed.map(({ name, value }) => ({ name, value: value.toString('utf8') }));
    return { version, about: aboutDigest(card), values: valuesDigest([...hidden, ...openFields(card.fields)]) };
  } finally {
    wipe(...sealed.map(({ value }) => value));
  }
}

function openFields(fields: readonly Pick<OwnFieldView, 'name' | 'value'>[]): { name: string; value: string }[] {
  return fields.flatMap(({ name, value }) => (value === null ? [] : [{ name, value }]));
}

/** Opens each record of each kind, and counts those that belong to no secret. */
function recordFaults({ vault }: House): string[] {
  const opened = RecordKind.options.flatMap((kind) => vault.readRecords(kind, ({ id }) => ({ kind, id })));
  const listed = [...vault.listed.entries].length;
  const owned = new Set(readSecrets(vault).flatMap((secret) => recordsOf(secret).map(({ id }) => id)));
  const secret = opened.filter(({ kind }) => kind === 'secret' || kind === 'values' || kind === 'history');
  const stray = secret.filter(({ id }) => !owned.has(id)).length;
  return [
    ...(opened.length === listed ? [] : [`${listed} records are listed, and ${opened.length} opened`]),
    ...(stray === 0 ? [] : [`${stray} records belong to no secret`]),
    ...(owned.size + stray === secret.length ? [] : [`a secret misses ${owned.size + stray - secret.length} records`]),
  ];
}

/** The rows, the pages of their list, and the manifest agree. */
function listFaults({ vault, store }: House): string[] {
  const { records } = readListedRows(store, vault);
  const pages = [...store.pages()].map(([name, bytes]) => [name, sha256Hex(bytes)] as const);
  const same = canonicalJson(Object.fromEntries(pages)) === canonicalJson(RecordList.of(vault.listed.entries).digests);
  const counted = records.length === [...vault.listed.entries].length;
  return same && counted ? [] : ['the pages of the list are not those of the manifest'];
}

function auditFaults({ audit }: House): string[] {
  const verdict = audit.verify();
  if (verdict.kind === 'broken') return [`the audit log is broken at ${verdict.at}: ${verdict.why}`];
  return verdict.unsigned === 0 ? [] : [`${verdict.unsigned} audit events are not signed`];
}

async function backupFaults({ desks }: House): Promise<string[]> {
  const faults: string[] = [];
  for (const name of await desks.backupFolder.list()) {
    if (!name.endsWith('.backup')) continue;
    const bytes = await desks.backupFolder.read(name);
    try {
      parseBackup(bytes);
    } catch {
      faults.push(`${name} is no whole backup`);
    }
  }
  return faults;
}
