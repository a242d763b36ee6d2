// The vault: empty, locked or unlocked. Locked means unreadable: it holds no key then, save one that the person chose to keep.
import { BrokerError } from '../../contract/fault.ts';
import type { WrapKind } from '../../contract/keys.ts';
import type { RecordId, RecordKind, VaultState } from '../../contract/vocabulary.ts';
import type { Clock } from '../ports/clock.ts';
import type { Anchor } from './anchor.ts';
import type { VaultRepair } from './damage.ts';
import { KeyRotation } from './key-rotation.ts';
import { Latch } from './latch.ts';
import { requireStrength, withNormalised } from './passphrase.ts';
import type { OpenedRecord, RecordChange, UnlockedVault } from './unlocked-vault.ts';
import { VaultMending } from './vault-mending.ts';
import type { Opener } from './vault-openers.ts';
import { createVault, openVault, readHeader, type VaultOpeningParts } from './vault-opening.ts';
import { VaultWraps } from './vault-wraps.ts';
import { usesKeychain } from './wrap-list.ts';

export interface VaultParts extends VaultOpeningParts {
  readonly anchor: Anchor;
  readonly clock: Clock;
}

export interface UnlockOptions {
  /** The person says "I restored a backup": an older file is opened, and becomes the newest. */
  readonly acceptRollback?: boolean;
}

export interface LockOptions {
  /**
   * Keeps in memory the one key-encryption key that opened the vault, for `unlockWith({kind: 'quick'})`. Nothing is kept of a
   * vault that the recovery code opened.
   */
  readonly keepQuick?: boolean;
}

export class Vault {
  /** What opens this vault, and how the person changes that. */
  readonly wraps: VaultWraps;
  /** A new vault key for everything. */
  readonly rotation: KeyRotation;
  /** What is wrong with a vault that does not open, and how it is mended. */
  readonly repair: VaultRepair;
  readonly #parts: VaultParts;
  readonly #latch: Latch;

