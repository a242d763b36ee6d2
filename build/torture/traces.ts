// What a kill leaves on disk: no file that does not belong there, and no plaintext in any.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** In words; empty: all is well. `mark` is in every plaintext. */
export function tracesIn(folders: readonly string[], mark: string): string[] {
  return folders.flatMap((folder) => {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return files.flatMap(({ name, parentPath }) => {
      const bytes = readFileSync(join(parentPath, name));
      return [
        ...(belongs.test(name) ? [] : [`${name} does not belong there`]),
        ...(forms(mark).some((form) => bytes.includes(form)) ? [`${name} holds plaintext`] : []),
      ];
    });
  });
}

/** The keychain's items are named in hex; what a kill cut short of an item or of a backup is written over the next time. */
const belongs =
  /^(?:vault\.db(?:-wal|-shm)?|postern\.lock|postern\.log(?:\.1)?|postern-[0-9-]{10}-[0-9a-f]{8}\.backup(?:\.postern-partial)?|[0-9a-f]+(?:\.unborn)?)$/;

function forms(mark: string): (string | Buffer)[] {
  const bytes = Buffer.from(mark, 'utf8');
  // Three places of a byte in base64, without the characters that its neighbours take part in.
  const base64 = [0, 1, 2].map((at) =>
    Buffer.concat([Buffer.alloc(at), bytes])
      .toString('base64')
      .slice(at + 1, -4),
  );
  return [bytes, bytes.toString('hex'), ...base64, Buffer.from(mark, 'utf16le')];
}
