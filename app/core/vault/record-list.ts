// The list of every record that the vault holds, in pages by the first byte of the id, so that a change touches one page and
// not all. A page shows nothing that the rows do not; what makes it true is its digest in the sealed manifest.
import { BrokerError } from '../../contract/fault.ts';
import { RecordId, RecordKind, type Sha256 } from '../../contract/vocabulary.ts';
import { sha256, sha256Hex } from '../crypto/digest.ts';
import type { StoredRecord } from '../ports/record-store.ts';

export interface ManifestEntry {
  readonly id: RecordId;
  readonly kind: RecordKind;
  readonly version: number;
  readonly keyVersion: number;
  /** 32 bytes, of the sealed bytes. */
  readonly sha256: Buffer;
}

interface Page {
  /** Ascending by id, never empty. */
  readonly entries: readonly ManifestEntry[];
  readonly digest: Sha256;
}

export class RecordList {
  /** By name, which is the first two hex digits of the ids; ascending. */
  readonly #pages: ReadonlyMap<string, Page>;

  private constructor(pages: ReadonlyMap<string, Page>) {
    this.#pages = pages;
  }

  static of(entries: Iterable<ManifestEntry>): RecordList {
    const byPage = Map.groupBy(entries, ({ id }) => pageOf(id));
    const pages = [...byPage].sort(byName).map(([name, list]) => [name, newPage(list.sort(byId))] as const);
    return new RecordList(new Map(pages));
  }

  /** Name → digest of each page. */
  get digests(): Readonly<Record<string, Sha256>> {
    return Object.fromEntries([...this.#pages].map(([name, { digest }]) => [name, digest]));
  }

  get(id: string): ManifestEntry | undefined {
    return this.#pages.get(pageOf(id))?.entries.find((entry) => entry.id === id);
  }

  /** Ascending by id. */
  *[Symbol.iterator](): Generator<ManifestEntry> {
    for (const { entries } of this.#pages.values()) yield* entries;
  }

  /** The list after `changes`, where null removes; and the bytes of each page that differs, null for one that is gone. */
  changed(changes: ReadonlyMap<string, ManifestEntry | null>): { list: RecordList; pages: Map<string, Buffer | null> } {
    const pages = new Map(this.#pages);
    const bytes = new Map<string, Buffer | null>();
    for (const [name, ids] of Map.groupBy(changes.keys(), pageOf)) {
      const kept = pages.get(name)?.entries.filter(({ id }) => !changes.has(id)) ?? [];
      const put = ids.map((id) => changes.get(id)).filter((entry) => entry !== null && entry !== undefined);
      const entries = [...kept, ...put].sort(byId);
      if (entries.length === 0) pages.delete(name);
      else pages.set(name, newPage(entries));
      bytes.set(name, entries.length === 0 ? null : encodePage(entries));
    }
    return { list: new RecordList(new Map([...pages].sort(byName))), pages: bytes };
  }
}

/** The page of a record: the first two hex digits of its id. */
export function pageOf(id: string): string {
  return id.slice(0, 2);
}

/** The entry of a stored record, with its columns as they stand. @throws BrokerError vault_corrupt unless it `isWellFormed` */
export function entryOf(record: StoredRecord): ManifestEntry {
  const { version, keyVersion } = record;
  const kind = kinds.get(record.kind);
  const id = RecordId.safeParse(record.id);
  const fits = version <= largestNumber && keyVersion <= largestNumber;
  if (kind === undefined || !id.success || !fits) throw new BrokerError('vault_corrupt');
  return { id: id.data, kind, version, keyVersion, sha256: sha256(record.sealed) };
}

/** Whether the columns are of a form that Postern writes. */
export function isWellFormed({ id, kind, version, keyVersion }: StoredRecord): boolean {
  const fits = version <= largestNumber && keyVersion <= largestNumber;
  return fits && kinds.has(kind) && RecordId.safeParse(id).success;
}

/** A page has 8 bytes for a number, of which 6 are used. */
const largestNumber = 2 ** 48 - 1;

const kinds = new Map<string, RecordKind>(RecordKind.options.map((kind) => [kind, kind]));

/** Each entry as id (16 bytes) ‖ version (8) ‖ key version (8) ‖ SHA-256 (32) ‖ length of the kind (1) ‖ kind. */
export function encodePage(entries: readonly ManifestEntry[]): Buffer {
  const bytes = Buffer.alloc(entries.reduce((sum, { kind }) => sum + fixedBytes + kind.length, 0));
  let at = 0;
  for (const { id, kind, version, keyVersion, sha256: digest } of entries) {
    bytes.write(id, at, 'hex');
    bytes.writeUIntBE(version, at + 18, 6);
    bytes.writeUIntBE(keyVersion, at + 26, 6);
    digest.copy(bytes, at + 32);
    bytes.writeUInt8(kind.length, at + 64);
    bytes.write(kind, at + fixedBytes, 'latin1');
    at += fixedBytes + kind.length;
  }
  return bytes;
}

const fixedBytes = 65;

/** @throws BrokerError vault_corrupt when the bytes are not exactly what `encodePage` makes */
export function decodePage(bytes: Buffer): ManifestEntry[] {
  const entries: ManifestEntry[] = [];
  for (let at = 0; at < bytes.length; ) {
    const kindBytes = bytes.length >= at + fixedBytes ? bytes.readUInt8(at + 64) : bytes.length;
    const end = at + fixedBytes + kindBytes;
    if (end > bytes.length) throw new BrokerError('vault_corrupt');
    const kind = kinds.get(bytes.toString('latin1', at + fixedBytes, end));
    if (kind === undefined) throw new BrokerError('vault_corrupt');
    entries.push({
      id: RecordId.parse(bytes.toString('hex', at, at + 16)),
      kind,
      version: bytes.readUIntBE(at + 18, 6),
      keyVersion: bytes.readUIntBE(at + 26, 6),
      sha256: Buffer.from(bytes.subarray(at + 32, at + 64)),
    });
    at = end;
  }
  return entries;
}

function newPage(entries: readonly ManifestEntry[]): Page {
  return { entries, digest: sha256Hex(encodePage(entries)) };
}

function byId(a: ManifestEntry, b: ManifestEntry): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
