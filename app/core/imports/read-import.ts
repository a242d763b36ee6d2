// From the bytes of a chosen file to what can be imported from it. Whatever the file holds, the outcome is a value or a coded
// fault that quotes nothing of it.
import { assertNever, BrokerError } from '../../contract/fault.ts';
import type { ImportFileKind } from '../../contract/import.ts';
import type { ImportRead } from './candidates.ts';
import { readAws } from './read-aws.ts';
import { readBitwardenCsv } from './read-bitwarden-csv.ts';
import { readBitwardenJson } from './read-bitwarden-json.ts';
import { readDocker } from './read-docker.ts';
import { readDotenv } from './read-dotenv.ts';
import { readGh } from './read-gh.ts';
import { readKeepassxcCsv } from './read-keepassxc-csv.ts';
import { readNpmrc } from './read-npmrc.ts';
import { readOnepassword1pux } from './read-onepassword-1pux.ts';
import { readOnepasswordCsv } from './read-onepassword-csv.ts';

/**
 * Reads a whole file. The result holds plaintext in strings; `bytes` is only read, and the caller wipes it.
 * @throws BrokerError import_unreadable, import_too_large, import_too_many_items, import_wrong_encoding, import_has_nul,
 * import_too_deep, import_columns, import_encrypted, import_unsafe_archive, import_expands
 */
export function readImport(kind: ImportFileKind, bytes: Uint8Array): ImportRead {
  try {
    return read(kind, bytes);
  } catch (thrown) {
    if (thrown instanceof BrokerError) throw thrown;
    // Without its cause: parsers quote what they could not parse.
    throw new BrokerError('import_unreadable');
  }
}

function read(kind: ImportFileKind, bytes: Uint8Array): ImportRead {
  switch (kind) {
    case 'dotenv':
      return readDotenv(bytes);
    case 'onepassword_1pux':
      return readOnepassword1pux(bytes);
    case 'onepassword_csv':
      return readOnepasswordCsv(bytes);
    case 'bitwarden_json':
      return readBitwardenJson(bytes);
    case 'bitwarden_csv':
      return readBitwardenCsv(bytes);
    case 'keepassxc_csv':
      return readKeepassxcCsv(bytes);
    case 'aws':
      return readAws(bytes);
    case 'gh':
      return readGh(bytes);
    case 'npmrc':
      return readNpmrc(bytes);
    case 'docker':
      return readDocker(bytes);
    default:
      return assertNever(kind);
  }
}
