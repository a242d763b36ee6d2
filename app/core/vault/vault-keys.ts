// The vault key of one version and what is derived from it. They exist only while the vault is unlocked.
import { BrokerError } from '../../contract/fault.ts';
import { type AeadKey, aeadKey } from '../crypto/aead.ts';
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
  /** Wraps the vault key of the version before, while records of it remain. */
  readonly previous: Buffer;

  #recordsInUse: AeadKey | null = null;

  /** Takes `vaultKey` over: `wipe` zeroes that very buffer. */
  constructor(vaultKey: Buffer, vaultId: string, version: number) {
    this.version = version;
    this.vaultKey = vaultKey;
    this.records = subkey(vaultKey, 'records', vaultId, version);
    this.manifest = subkey(vaultKey, 'manifest', vaultId, version);
    this.previous = subkey(vaultKey, 'previous', vaultId, version);
  }

  /** `records`, ready for many. */
  get recordsInUse(): AeadKey {
    this.#recordsInUse ??= aeadKey(this.records);
    return this.#recordsInUse;
  }

  /** SECURITY P4: zeroes the vault key and every subkey. */
  wipe(): void {
    this.#recordsInUse = null;
    wipe(this.vaultKey, this.records, this.manifest, this.previous);
  }
}

/** The keys of an unlocked vault: of the current version and, until a rotation is finished, of the one before. */
export class KeyRing {
  readonly current: VaultKeys;
  readonly previous: VaultKeys | null;

  constructor(current: VaultKeys, previous: VaultKeys | null = null) {
    this.current = current;
    this.previous = previous;
  }

  /** @throws BrokerError vault_corrupt for a version that this vault has no key of */
  ofVersion(version: number): VaultKeys {
    if (version === this.current.version) return this.current;
    if (version === this.previous?.version) return this.previous;
    throw new BrokerError('vault_corrupt');
  }

  /** SECURITY P4: zeroes every key. */
  wipe(): void {
    this.current.wipe();
    this.previous?.wipe();
  }
}

function subkey(
  vaultKey: Buffer,
  purpose: 'records' | 'manifest' | 'previous',
  vaultId: string,
  version: number,
): Buffer {
  return hkdfSha256(vaultKey, Buffer.alloc(0), encodeFields('postern/subkey/1', purpose, vaultId, version));
}
