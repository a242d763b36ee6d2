// Takes one entry out of a zip archive. Nothing else is unpacked, nothing is written, and it stops at a bound whatever the
// archive says of itself.
import { Inflate } from 'fflate';
import { BrokerError } from '../../contract/fault.ts';
import { maxArchiveEntries, maxUnpackedBytes } from './import-limits.ts';

interface Entry {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  readonly headerAt: number;
}

/** A push of this size grows at most a thousandfold, to 16 MiB, before the bound is looked at. */
const pushBytes = 16 * 1024;

/**
 * The bytes of the entry named `wanted`.
 * @throws BrokerError import_unreadable (no archive, no such entry, two of them, or damaged), import_unsafe_archive,
 * import_encrypted, import_expands
 */
export function zipEntry(archive: Uint8Array, wanted: string): Uint8Array {
  try {
    return unpack(archive, wanted);
  } catch (thrown) {
    if (thrown instanceof BrokerError) throw thrown;
    // Out of bounds, or no deflate stream.
    throw new BrokerError('import_unreadable');
  }
}

function unpack(archive: Uint8Array, wanted: string): Uint8Array {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const entries = listEntries(archive, view);
  if (entries.some(({ name }) => isUnsafe(name))) throw new BrokerError('import_unsafe_archive');
  const [entry, another] = entries.filter(({ name }) => name === wanted);
  if (entry === undefined || another !== undefined) throw new BrokerError('import_unreadable');
  if ((entry.flags & 1) === 1) throw new BrokerError('import_encrypted');
  if (entry.size > maxUnpackedBytes) throw new BrokerError('import_expands');
  const packed = packedBytes(archive, view, entry);
  const content = entry.method === 8 ? inflate(packed) : packed;
  const isWhole = (entry.method === 8 || entry.method === 0) && content.length === entry.size;
  if (!isWhole || crc32(content) !== entry.crc) throw new BrokerError('import_unreadable');
  return content;
}

function listEntries(archive: Uint8Array, view: DataView): readonly Entry[] {
  const end = endRecord(view);
  const count = view.getUint16(end + 10, true);
  if (count > maxArchiveEntries) throw new BrokerError('import_expands');
  const entries: Entry[] = [];
  let at = view.getUint32(end + 16, true);
  for (let i = 0; i < count; i += 1) {
    if (view.getUint32(at, true) !== 0x02014b50) throw new BrokerError('import_unreadable');
    const nameLength = view.getUint16(at + 28, true);
    entries.push({
      name: new TextDecoder().decode(archive.subarray(at + 46, at + 46 + nameLength)),
      flags: view.getUint16(at + 8, true),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packedSize: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      headerAt: view.getUint32(at + 42, true),
    });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

/** The record at the end of the archive; behind it stands only its comment. */
function endRecord(view: DataView): number {
  const least = Math.max(0, view.byteLength - 22 - 0xffff);
  for (let at = view.byteLength - 22; at >= least; at -= 1) {
    const isIt = view.getUint32(at, true) === 0x06054b50;
    if (isIt && at + 22 + view.getUint16(at + 20, true) === view.byteLength) return at;
  }
  throw new BrokerError('import_unreadable');
}

/** A name that an unpacking program would write elsewhere: no real export has one. */
function isUnsafe(name: string): boolean {
  return /^\/|^[A-Za-z]:|[\\\0]/.test(name) || name.split('/').includes('..');
}

function packedBytes(archive: Uint8Array, view: DataView, { headerAt, packedSize }: Entry): Uint8Array {
  if (view.getUint32(headerAt, true) !== 0x04034b50) throw new BrokerError('import_unreadable');
  const start = headerAt + 30 + view.getUint16(headerAt + 26, true) + view.getUint16(headerAt + 28, true);
  if (start + packedSize > archive.length) throw new BrokerError('import_unreadable');
  return archive.subarray(start, start + packedSize);
}

function inflate(packed: Uint8Array): Uint8Array {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const stream = new Inflate((chunk) => {
    size += chunk.length;
    chunks.push(chunk);
  });
  for (let at = 0; at < packed.length; at += pushBytes) {
    stream.push(packed.subarray(at, at + pushBytes), at + pushBytes >= packed.length);
    if (size > maxUnpackedBytes) throw new BrokerError('import_expands');
  }
  return Buffer.concat(chunks, size);
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = (crc & 1) === 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  return crc;
});

/** Without it, a flipped bit in an entry that is not compressed would become another password. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crcTable[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
