// The standard Unix password manager: `pass:path/to/entry`, `pass:path/to/entry#field`, `pass:path/to/entry#*`.
import { BrokerError } from '../../contract/fault.ts';
import { decodePart, decodePath, splitFragment } from './parts.ts';
import type { ProgramCall } from './program-call.ts';

/**
 * Without a field it is the first line, which is the password; `#*` is the whole entry; `#name` is what follows `name:` in
 * the first line after it that begins so. @throws BrokerError reference_malformed
 */
export function passCall(rest: string): ProgramCall {
  const { before, after } = splitFragment(rest);
  const entry = decodePath(before).join('/');
  const field = after === null ? null : decodePart(after);
  return {
    word: 'pass',
    args: ['show', entry],
    passes: ['PASSWORD_STORE_DIR', 'GNUPGHOME'],
    sets: {},
    // `pass show` of a folder prints the names in it, and succeeds.
    files: ({ PASSWORD_STORE_DIR: store, HOME: home = '' }) => [`${store || `${home}/.password-store`}/${entry}.gpg`],
    refusals: [
      [/No secret key|No pinentry|Inappropriate ioctl|cancelled|Bad passphrase|Timeout/, 'reference_locked'],
      [/is not in the password store/, 'reference_not_found'],
    ],
    read: (printed) => readEntry(printed, field),
  };
}

function readEntry(printed: Buffer, field: string | null): Buffer {
  if (field === '*') return printed;
  if (field === null) return lineAt(printed, 0);
  const begins = Buffer.from(`${field}:`, 'utf8');
  for (let at = after(printed, 0); at < printed.length; at = after(printed, at)) {
    const line = lineAt(printed, at);
    if (!line.subarray(0, begins.length).equals(begins)) continue;
    let from = begins.length;
    while (line[from] === space) from += 1;
    return line.subarray(from);
  }
  throw new BrokerError('reference_not_found');
}

const space = 0x20;
const newline = 0x0a;

/** Where the line after the one at `from` begins. */
function after(bytes: Buffer, from: number): number {
  const end = bytes.indexOf(newline, from);
  return end < 0 ? bytes.length : end + 1;
}

function lineAt(bytes: Buffer, from: number): Buffer {
  const end = bytes.indexOf(newline, from);
  return bytes.subarray(from, end < 0 ? bytes.length : end);
}
