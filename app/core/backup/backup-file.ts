// The container of a backup: text lines around what the vault holds, exactly as sealed. Reading it proves nothing but its
// form; what it holds is proved by the vault's own manifest.
import { z } from 'zod';
import { BrokerError } from '../../contract/fault.ts';
import { RecordId, Sha256 } from '../../contract/vocabulary.ts';
import { sha256Hex } from '../crypto/digest.ts';
import type { StoredRecord, StoredWrap, VaultHeader } from '../ports/record-store.ts';
import { byId } from '../vault/manifest.ts';
import { LineReader, writeLine } from './backup-lines.ts';

/** Everything of a vault that a backup keeps, as it stood in one moment; still sealed. */
export interface VaultRows {
  readonly header: VaultHeader;
  readonly wraps: readonly StoredWrap[];
  readonly manifest: Buffer;
  readonly records: readonly StoredRecord[];
}

export interface Backup {
  /** Milliseconds since 1970. Like `madeBy` it is what the file says of itself, and proved by nothing. */
  readonly madeAt: number;
  /** The version of the Postern that made it. */
  readonly madeBy: string;
  readonly rows: VaultRows;
  /** One more wrap, of a passphrase that was chosen for this file alone; not listed by the manifest. */
  readonly ownWrap: StoredWrap | null;
}

/** A larger file is refused before it is read. 1 GiB. */
export const maxBackupBytes = 2 ** 30;

/** The number of the format that FORMAT.md describes. */
const backupFormat = 1;
const maxWraps = 16;
const maxRecords = 500_000;

/**
 * The file of a backup.
 * @throws BrokerError backup_too_large; vault_corrupt when a row does not have the form of one
 */
export function encodeBackup({ madeAt, madeBy, rows, ownWrap }: Backup): Buffer {
  const wraps = [...rows.wraps].sort(byId);
  const records = [...rows.records].sort(byId);
  if (records.length > maxRecords) throw new BrokerError('backup_too_large');
  const about = Opening.safeParse({
    backup: {
      format: backupFormat,
      madeAt,
      madeBy,
      ownWrap: ownWrap !== null,
      records: records.length,
      vaultFormat: rows.header.format,
      vaultId: rows.header.vaultId,
      wraps: wraps.length,
    },
  });
  if (!about.success) throw new BrokerError('vault_corrupt');
  const lines = [
    writeLine(Opening, about.data, null),
    ...wraps.map(({ wrapped, ...wrap }) => writeLine(WrapHead, { wrap }, wrapped)),
    ...(ownWrap === null ? [] : [ownWrap]).map(({ wrapped, ...own }) =>
      writeLine(OwnWrapHead, { ownWrap: own }, wrapped),
    ),
    writeLine(ManifestHead, { manifest: {} }, rows.manifest),
    ...records.map(({ sealed, ...record }) => writeLine(RecordHead, { record }, sealed)),
  ];
  const end = writeLine(EndHead, { end: sha256Hex(...lines) }, null);
  if (lines.reduce((sum, line) => sum + line.length, end.length) > maxBackupBytes) {
    throw new BrokerError('backup_too_large');
  }
  return Buffer.concat([...lines, end]);
}

/**
 * Parses a file that may be hostile. The result still has to be opened with `openBackup` before anything in it is believed.
 * @throws BrokerError backup_unreadable when it is no backup, backup_newer, backup_damaged
 */
export function parseBackup(bytes: Buffer): Backup {
  requireFormat(bytes);
  const lines = new LineReader(bytes);
  const { backup: about } = lines.head(Opening);
  const wraps = ascending(times(about.wraps, () => wrapOf(lines.withBody(WrapHead))));
  const own = about.ownWrap ? lines.withBody(OwnWrapHead) : null;
  const manifest = lines.withBody(ManifestHead).body;
  const records = ascending(times(about.records, () => recordOf(lines.withBody(RecordHead))));
  const written = bytes.subarray(0, lines.position);
  if (lines.head(EndHead).end !== sha256Hex(written) || !lines.atEnd) throw new BrokerError('backup_damaged');
  return {
    madeAt: about.madeAt,
    madeBy: about.madeBy,
    rows: { header: { format: about.vaultFormat, vaultId: about.vaultId }, wraps, manifest, records },
    ownWrap: own && { ...own.head.ownWrap, wrapped: own.body },
  };
}

/** What fits into a page of the vault's list. */
const version = z
  .int()
  .positive()
  .max(2 ** 48 - 1);
/** Open words of the vault: which of them this Postern knows is the vault's to say. */
const kind = z.string().regex(/^[a-z+-]{1,40}$/);

const Opening = z.strictObject({
  backup: z.strictObject({
    format: z.literal(backupFormat),
    madeAt: z.int().nonnegative(),
    madeBy: z.string().regex(/^[0-9A-Za-z.+-]{1,40}$/),
    ownWrap: z.boolean(),
    records: z.int().nonnegative().max(maxRecords),
    vaultFormat: version,
    vaultId: RecordId,
    wraps: z.int().positive().max(maxWraps),
  }),
});
const wrapHead = z.strictObject({
  id: RecordId,
  keyVersion: version,
  kind,
  parameters: z.string().regex(/^[\x20-\x7e]{1,4096}$/),
});
const WrapHead = z.strictObject({ wrap: wrapHead });
const OwnWrapHead = z.strictObject({ ownWrap: wrapHead.extend({ kind: z.literal('passphrase') }) });
const ManifestHead = z.strictObject({ manifest: z.strictObject({}) });
const RecordHead = z.strictObject({
  record: z.strictObject({ id: RecordId, keyVersion: version, kind, version }),
});
const EndHead = z.strictObject({ end: Sha256 });

/** Every format, later ones too, begins like this, so that a newer file is not taken for a damaged one. */
function requireFormat(bytes: Buffer): void {
  const format = /^\{"backup":\{"format":([1-9][0-9]{0,8})[,}]/.exec(bytes.toString('latin1', 0, 64))?.[1];
  if (format === undefined) throw new BrokerError('backup_unreadable');
  if (Number(format) > backupFormat) throw new BrokerError('backup_newer');
}

function wrapOf({ head, body }: { head: z.infer<typeof WrapHead>; body: Buffer }): StoredWrap {
  return { ...head.wrap, wrapped: body };
}

function recordOf({ head, body }: { head: z.infer<typeof RecordHead>; body: Buffer }): StoredRecord {
  return { ...head.record, sealed: body };
}

function times<T>(count: number, make: () => T): T[] {
  return Array.from({ length: count }, make);
}

/** Ascending by id, so that no id stands twice and the same vault always gives the same file. */
function ascending<T extends { readonly id: string }>(rows: T[]): T[] {
  if (rows.some((row, i) => i > 0 && (rows[i - 1]?.id ?? '') >= row.id)) throw new BrokerError('backup_damaged');
  return rows;
}
