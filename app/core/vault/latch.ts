// What stands between locked and unlocked: at most one unlocked vault, one key operation at a time, and the wait after wrong
// tries. Locked means that it holds no key, save the one that the person chose to keep for quick unlock.
import { BrokerError } from '../../contract/fault.ts';
import { wipe } from '../crypto/wipe.ts';
import type { Clock } from '../ports/clock.ts';
import type { Anchor } from './anchor.ts';
import { Attempts } from './attempts.ts';
import type { Kek } from './key-wrap.ts';
import type { UnlockedVault } from './unlocked-vault.ts';
import { isProof, type Opener } from './vault-openers.ts';
import { usesKeychain } from './wrap-list.ts';

export class Latch {
  readonly #anchor: Anchor;
  readonly #attempts: Attempts;
  #unlocked: UnlockedVault | null = null;
  #quick: Kek | null = null;
  /** Counts calls of `shut`, so that an unlock under way gives up. */
  #locks = 0;
  #busy: Promise<unknown> = Promise.resolve();

  constructor(anchor: Anchor, clock: Clock) {
    this.#anchor = anchor;
    this.#attempts = new Attempts(clock);
  }

  get isOpen(): boolean {
    return this.#unlocked !== null;
  }

  /** What quick unlock opens with; it stays this object's own. */
  get quick(): Kek | null {
    return this.#quick;
  }

  get locks(): number {
    return this.#locks;
  }

  get retryAt(): number | null {
    return this.#attempts.retryAt;
  }

  /** @throws BrokerError locked */
  opened(): UnlockedVault {
    if (this.#unlocked === null) throw new BrokerError('locked');
    return this.#unlocked;
  }

  /** SECURITY P4: a lock that came while we were opening, when `locks` were counted, wins. @throws BrokerError locked */
  enter(opened: UnlockedVault, locks: number): void {
    if (this.#locks !== locks) {
      opened.wipe();
      throw new BrokerError('locked');
    }
    this.#unlocked = opened;
    this.forgetQuick();
  }

  /** SECURITY P4: every key is zeroed when this returns, save the one KEK that `keepQuick` asks for. */
  shut(keepQuick: boolean): void {
    this.#locks += 1;
    if (!keepQuick) this.forgetQuick();
    if (this.#unlocked === null) return;
    if (keepQuick) this.#quick = this.#unlocked.takeKek();
    this.#unlocked.wipe();
    this.#unlocked = null;
    void this.#anchor.flush();
  }

  forgetQuick(): void {
    if (this.#quick !== null) wipe(this.#quick.key);
    this.#quick = null;
  }

  /**
   * What `make` makes while this very vault stays open; otherwise it is undone. SECURITY P4: what was made of the keys of a vault
   * that was locked meanwhile may be made of zeros.
   * @throws BrokerError locked, and what `make` throws
   */
  async whileOpen<T>(opened: UnlockedVault, make: () => Promise<T>, undo: (made: T) => Promise<void>): Promise<T> {
    const made = await make();
    if (this.#unlocked === opened) return made;
    await undo(made);
    throw new BrokerError('locked');
  }

  /** The open vault was written: its anchor follows. A vault without a keychain has none. */
  moved(): void {
    const { wraps, position } = this.opened();
    if (usesKeychain(wraps)) this.#anchor.follow(position);
  }

  /** Counts what a person can guess at. @throws BrokerError unlock_too_soon, and what `prove` throws */
  proving<T>(opener: Opener, prove: () => Promise<T>): Promise<T> {
    return isProof(opener) ? this.#attempts.count(prove) : prove();
  }

  /** Two key operations at once would race for the file, the keychain's prompt and the count of wrong tries. */
  oneAtATime<T>(work: () => Promise<T>): Promise<T> {
    const run = this.#busy.then(work);
    this.#busy = run.catch(() => undefined);
    return run;
  }
}
