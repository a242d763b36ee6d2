// A KeePassXC database through keepassxc-cli: `keepassxc:/abs/db.kdbx#Group/Entry@Attribute`.
import { absolutePath, decodePart, decodePath, malformed, splitFragment } from './parts.ts';
import type { ProgramCall } from './program-call.ts';

/**
 * Without `@Attribute` it is the password. `?keyfile=/abs/key` before the `#` names the key file. A database with a password
 * cannot be opened so: Postern would have to hold that password too, and hand it over with every value. For such a database
 * the running KeePassXC is the door: `cmd:secret-tool lookup …` asks it, and it asks the person.
 * @throws BrokerError reference_malformed
 */
export function keepassxcCall(rest: string): ProgramCall {
  const { before, after } = splitFragment(rest);
  const [, place = '', key] = /^([^?]+)(?:\?keyfile=([^?]+))?$/.exec(before) ?? [];
  const [entryText = '', attribute = 'Password', another] = (after ?? '').split('@');
  if (another !== undefined) throw malformed();
  const database = absolutePath(decodePart(place));
  const keyFile = key === undefined ? null : absolutePath(decodePart(key));
  const entry = decodePath(entryText).join('/');
  const options = ['--no-password', `--attributes=${decodePart(attribute)}`];
  if (keyFile !== null) options.push(`--key-file=${keyFile}`);
  return {
    word: 'keepassxc-cli',
    args: ['show', ...options, database, entry],
    passes: [],
    sets: {},
    files: () => (keyFile === null ? [database] : [database, keyFile]),
    refusals: [
      [/Could not find entry|unknown attribute|ambiguous/i, 'reference_not_found'],
      [/Invalid credentials/i, 'reference_denied'],
    ],
    // It ends each attribute with a newline of its own.
    read: (printed) => (printed.at(-1) === 0x0a ? printed.subarray(0, -1) : printed),
  };
}
