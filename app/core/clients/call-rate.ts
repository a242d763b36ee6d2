// How often a client may call: a bucket of tokens for each, which fills at an even pace. Pure but for the clock.
import type { ClientLimits } from '../../contract/client.ts';
import type { Clock } from '../ports/clock.ts';

interface Bucket {
  readonly tokens: number;
  readonly at: number;
  /** From then on it is full, and need not be kept. */
  readonly fullAt: number;
}

/** More are never kept: whoever makes up names gets the longest kept one of them forgotten. */
const mostBuckets = 1024;

export class CallRate {
  readonly #clock: Clock;
  readonly #buckets = new Map<string, Bucket>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes one call of `owner`. 0: it may go; otherwise the milliseconds until the next one may, and nothing is taken. */
  take(owner: string, { callsPerMinute, burst }: Pick<ClientLimits, 'callsPerMinute' | 'burst'>): number {
    const now = this.#clock.now();
    const perMs = callsPerMinute / 60_000;
    const before = this.#buckets.get(owner);
    // A clock that was set back fills nothing and empties nothing.
    const filled = before === undefined ? burst : before.tokens + Math.max(0, now - before.at) * perMs;
    const held = Math.min(burst, filled);
    const tokens = held >= 1 ? held - 1 : held;
    this.#buckets.delete(owner);
    this.#buckets.set(owner, { tokens, at: now, fullAt: now + (burst - tokens) / perMs });
    this.#forget(now);
    return held >= 1 ? 0 : Math.max(1, Math.ceil((1 - held) / perMs));
  }

  #forget(now: number): void {
    if (this.#buckets.size <= mostBuckets) return;
    for (const [owner, { fullAt }] of this.#buckets) if (fullAt <= now) this.#buckets.delete(owner);
    for (const owner of this.#buckets.keys()) {
      if (this.#buckets.size <= mostBuckets) return;
      this.#buckets.delete(owner);
    }
  }
}