  constructor(parts: VaultParts) {
    this.#parts = parts;
    this.#latch = new Latch(parts.anchor, parts.clock);
    this.wraps = new VaultWraps(parts, this.#latch);
    this.rotation = new KeyRotation(parts, this.#latch);
    this.repair = new VaultMending(parts, this.#latch);
  }

  /** @throws BrokerError vault_newer, vault_corrupt */
  get state(): VaultState {
    if (this.#latch.isOpen) return 'unlocked';
    return readHeader(this.#parts.store) === null ? 'empty' : 'locked';
  }

  /** The first of `wraps.kinds`; null when there is no vault. @throws BrokerError vault_newer, vault_corrupt */
  get opensWith(): WrapKind | null {
    return this.wraps.kinds[0] ?? null;
  }

  /** When wrong tries allow the next one, in milliseconds since 1970; null: now. */
  get retryAt(): number | null {
    return this.#latch.retryAt;
  }

  /** Whether `unlockWith({kind: 'quick'})` has something to open with. */
  get quickReady(): boolean {
    return this.#latch.quick !== null;
  }

  /** The same object from one unlock to the next lock: a key for what may be remembered that long. @throws BrokerError locked */
  get session(): object {
    return this.#latch.opened();
  }

  /** What the vault vouches for, whatever lies in the file; none of it is secret. @throws BrokerError locked */
  get listed(): Pick<UnlockedVault, 'entries' | 'position' | 'wraps'> {
    return this.#latch.opened();
  }

  /**
   * Makes the vault and unlocks it. `passphrase` is UTF-8; the caller wipes it.
   * @throws BrokerError vault_exists, passphrase_too_weak, keychain_absent, keychain_locked, keychain_dismissed, disk_full,
   * profile_readonly
   */
  create(passphrase: Buffer, options: { readonly keychain: boolean }): Promise<void> {
    const { locks } = this.#latch;
    return this.#latch.oneAtATime(async () => {
      if (readHeader(this.#parts.store) !== null) throw new BrokerError('vault_exists');
      const made = await withNormalised(passphrase, (normalised) => {
        requireStrength(normalised);
        return createVault(this.#parts, normalised, options.keychain);
      });
      if (options.keychain) this.#parts.anchor.follow(made.position);
      await this.#parts.anchor.flush();
      this.#latch.enter(made, locks);
    });
  }

  /** `unlockWith` the passphrase, which is UTF-8; the caller wipes it. @throws BrokerError as `unlockWith` */
  unlock(passphrase: Buffer, options: UnlockOptions = {}): Promise<void> {
    return this.unlockWith({ kind: 'passphrase', passphrase }, options);
  }

  /**
   * Unlocks; does nothing when unlocked. The keychain may ask the person. SECURITY P9: `keychain` and `quick` prove nothing about
   * who asks: the caller MUST have confirmed presence before.
   * @throws BrokerError no_vault, unlock_too_soon, opener_unknown, wrong_passphrase, wrong_recovery_code, recovery_code_mistyped,
   * vault_corrupt, vault_newer, vault_rolled_back, keychain_absent, keychain_locked, keychain_dismissed,
   * keychain_item_missing; locked when `lock` was called meanwhile
   */
  unlockWith(opener: Opener, options: UnlockOptions = {}): Promise<void> {
    const { locks } = this.#latch;
    return this.#latch.oneAtATime(async () => {
      if (this.#latch.isOpen) return;
      const opening = () => openVault(this.#parts, opener, this.#latch.quick);
      const opened = await this.#latch.proving(opener, opening);
      try {
        await this.#checkAnchor(opened, options);
      } catch (thrown) {
        opened.wipe();
        throw thrown;
      }
      this.#latch.enter(opened, locks);
      if (opener.kind === 'passphrase') await this.wraps.raiseCost(opener.passphrase);
      this.#latch.opened();
    });
  }

  /** SECURITY P4: every key is zeroed when this returns, save what `keepQuick` names. It may be called at any time. */
  lock(options: LockOptions = {}): void {
    this.#latch.shut(options.keepQuick === true);
  }

  /** Zeroes what `keepQuick` kept: from now on only the person's passphrase, keychain or recovery code unlocks. */
  forgetQuick(): void {
    this.#latch.forgetQuick();
  }

  /**
   * What `read` makes of each record of a kind. One is open at a time, and its `body` is zeroed when `read` returns.
   * @throws BrokerError locked, vault_corrupt; and what `read` throws
   */
  readRecords<T>(kind: RecordKind, read: (record: OpenedRecord) => T): readonly T[] {
    return this.#latch.opened().read(kind, read);
  }

  /** All records of a kind at once; the caller zeroes each `body`. @throws BrokerError locked, vault_corrupt */
  records(kind: RecordKind): readonly OpenedRecord[] {
    return this.readRecords(kind, (record) => ({ ...record, body: Buffer.from(record.body) }));
  }

  /** null: no such record. The caller wipes `body`. @throws BrokerError locked, vault_corrupt */
  record(kind: RecordKind, id: RecordId): OpenedRecord | null {
    return this.#latch.opened().record(kind, id);
  }

  /**
   * Seals `body` as a new record or as the next version of an old one, on disk when this returns; the new version. The
   * caller wipes `body`.
   * @throws BrokerError locked, disk_full, profile_readonly, vault_in_use, vault_corrupt
   */
  putRecord(kind: RecordKind, id: RecordId, body: Buffer): number {
    const [version] = this.writeRecords([{ kind, id, body }]);
    return version ?? 0;
  }

  /** Removes a record for good; false when there was none. @throws BrokerError as `putRecord` */
  removeRecord(kind: RecordKind, id: RecordId): boolean {
    if (!this.#latch.opened().holds(kind, id)) return false;
    this.writeRecords([{ kind, id, body: null }]);
    return true;
  }

  /**
   * Makes all the changes in one transaction, or none; the new version of each record, 0 for one that was removed. The caller
   * wipes the bodies.
   * @throws BrokerError as `putRecord`
   */
  writeRecords(changes: readonly RecordChange[]): readonly number[] {
    const versions = this.#latch.opened().write(changes);
    this.#latch.moved();
    return versions;
  }

  async #checkAnchor(opened: UnlockedVault, options: UnlockOptions): Promise<void> {
    if (!usesKeychain(opened.wraps)) return;
    if (options.acceptRollback !== true) await this.#parts.anchor.check(opened.position);
    this.#parts.anchor.follow(opened.position);
  }
}
