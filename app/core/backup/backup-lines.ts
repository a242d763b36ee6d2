// One line of a backup: canonical JSON, and after a TAB the bytes in base64 where there are any. A hostile line is refused
// before anything is made of it: only short heads are parsed as JSON.
import type { z } from 'zod';
import { BrokerError } from '../../contract/fault.ts';
import { canonicalJson } from '../crypto/digest.ts';
import { jsonOrUndefined } from '../vault/sealed-json.ts';

const maxHeadBytes = 16_384;
/** 96 MiB of bytes in base64: far more than any record of this format. */
const maxBodyChars = 2 ** 27;

const newline = 0x0a;
const tab = 0x09;

/** @throws BrokerError vault_corrupt when `head` does not have the `shape`; backup_too_large */
export function writeLine<T>(shape: z.ZodType<T>, head: unknown, body: Buffer | null): Buffer {
  const parsed = shape.safeParse(head);
  if (!parsed.success) throw new BrokerError('vault_corrupt');
  const end = body === null ? '' : `\t${body.toString('base64')}`;
  if (end.length > maxBodyChars) throw new BrokerError('backup_too_large');
  return Buffer.from(`${canonicalJson(parsed.data)}${end}\n`, 'latin1');
}

export class LineReader {
  readonly #bytes: Buffer;
  #position = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Where the next line begins. */
  get position(): number {
    return this.#position;
  }

  get atEnd(): boolean {
    return this.#position === this.#bytes.length;
  }

  /** A line that is a head alone. @throws BrokerError backup_damaged */
  head<T>(shape: z.ZodType<T>): T {
    return parseHead(shape, this.#next());
  }

  /** A line of a head and bytes. @throws BrokerError backup_damaged */
  withBody<T>(shape: z.ZodType<T>): { readonly head: T; readonly body: Buffer } {
    const line = this.#next();
    const at = line.indexOf(tab);
    if (at === -1) throw new BrokerError('backup_damaged');
    return { head: parseHead(shape, line.subarray(0, at)), body: parseBody(line.subarray(at + 1)) };
  }

  #next(): Buffer {
    const end = this.#bytes.indexOf(newline, this.#position);
    if (end === -1) throw new BrokerError('backup_damaged');
    const line = this.#bytes.subarray(this.#position, end);
    this.#position = end + 1;
    return line;
  }
}

/** There is one way to write a head: what was parsed, written again, must be the line. */
function parseHead<T>(shape: z.ZodType<T>, line: Buffer): T {
  if (line.length > maxHeadBytes) throw new BrokerError('backup_damaged');
  const text = line.toString('latin1');
  const parsed = shape.safeParse(jsonOrUndefined(text));
  if (!parsed.success || canonicalJson(parsed.data) !== text) throw new BrokerError('backup_damaged');
  return parsed.data;
}

function parseBody(text: Buffer): Buffer {
  if (text.length > maxBodyChars) throw new BrokerError('backup_damaged');
  const written = text.toString('latin1');
  const body = Buffer.from(written, 'base64');
  if (body.toString('base64') !== written) throw new BrokerError('backup_damaged');
  return body;
}
