// Slows down guessing: after the third wrong try in a row each further one costs a growing wait. Kept in memory only.
import { BrokerError } from '../../contract/fault.ts';
import type { Clock } from '../ports/clock.ts';

const freeTries = 3;
const firstWaitMs = 2_000;
const longestWaitMs = 300_000;

export class Attempts {
  readonly #clock: Clock;
  #wrong = 0;
  #lastWrongAt = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** When the next try is allowed, in milliseconds since 1970; null: now. */
  get retryAt(): number | null {
    if (this.#wrong <= freeTries) return null;
    const waited = this.#clock.now() - this.#lastWrongAt;
    const waitMs = Math.min(firstWaitMs * 2 ** (this.#wrong - freeTries - 1), longestWaitMs);
    // A clock that was set back must not lock the person out for as long as it was set back.
    return waited >= 0 && waited < waitMs ? this.#lastWrongAt + waitMs : null;
  }

  /**
   * Runs `prove` unless the wait is still on. One of the faults `wrong_passphrase` and `wrong_recovery_code` counts as a wrong
   * try, any other outcome than a fault as a right one.
   * @throws BrokerError unlock_too_soon, without running `prove`; and what it throws
   */
  async count<T>(prove: () => Promise<T>): Promise<T> {
    if (this.retryAt !== null) throw new BrokerError('unlock_too_soon');
    try {
      const proof = await prove();
      this.#wrong = 0;
      return proof;
    } catch (thrown) {
      if (isWrong(thrown)) {
        this.#wrong += 1;
        this.#lastWrongAt = this.#clock.now();
      }
      throw thrown;
    }
  }
}

/** Whether the person brought the wrong thing, and not something else went wrong. */
export function isWrong(thrown: unknown): boolean {
  return thrown instanceof BrokerError && ['wrong_passphrase', 'wrong_recovery_code'].includes(thrown.code);
}
