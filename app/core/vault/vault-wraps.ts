// What opens the vault, and how the person changes that. Each change is one transaction, and whatever it needs in the keychain is
// there before and what it no longer needs goes after: a kill at any point leaves a vault that opens with the old or the new.
// What a crash leaves in the keychain is of no use to anyone without its wrap.
import { BrokerError } from '../../contract/fault.ts';
import type { WrapKind } from '../../contract/keys.ts';
import { wipe } from '../crypto/wipe.ts';
import type { StoredWrap } from '../ports/record-store.ts';
import { isWrong } from './attempts.ts';
import { isCheaper } from './key-wrap.ts';
import type { Latch } from './latch.ts';
import {
  type BeforeChange,
  beforeChange,
  discardWraps,
  type MadeWraps,
  makeWraps,
  removeLoneItems,
  type WantedWrap,
} from './make-wraps.ts';
import { requireStrength, withNormalised } from './passphrase.ts';
import { parseRecoveryCode, recoveryCodeBytes, recoveryCodeText } from './recovery-code.ts';
import { recoveryKey } from './recovery-wrap.ts';
import type { UnlockedVault } from './unlocked-vault.ts';
import { isProof, type Opener, openKeys, type Proof } from './vault-openers.ts';
import { readHeader, requireHeader, type VaultOpeningParts } from './vault-opening.ts';
import { kindsOf, readWraps, wrapOf } from './wrap-list.ts';

/** A wrap that a person adds. `passphrase` is UTF-8; the caller wipes it. */
export type AddedWrap =
  | { readonly kind: 'keychain+passphrase' | 'passphrase'; readonly passphrase: Buffer }
  | { readonly kind: 'keychain' };

const passphraseKinds = ['keychain+passphrase', 'passphrase'] as const;

export class VaultWraps {
  readonly #parts: VaultOpeningParts;
  readonly #latch: Latch;

  constructor(parts: VaultOpeningParts, latch: Latch) {
    this.#parts = parts;
    this.#latch = latch;
  }

  /** What opens this vault, locked or not; empty where there is none. @throws BrokerError vault_newer, vault_corrupt */
  get kinds(): readonly WrapKind[] {
    return readHeader(this.#parts.store) === null ? [] : kindsOf(readWraps(this.#parts.store));
  }

  /**
   * Whether this passphrase opens the vault; nothing is unlocked by it. It stands in for presence where the system cannot ask. A
   * wrong one counts as a wrong try.
   * @throws BrokerError as `Vault.unlockWith`, save wrong_passphrase
   */
  checkPassphrase(passphrase: Buffer): Promise<boolean> {
    return this.#latch.oneAtATime(() => this.#proves({ kind: 'passphrase', passphrase }));
  }

  /**
   * Whether the person wrote the recovery code down rightly; nothing is unlocked by it. `mistyped`: not even its checksum fits.
   * @throws BrokerError as `checkPassphrase`
   */
  checkRecoveryCode(code: string): Promise<'right' | 'wrong' | 'mistyped'> {
    return this.#latch.oneAtATime(async () => {
      if (parseRecoveryCode(code) === null) return 'mistyped';
      return (await this.#proves({ kind: 'recovery', code })) ? 'right' : 'wrong';
    });
  }

