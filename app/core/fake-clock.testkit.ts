// For tests only: time that stands still until it is passed, and then goes from timer to timer.
import type { Clock } from './ports/clock.ts';

export class FakeClock implements Clock {
  #now = 1_700_000_000_000;
  readonly #timers = new Set<{ readonly at: number; readonly ms: number; readonly fire: () => void }>();

  now(): number {
    return this.#now;
  }

  after(ms: number, fire: () => void): () => void {
    const timer = { at: this.#now + ms, ms, fire };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  /** Whether somebody waits for something that was to come after exactly `ms`. */
  awaits(ms: number): boolean {
    return [...this.#timers].some((timer) => timer.ms === ms);
  }

  /** Fires what is due on the way, also what is set on the way, each at its own time. */
  pass(ms: number): void {
    const end = this.#now + ms;
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.fire();
    }
    this.#now = end;
  }

  #next(end: number) {
    return [...this.#timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
  }
}
