// The vault: empty, locked or unlocked. Locked means unreadable: it holds no key then.
import { BrokerError } from '../../contract/fault.ts';
import type { RecordId, VaultState } from '../../contract/vocabulary.ts';
import { wipe } from '../crypto/wipe.ts';
import type { Anchor } from './anchor.ts';
import { needsKeychain, type WrapKind } from './key-wrap.ts';
import { normalisedPassphrase, requireStrength } from './passphrase.ts';
import type { RecordKind } from './record-seal.ts';
import type { OpenedRecord, RecordChange, UnlockedVault } from './unlocked-vault.ts';
import { createVault, openVault, readHeader, readWrap, type VaultOpeningParts } from './vault-opening.ts';

export interface VaultParts extends VaultOpeningParts {
  readonly anchor: Anchor;
}

export interface UnlockOptions {
  /** The person says "I restored a backup": an older file is opened, and becomes the newest. */
  readonly acceptRollback?: boolean;
}

export class Vault {
  readonly #parts: VaultParts;
  #unlocked: UnlockedVault | null = null;
  /** Counts calls of `lock`, so that an unlock under way gives up. */
  #locks = 0;
  #busy: Promise<unknown> = Promise.resolve();

  constructor(parts: VaultParts) {
    this.#parts = parts;
  }

  /** @throws BrokerError vault_newer, vault_corrupt */
  get state(): VaultState {
    if (this.#unlocked !== null) return 'unlocked';
    return readHeader(this.#parts.store) === null ? 'empty' : 'locked';
  }

  /** What opens this vault; null when there is none. @throws BrokerError vault_corrupt */
  get opensWith(): WrapKind | null {
    const { store } = this.#parts;
    if (readHeader(store) === null) return null;
    return needsKeychain(readWrap(store)) ? 'keychain+passphrase' : 'passphrase';
  }

  /** The same object from one unlock to the next lock: a key for what may be remembered that long. @throws BrokerError locked */
  get session(): object {
    return this.#opened();
  }

  /**
   * Makes the vault and unlocks it. `passphrase` is UTF-8; the caller wipes it.
   * @throws BrokerError vault_exists, passphrase_too_weak, keychain_absent, keychain_locked, keychain_dismissed, disk_full,
   * profile_readonly
   */
  create(passphrase: Buffer, options: { readonly keychain: boolean }): Promise<void> {
    const locks = this.#locks;
    return this.#oneAtATime(passphrase, async (normalised) => {
      if (readHeader(this.#parts.store) !== null) throw new BrokerError('vault_exists');
      requireStrength(normalised);
      const made = await createVault(this.#parts, normalised, options.keychain);
      if (this.opensWith === 'keychain+passphrase') this.#parts.anchor.follow(made.position);
      await this.#parts.anchor.flush();
      this.#enter(made, locks);
    });
  }

  /**
   * Unlocks; does nothing when unlocked. `passphrase` is UTF-8; the caller wipes it. The keychain may ask the person.
   * @throws BrokerError no_vault, wrong_passphrase, vault_corrupt, vault_newer, vault_rolled_back, keychain_absent,
   * keychain_locked, keychain_dismissed, keychain_item_missing; locked when `lock` was called meanwhile
   */
  unlock(passphrase: Buffer, options: UnlockOptions = {}): Promise<void> {
    const locks = this.#locks;
    return this.#oneAtATime(passphrase, async (normalised) => {
      if (this.#unlocked !== null) return;
      const opened = await openVault(this.#parts, normalised);
      try {
        await this.#checkAnchor(opened, options);
      } catch (thrown) {
        opened.wipe();
        throw thrown;
      }
      this.#enter(opened, locks);
    });
  }

  /** SECURITY P4: every key is zeroed when this returns. Does nothing when not unlocked. */
  lock(): void {
    this.#locks += 1;
    if (this.#unlocked === null) return;
    this.#unlocked.wipe();
    this.#unlocked = null;
    void this.#parts.anchor.flush();
  }

  /**
   * What `read` makes of each record of a kind. One is open at a time, and its `body` is zeroed when `read` returns.
   * @throws BrokerError locked, vault_corrupt; and what `read` throws
   */
  readRecords<T>(kind: RecordKind, read: (record: OpenedRecord) => T): readonly T[] {
    return this.#opened().read(kind, read);
  }

  /** All records of a kind at once; the caller zeroes each `body`. @throws BrokerError locked, vault_corrupt */
  records(kind: RecordKind): readonly OpenedRecord[] {
    return this.readRecords(kind, (record) => ({ ...record, body: Buffer.from(record.body) }));
  }

  /** null: no such record. The caller wipes `body`. @throws BrokerError locked, vault_corrupt */
  record(kind: RecordKind, id: RecordId): OpenedRecord | null {
    return this.#opened().record(kind, id);
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
    if (!this.#opened().holds(kind, id)) return false;
    this.writeRecords([{ kind, id, body: null }]);
    return true;
  }

  /**
   * Makes all the changes in one transaction, or none; the new version of each record, 0 for one that was removed. The caller
   * wipes the bodies.
   * @throws BrokerError as `putRecord`
   */
  writeRecords(changes: readonly RecordChange[]): readonly number[] {
    const versions = this.#opened().write(changes);
    this.#parts.anchor.moved(this.#opened().position);
    return versions;
  }

  async #checkAnchor(opened: UnlockedVault, options: UnlockOptions): Promise<void> {
    if (this.opensWith !== 'keychain+passphrase') return;
    if (options.acceptRollback !== true) await this.#parts.anchor.check(opened.position);
    this.#parts.anchor.follow(opened.position);
  }

  /** SECURITY P4: a lock that came while we were opening wins. */
  #enter(opened: UnlockedVault, locks: number): void {
    if (this.#locks !== locks) {
      opened.wipe();
      throw new BrokerError('locked');
    }
    this.#unlocked = opened;
  }

  #opened(): UnlockedVault {
    if (this.#unlocked === null) throw new BrokerError('locked');
    return this.#unlocked;
  }

  /** Two openings at once would race for the file and the keychain's prompt. */
  #oneAtATime(passphrase: Buffer, work: (normalised: Buffer) => Promise<void>): Promise<void> {
    const run = this.#busy.then(async () => {
      const normalised = normalisedPassphrase(passphrase);
      try {
        await work(normalised);
      } finally {
        wipe(normalised);
      }
    });
    this.#busy = run.catch(() => undefined);
    return run;
  }
}
