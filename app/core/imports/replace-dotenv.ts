// A `.env` file after its import: each imported line becomes a comment that names the secret, and no other byte changes.
import { BrokerError } from '../../contract/fault.ts';
import type { SecretName } from '../../contract/vocabulary.ts';
import { readDotenvLines } from './dotenv-lines.ts';
import { maxSettingsBytes } from './import-limits.ts';
import { decodeText, encodeLike } from './source-text.ts';

/**
 * The bytes of the file without the imported assignments. `imported`: variable → the secret that holds it now; all lines that
 * set such a variable go, also those that a later one overrules. Lines that are commented out already stay.
 * @throws BrokerError import_lines_unclear; and as `readDotenv`
 */
export function replaceDotenv(bytes: Uint8Array, imported: ReadonlyMap<string, SecretName>): Uint8Array {
  const source = decodeText(bytes, maxSettingsBytes);
  const { statements } = readDotenvLines(source.text);
  if (statements === null) throw new BrokerError('import_lines_unclear');
  // Each line with what ends it.
  const lines: string[] = source.text.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? [];
  for (const { name, firstLine, lastLine } of statements) {
    const secret = imported.get(name);
    if (secret === undefined) continue;
    const ending = /[\r\n]*$/.exec(lines[lastLine - 1] ?? '')?.[0] ?? '';
    lines.fill('', firstLine - 1, lastLine);
    lines[firstLine - 1] = `# ${name} is kept in Postern as ${secret}${ending}`;
  }
  return encodeLike(source, lines.join(''));
}
