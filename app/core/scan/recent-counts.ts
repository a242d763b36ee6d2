// How often something happened of late, for each key. It forgets what is old, so it holds no more keys than were there lately.
import type { Clock } from '../ports/clock.ts';

export class RecentCounts<K> {
  readonly #clock: Clock;
  readonly #windowMs: number;
  readonly #times = new Map<K, number[]>();

  /** Counts what happened within `windowMs` before now. */
  constructor(clock: Clock, windowMs: number) {
    this.#clock = clock;
    this.#windowMs = windowMs;
  }

  /** One more. @returns how many there are with it */
  add(key: K): number {
    const now = this.#clock.now();
    for (const [each, times] of this.#times) {
      const recent = times.filter((at) => now - at < this.#windowMs);
      if (recent.length === 0) this.#times.delete(each);
      else this.#times.set(each, recent);
    }
    const times = [...(this.#times.get(key) ?? []), now];
    this.#times.set(key, times);
    return times.length;
  }

  forget(key: K): void {
    this.#times.delete(key);
  }
}
