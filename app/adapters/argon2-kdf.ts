// Argon2id (RFC 9106, version 0x13) off the main thread. The one importer of @node-rs/argon2.
import { hashRaw } from '@node-rs/argon2';
import type { Argon2Parameters, PassphraseKdf } from '../core/ports/passphrase-kdf.ts';

export class Argon2Kdf implements PassphraseKdf {
  derive(passphrase: Buffer, salt: Buffer, parameters: Argon2Parameters): Promise<Buffer> {
    return hashRaw(passphrase, {
      algorithm: argon2id,
      version: version0x13,
      memoryCost: parameters.memoryKiB,
      timeCost: parameters.iterations,
      parallelism: parameters.parallelism,
      outputLen: 32,
      salt,
    });
  }
}

// The package declares both as const enums, which do not exist when the code runs.
const argon2id = 2;
const version0x13 = 1;
