// The vault key of one version and what is derived from it. They exist only while the vault is unlocked.
import { encodeFields } from '../crypto/fields.ts';
import { hkdfSha256 } from '../crypto/hkdf.ts';
import { wipe } from '../crypto/wipe.ts';

export class VaultKeys {
  readonly version: number;
  /** 32 random bytes; wraps are made of it and it seals nothing itself. */
  readonly vaultKey: Buffer;
  /** Seals records. */
  readonly records: Buffer;
  /** Seals the manifest. */
  readonly manifest: Buffer;

  /** Takes `vaultKey` over: `wipe` zeroes that very buffer. */
  constructor(vaultKey: Buffer, vaultId: string, version: number) {
    this.version = version;
    this.vaultKey = vaultKey;
    this.records = subkey(vaultKey, 'records', vaultId, version);
    this.manifest = subkey(vaultKey, 'manifest', vaultId, version);
  }

  /** SECURITY P4: zeroes the vault key and every subkey. */
  wipe(): void {
    wipe(this.vaultKey, this.records, this.manifest);
  }
}

function subkey(vaultKey: Buffer, purpose: 'records' | 'manifest', vaultId: string, version: number): Buffer {
  return hkdfSha256(vaultKey, Buffer.alloc(0), encodeFields('postern/subkey/1', purpose, vaultId, version));
}
