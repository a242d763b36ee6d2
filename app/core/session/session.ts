// The time between unlock and lock: opens the vault and the audit log together, and closes everything together.
import type { SessionView } from '../../contract/broker.ts';
import { BrokerError, faultCodeOf } from '../../contract/fault.ts';
import type { VaultState } from '../../contract/vocabulary.ts';
import { Listeners } from '../listeners.ts';
import type { Clock } from '../ports/clock.ts';
import type { Opener } from '../vault/vault-openers.ts';
import type { EndOfLife, SessionLife } from './session-life.ts';

/** `EndOfLife` waited for what runs; all others lock at once. */
export type LockReason = EndOfLife | 'person' | 'agent' | 'suspend' | 'screen' | 'display' | 'quit';

/** The vault as the session sees it. */
export interface SessionVault {
  readonly state: VaultState;
  create(passphrase: Buffer, options: { readonly keychain: boolean }): Promise<void>;
  unlockWith(opener: Opener, options: { readonly acceptRollback: boolean }): Promise<void>;
  lock(): void;
}

/** What follows the vault through unlock and lock, in this order; locked in reverse. */
export interface SessionPart {
  /** @throws BrokerError when it cannot open; the session then locks again */
  unlocked(how: 'created' | 'unlocked'): void;
  /** Never throws. */
  locked(why: LockReason): void;
}

export interface Knock {
  readonly clientName: string;
  readonly at: number;
}

export class Session {
  /** Told after every unlock, lock and knock. */
  readonly changed = new Listeners();
  readonly #vault: SessionVault;
  readonly #parts: readonly SessionPart[];
  readonly #life: SessionLife;
  readonly #clock: Clock;
  readonly #knocks = new Set<Knock>();
  #busy = false;
  #unlocks = 0;

  constructor(vault: SessionVault, parts: readonly SessionPart[], life: SessionLife, clock: Clock) {
    this.#vault = vault;
    this.#parts = parts;
    this.#life = life;
    this.#clock = clock;
  }

  get state(): VaultState {
    return this.#vault.state;
  }

  /** How often it was unlocked: tells one session from the next. */
  get unlocks(): number {
    return this.#unlocks;
  }

  /** Requests that wait for the unlock. */
  get knocks(): readonly Knock[] {
    return [...this.#knocks];
  }

  view(secretCount: number | null, waiting: number): SessionView {
    return { state: this.state, locksAt: this.#life.endsAt, secretCount, waiting };
  }

  /** @throws BrokerError passphrase_too_weak, vault_exists and the vault's own */
  create(passphrase: Buffer, options: { readonly keychain: boolean }): Promise<void> {
    return this.#opening('created', () => this.#vault.create(passphrase, options));
  }

  /** @throws BrokerError wrong_passphrase and the vault's own */
  unlock(opener: Opener, options: { readonly acceptRollback: boolean }): Promise<void> {
    return this.#opening('unlocked', () => this.#vault.unlockWith(opener, options));
  }

  /** SECURITY P4: everything closes, in reverse order, whatever one part says. Locked already: nothing happens. */
  lock(why: LockReason): void {
    if (this.state !== 'unlocked') return;
    this.#life.stop();
    for (const part of this.#parts.toReversed()) part.locked(why);
    this.#vault.lock();
    this.changed.notify();
  }

  /**
   * It is used: an act of the person, or a run that was approved, by them or by what they allowed before. SECURITY P9: nothing
   * else that an agent does counts. Locked: nothing happens.
   */
  touch(by: 'person' | 'run'): void {
    this.#life.touch(by);
  }

  /**
   * Unless it is used, it locks in `ms` or earlier; never later than it would. This an agent may do. Locked: nothing happens.
   * @throws BrokerError bad_request for less than 0
   */
  shorten(ms: number): void {
    this.#life.shorten(ms);
    this.changed.notify();
  }

  /**
   * SECURITY P9: only after the person said yes. Unused it lasts so long from now, and a day after the unlock at most.
   * @returns when it ends now, in epoch ms
   * @throws BrokerError locked
   */
  extend(ms: number): number {
    this.#life.extend(ms);
    const { endsAt } = this.#life;
    if (endsAt === null) throw new BrokerError('locked');
    this.changed.notify();
    return endsAt;
  }

  /**
   * Resolves once unlocked, when `ms` have passed, or when the signal aborts; until then the request counts as a knock.
   * @throws BrokerError no_vault
   */
  async whenUnlocked(
    clientName: string,
    signal: AbortSignal,
    ms: number,
  ): Promise<'unlocked' | 'expired' | 'withdrawn'> {
    if (this.state === 'empty') throw new BrokerError('no_vault');
    if (signal.aborted) return 'withdrawn';
    if (this.state === 'unlocked') return 'unlocked';
    const knock: Knock = { clientName, at: this.#clock.now() };
    const settled = Promise.withResolvers<'unlocked' | 'expired' | 'withdrawn'>();
    const stopTimer = this.#clock.after(ms, () => settled.resolve('expired'));
    const withdraw = (): void => settled.resolve('withdrawn');
    signal.addEventListener('abort', withdraw, { once: true });
    const stopListening = this.changed.add(() => {
      if (this.state === 'unlocked') settled.resolve('unlocked');
    });
    this.#knocks.add(knock);
    this.changed.notify();
    try {
      return await settled.promise;
    } finally {
      stopTimer();
      stopListening();
      signal.removeEventListener('abort', withdraw);
      this.#knocks.delete(knock);
      this.changed.notify();
    }
  }

  async #opening(how: 'created' | 'unlocked', open: () => Promise<void>): Promise<void> {
    if (this.#busy) throw new BrokerError('vault_in_use');
    this.#busy = true;
    try {
      await open();
      this.#openParts(how);
    } finally {
      this.#busy = false;
    }
    this.#unlocks += 1;
    this.#life.begin((why) => this.lock(why));
    this.changed.notify();
  }

  #openParts(how: 'created' | 'unlocked'): void {
    try {
      for (const part of this.#parts) part.unlocked(how);
    } catch (cause) {
      for (const part of this.#parts.toReversed()) part.locked('person');
      this.#vault.lock();
      throw new BrokerError(faultCodeOf(cause), { cause });
    }
  }
}
