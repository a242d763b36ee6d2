// Imports and plain exports, from their own windows. Paths come from the system's own dialogs, never from a page.

import type { ImportSource } from '../../contract/import.ts';
import type { TrustedHandlers } from '../ipc-main.ts';
import type { TrustedWindowParts } from './parts.ts';

export function importHandlers({
  desks: { imports, exports, files },
  dialogs,
}: TrustedWindowParts): Pick<TrustedHandlers, 'import.read' | 'import.apply' | 'import.afterwards' | 'export.plain'> {
  return {
    'import.read': async ({ source, password, name }, { contents, closed }) => {
      const path = asked.has(source) ? null : await dialogs.open(contents, 'Choose a file to import');
      if (path === null && !asked.has(source)) return null;
      const bytes = password === null ? null : Buffer.from(password, 'utf8');
      try {
        return await imports.read({ source, path, password: bytes, names: name === null ? [] : [name] }, closed);
      } finally {
        bytes?.fill(0);
      }
    },
    'import.apply': ({ choices }) => imports.apply(choices),
    'import.afterwards': ({ file }) => imports.afterwards(file),
    'export.plain': async ({ ids, proof }, { contents, closed }) => {
      await exports.confirm(ids, proof, closed);
      const path = await dialogs.save(contents, 'Write values in plain text', '.env');
      if (path === null) return { written: 0, left: [] };
      const { written, left } = await exports.dotenv(ids, (bytes) => files.write(path, bytes));
      return { written, left: [...left] };
    },
  };
}

/** Sources that are programs or the keychain, and have no file to choose. */
const asked: ReadonlySet<ImportSource> = new Set(['pass', 'keychain']);