  /**
   * Puts `next` in the place of the passphrase in every wrap that has one; both are the caller's to wipe. `current` is proved
   * first: the passphrase, or the recovery code of a person who forgot it. Copies of the old file still open with the old one:
   * only a rotated key shuts them out of what is written from then on.
   * @throws BrokerError locked, unlock_too_soon, wrong_passphrase, wrong_recovery_code, recovery_code_mistyped,
   * passphrase_too_weak, opener_unknown for another opener than these, and when no wrap has a passphrase; and as `Vault.create`
   */
  changePassphrase(current: Opener, next: Buffer, first?: BeforeChange): Promise<void> {
    return this.#withOpened(async (opened) => {
      await withNormalised(next, async (passphrase) => {
        requireStrength(passphrase);
        if (!isProof(current)) throw new BrokerError('opener_unknown');
        await this.#prove(current);
        const kinds = passphraseKinds.filter((kind) => wrapOf(opened.wraps, kind));
        if (kinds.length === 0) throw new BrokerError('opener_unknown');
        const wanted = kinds.map((kind) => ({ kind, passphrase }));
        await this.#replace(opened, wanted, [], first);
      });
    });
  }

  /**
   * Adds a wrap, or makes the one of its kind anew. A passphrase MUST be the one that the vault has, if it has one. The person's
   * presence is the caller's business. SECURITY: `keychain` lets any program of the account open the vault, except on macOS.
   * @throws BrokerError as `changePassphrase`
   */
  add(wrap: AddedWrap, first?: BeforeChange): Promise<void> {
    return this.#withOpened(async (opened) => {
      if (wrap.kind === 'keychain') return await this.#replace(opened, [wrap], [], first);
      const { kind } = wrap;
      await withNormalised(wrap.passphrase, async (passphrase) => {
        requireStrength(passphrase);
        const known = passphraseKinds.some((other) => wrapOf(opened.wraps, other));
        if (known) await this.#prove({ kind: 'passphrase', passphrase });
        await this.#replace(opened, [{ kind, passphrase }], [], first);
      });
    });
  }

  /**
   * Removes a wrap; false when there is none of the kind.
   * @throws BrokerError wrap_is_last when nothing but the recovery code would open the vault; locked, disk_full,
   * profile_readonly, vault_in_use, vault_corrupt
   */
  remove(kind: WrapKind, first?: BeforeChange): Promise<boolean> {
    return this.#withOpened(async (opened) => {
      if (wrapOf(opened.wraps, kind) === undefined) return false;
      const others = kindsOf(opened.wraps).filter((other) => other !== kind && other !== 'recovery');
      if (others.length === 0) throw new BrokerError('wrap_is_last');
      await this.#replace(opened, [], [kind], first);
      return true;
    });
  }

  /**
   * Makes a recovery code, in the place of the one before, and returns it for the person to print: it is kept nowhere. Whoever
   * has it opens the vault, so the caller confirms presence first.
   * @throws BrokerError as `remove`
   */
  newRecoveryCode(first?: BeforeChange): Promise<string> {
    return this.#withOpened(async (opened) => {
      const code = this.#parts.randomness.bytes(recoveryCodeBytes);
      try {
        const { publicKey } = recoveryKey(code, opened.position.vaultId);
        await this.#replace(opened, [{ kind: 'recovery', publicKey }], [], first);
        return recoveryCodeText(code);
      } finally {
        wipe(code);
      }
    });
  }

  /**
   * A wrap of the vault key by a passphrase that is chosen for one file, such as a backup: it is not put into the vault. The file
   * is then opened with it as `ownWrap`. `passphrase` is UTF-8; the caller wipes it.
   * @throws BrokerError locked, passphrase_too_weak, bad_request
   */
  forFile(passphrase: Buffer): Promise<StoredWrap> {
    return this.#withOpened(async (opened) => {
      const { wraps, keks } = await withNormalised(passphrase, (normalised) => {
        requireStrength(normalised);
        return this.#make(opened, [{ kind: 'passphrase', passphrase: normalised }]);
      });
      wipe(...keks.map(({ key }) => key));
      const [wrap] = wraps;
      if (wrap === undefined) throw new BrokerError('internal');
      return wrap;
    });
  }

  /**
   * Part of an unlock: makes the wraps with a passphrase anew when guessing it costs less than in a new one. What fails is
   * tried again at the next unlock.
   */
  async raiseCost(passphrase: Buffer): Promise<void> {
    const opened = this.#latch.opened();
    const kinds = passphraseKinds.filter((kind) => {
      const wrap = wrapOf(opened.wraps, kind);
      return wrap !== undefined && isCheaper(wrap, this.#parts.cost);
    });
    if (kinds.length === 0) return;
    const raising = withNormalised(passphrase, (normalised) =>
      this.#replace(
        opened,
        kinds.map((kind) => ({ kind, passphrase: normalised })),
      ),
    );
    await raising.catch(() => undefined);
  }

  #withOpened<T>(work: (opened: UnlockedVault) => Promise<T>): Promise<T> {
    return this.#latch.oneAtATime(() => work(this.#latch.opened()));
  }

  async #proves(proof: Proof): Promise<boolean> {
    try {
      await this.#prove(proof);
      return true;
    } catch (thrown) {
      if (isWrong(thrown)) return false;
      throw thrown;
    }
  }

  /** Opens the keys and lets go of them at once. */
  async #prove(proof: Proof): Promise<void> {
    const { store } = this.#parts;
    const wraps = this.#latch.isOpen ? this.#latch.opened().wraps : readWraps(store);
    const sealed = { vaultId: requireHeader(store).vaultId, wraps, quick: null };
    const { keys, kek } = await this.#latch.proving(proof, () => openKeys(this.#parts, sealed, proof));
    keys.wipe();
    if (kek !== null) wipe(kek.key);
  }

  /** One transaction that puts new wraps in the place of those of their kinds, and removes those of `gone`. */
  async #replace(
    opened: UnlockedVault,
    wanted: readonly WantedWrap[],
    gone: readonly WrapKind[] = [],
    first: BeforeChange = () => {},
  ): Promise<void> {
    const { vaultId } = opened.position;
    const replaced = new Set<string>([...gone, ...wanted.map(({ kind }) => kind)]);
    const old = opened.wraps.filter(({ kind }) => replaced.has(kind));
    const kept = opened.wraps.filter(({ kind }) => !replaced.has(kind));
    const made = await this.#make(opened, wanted);
    await beforeChange(first, () => discardWraps(this.#parts.keyStore, vaultId, made));
    // A commit that failed may yet be found on disk after a power cut, so what it needs in the keychain stays there.
    opened.replaceWraps([...kept, ...made.wraps], made.keks);
    this.#latch.moved();
    await removeLoneItems(this.#parts.keyStore, vaultId, old);
  }

  #make(opened: UnlockedVault, wanted: readonly WantedWrap[]): Promise<MadeWraps> {
    const { vaultId } = opened.position;
    const { vaultKey, version } = opened.keys.current;
    return this.#latch.whileOpen(
      opened,
      () => makeWraps(this.#parts, { vaultId, vaultKey, keyVersion: version }, wanted),
      (undone) => discardWraps(this.#parts.keyStore, vaultId, undone),
    );
  }
}
