// From the bytes of a file to its text and back. It refuses what is no text; it never replaces a byte by a guess.
import { BrokerError } from '../../contract/fault.ts';
import { maxImportBytes } from './import-limits.ts';

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

export interface SourceText {
  /** Without a byte order mark. */
  readonly text: string;
  readonly encoding: Encoding;
  readonly hasMark: boolean;
}

const marks: readonly (readonly [Encoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/**
 * UTF-8, or UTF-16 that says so with a byte order mark.
 * @throws BrokerError import_too_large, import_wrong_encoding, import_has_nul
 */
export function decodeText(bytes: Uint8Array, maxBytes: number = maxImportBytes): SourceText {
  if (bytes.length > maxBytes) throw new BrokerError('import_too_large');
  const mark = marks.find(([, start]) => start.every((byte, i) => bytes[i] === byte));
  const encoding = mark?.[0] ?? 'utf-8';
  const text = strictly(bytes, encoding);
  if (text.includes('\0')) throw new BrokerError('import_has_nul');
  return { text, encoding, hasMark: mark !== undefined };
}

/** The text alone. @throws BrokerError as `decodeText` */
export function textOf(bytes: Uint8Array, maxBytes?: number): string {
  return decodeText(bytes, maxBytes).text;
}

/** The bytes of another text, written as the file was. */
export function encodeLike(source: SourceText, text: string): Uint8Array {
  const marked = (source.hasMark ? '\ufeff' : '') + text;
  if (source.encoding === 'utf-8') return Buffer.from(marked, 'utf8');
  const bytes = Buffer.from(marked, 'utf16le');
  return source.encoding === 'utf-16le' ? bytes : bytes.swap16();
}

/** null: not valid UTF-8. For one value, where a whole file would be refused. */
export function utf8OrNull(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

function strictly(bytes: Uint8Array, encoding: Encoding): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new BrokerError('import_wrong_encoding');
  }
}
