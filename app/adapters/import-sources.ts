// All sources of imports behind one port.
import { assertNever, BrokerError } from '../contract/fault.ts';
import type { SecretName } from '../contract/vocabulary.ts';
import type { ImportRead } from '../core/imports/candidates.ts';
import { maxBytesOf } from '../core/imports/import-limits.ts';
import { readImport } from '../core/imports/read-import.ts';
import { replaceDotenv } from '../core/imports/replace-dotenv.ts';
import type { ImportedFile, ImportRequest, ImportSources } from '../core/ports/import-sources.ts';
import type { LoginEnvironment } from '../core/ports/login-environment.ts';
import { readImportFile } from './import-files.ts';
import { importKeepassxc } from './import-keepassxc.ts';
import { importKeychain } from './import-keychain.ts';
import { replaceOriginal, shredOriginal } from './import-original.ts';
import { importPass } from './import-pass.ts';

export class SystemImportSources implements ImportSources {
  readonly #login: LoginEnvironment;

  constructor(login: LoginEnvironment) {
    this.#login = login;
  }

  async read(request: ImportRequest, signal: AbortSignal): Promise<{ read: ImportRead; file: ImportedFile | null }> {
    const { source, path, password, names } = request;
    const environment = await this.#login.resolve();
    switch (source) {
      case 'pass':
        return { read: await importPass({ environment, signal }), file: null };
      case 'keychain':
        return { read: await importKeychain(names, environment), file: null };
      case 'keepassxc': {
        const database = required(path);
        return { read: await importKeepassxc({ database, password, keyFile: null, environment, signal }), file: null };
      }
      case 'dotenv': {
        const file = { path: required(path), bytes: await readImportFile(required(path), maxBytesOf(source)) };
        try {
          return { read: readImport(source, file.bytes), file };
        } catch (thrown) {
          file.bytes.fill(0);
          throw thrown;
        }
      }
      case 'onepassword_1pux':
      case 'onepassword_csv':
      case 'bitwarden_json':
      case 'bitwarden_csv':
      case 'keepassxc_csv':
      case 'aws':
      case 'gh':
      case 'npmrc':
      case 'docker': {
        const bytes = await readImportFile(required(path), maxBytesOf(source));
        try {
          return { read: readImport(source, bytes), file: null };
        } finally {
          bytes.fill(0);
        }
      }
      default:
        return assertNever(source);
    }
  }

  replace(file: ImportedFile, imported: ReadonlyMap<string, SecretName>): Promise<void> {
    return replaceOriginal(file.path, file.bytes, replaceDotenv(file.bytes, imported));
  }

  shred(file: ImportedFile): Promise<void> {
    return shredOriginal(file.path, file.bytes);
  }
}

function required(path: string | null): string {
  if (path === null) throw new BrokerError('bad_request');
  return path;
}
