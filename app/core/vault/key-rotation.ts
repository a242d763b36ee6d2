// A new vault key for everything, in place. One transaction makes it the current one; then the records follow in small steps, each
// a transaction of its own, between which the vault works as ever. A kill at any point loses nothing: what is not yet sealed under
// the new key opens with the previous one, which lies wrapped under the new one until the last record has followed.
import { BrokerError } from '../../contract/fault.ts';
import { wipe } from '../crypto/wipe.ts';
import type { Latch } from './latch.ts';
import {
  type BeforeChange,
  beforeChange,
  discardWraps,
  makeWraps,
  removeLoneItems,
  type WantedWrap,
} from './make-wraps.ts';
import { withNormalised } from './passphrase.ts';
import { wrapPrevious } from './previous-wrap.ts';
import type { ManifestEntry } from './record-list.ts';
import { recoveryPublicKey } from './recovery-wrap.ts';
import type { UnlockedVault } from './unlocked-vault.ts';
import { KeyRing, VaultKeys } from './vault-keys.ts';
import { type Opener, openKeys } from './vault-openers.ts';
import type { VaultOpeningParts } from './vault-opening.ts';
import { kindsOf, wrapOf } from './wrap-list.ts';

export interface RotationSteps {
  /** Lets others have their turn; called between two steps. */
  readonly pause: () => Promise<void>;
  /** `done` of `total` records are sealed under the new key. Called once at the beginning and after each step. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Stops after the step under way; the rest waits for the next `resume`. */
  readonly signal?: AbortSignal;
}

/** Records of one transaction: some milliseconds. */
const recordsPerStep = 200;

export class KeyRotation {
  readonly #parts: VaultOpeningParts;
  readonly #latch: Latch;

  constructor(parts: VaultOpeningParts, latch: Latch) {
    this.#parts = parts;
    this.#latch = latch;
  }

  /** Whether records are still sealed under the previous key; `resume` goes on with them. @throws BrokerError locked */
  get isUnfinished(): boolean {
    return this.#latch.opened().keys.previous !== null;
  }

  /**
   * Makes a new vault key the current one, in one transaction with new wraps for it. `passphrase` is UTF-8 and the caller's to
   * wipe; null for a vault without one. What is written from now on is under the new key; `resume` does the rest.
   * @throws BrokerError locked, rotation_unfinished, unlock_too_soon, wrong_passphrase, keychain_absent, keychain_locked,
   * keychain_dismissed, keychain_item_missing, disk_full, profile_readonly, vault_in_use, vault_corrupt; bad_request when
   * there is a passphrase and it was not given
   */
  start(passphrase: Buffer | null, first: BeforeChange = () => {}): Promise<void> {
    return this.#latch.oneAtATime(async () => {
      const opened = this.#latch.opened();
      if (opened.keys.previous !== null) throw new BrokerError('rotation_unfinished');
      if (passphrase === null) return await this.#changeKey(opened, null, first);
      await this.#prove(opened, { kind: 'passphrase', passphrase });
      await withNormalised(passphrase, (normalised) => this.#changeKey(opened, normalised, first));
    });
  }

  /**
   * Seals what is left under the new key, 200 records at a time, and lets the previous key go with the last. Does nothing when
   * nothing is left. A step that fails changes nothing, and `resume` may be called again.
   * @throws BrokerError locked when the vault is locked meanwhile; disk_full, profile_readonly, vault_in_use, vault_corrupt
   */
  async resume({ pause, onProgress, signal }: RotationSteps): Promise<'finished' | 'cancelled'> {
    for (;;) {
      const opened = this.#latch.opened();
      if (opened.keys.previous === null) return 'finished';
      const { left, step, total } = leftIn(opened);
      onProgress?.(total - left, total);
      if (signal?.aborted === true) return 'cancelled';
      if (left > 0) opened.reseal(step);
      else opened.dropPrevious();
      this.#latch.moved();
      await pause();
    }
  }

  async #changeKey(opened: UnlockedVault, passphrase: Buffer | null, first: BeforeChange): Promise<void> {
    const { keyStore, randomness } = this.#parts;
    const { vaultId } = opened.position;
    const old = opened.wraps;
    const previous = opened.keys.current;
    const wanted = wantedWraps(opened, passphrase);
    const current = new VaultKeys(randomness.bytes(32), vaultId, previous.version + 1);
    const target = { vaultId, vaultKey: current.vaultKey, keyVersion: current.version };
    try {
      const made = await this.#latch.whileOpen(
        opened,
        () => makeWraps(this.#parts, target, wanted),
        (undone) => discardWraps(keyStore, vaultId, undone),
      );
      await beforeChange(first, () => discardWraps(keyStore, vaultId, made));
      const wraps = [...made.wraps, wrapPrevious(current, previous, vaultId, randomness)];
      // A commit that failed may yet be found on disk after a power cut, so what it needs in the keychain stays there.
      opened.replaceWraps(wraps, made.keks, new KeyRing(current, previous));
    } catch (thrown) {
      current.wipe();
      throw thrown;
    }
    this.#latch.moved();
    await removeLoneItems(keyStore, vaultId, old);
  }

  async #prove(opened: UnlockedVault, opener: Opener): Promise<void> {
    const sealed = { vaultId: opened.position.vaultId, wraps: opened.wraps, quick: null };
    const { keys, kek } = await this.#latch.proving(opener, () => openKeys(this.#parts, sealed, opener));
    keys.wipe();
    if (kek !== null) wipe(kek.key);
  }
}

/** Each wrap anew. SECURITY P5: of wraps that the manifest vouches for, so that nobody slips in a recovery key of their own. */
function wantedWraps(opened: UnlockedVault, passphrase: Buffer | null): WantedWrap[] {
  return kindsOf(opened.wraps).map((kind): WantedWrap => {
    if (kind === 'keychain') return { kind };
    const recovery = wrapOf(opened.wraps, 'recovery');
    if (kind === 'recovery' && recovery !== undefined) return { kind, publicKey: recoveryPublicKey(recovery) };
    if (kind === 'recovery' || passphrase === null) throw new BrokerError('bad_request');
    return { kind, passphrase };
  });
}

/** How many records are under the previous key, the first of them, and how many there are in all. */
function leftIn({ entries, keys }: UnlockedVault): { left: number; step: ManifestEntry[]; total: number } {
  const step: ManifestEntry[] = [];
  let [left, total] = [0, 0];
  for (const entry of entries) {
    total += 1;
    if (entry.keyVersion === keys.current.version) continue;
    left += 1;
    if (step.length < recordsPerStep) step.push(entry);
  }
  return { left, step, total };
}
