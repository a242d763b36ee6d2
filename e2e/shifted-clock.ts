// The system's clock with a lever: a test can let minutes pass at once, or none at all. Only e2e/main.ts builds it.
import type { Clock } from '../app/core/ports/clock.ts';

interface Timer {
  readonly at: number;
  readonly fire: () => void;
}

export class ShiftedClock implements Clock {
  #shift = 0;
  /** Where it stands still; null: it goes. */
  #heldAt: number | null = null;
  /** undefined: it waits for time to pass. */
  readonly #timers = new Map<Timer, NodeJS.Timeout | undefined>();

  now(): number {
    return (this.#heldAt ?? Date.now()) + this.#shift;
  }

  after(ms: number, fire: () => void): () => void {
    const timer = { at: this.now() + ms, fire };
    this.#set(timer);
    return () => this.#clear(timer);
  }

  /** Moves time on; what is due fires at once, in order. */
  pass(ms: number): void {
    this.#shift += ms;
    this.#setAnew();
  }

  /** Stands still from now on, but for `pass`; or catches up and goes on. */
  hold(on: boolean): void {
    this.#heldAt = on ? (this.#heldAt ?? Date.now()) : null;
    this.#setAnew();
  }

  #setAnew(): void {
    const timers = [...this.#timers.keys()].sort((a, b) => a.at - b.at);
    for (const timer of timers) if (this.#clear(timer)) this.#set(timer);
  }

  #set(timer: Timer): void {
    const wait = timer.at - this.now();
    // What is due is due, held or not.
    if (this.#heldAt !== null && wait > 0) {
      this.#timers.set(timer, undefined);
      return;
    }
    const fire = (): void => {
      if (this.#clear(timer)) timer.fire();
    };
    // Longer waits overflow to 1 ms in Node.
    this.#timers.set(timer, setTimeout(fire, Math.min(Math.max(wait, 0), 2 ** 31 - 1)));
  }

  #clear(timer: Timer): boolean {
    clearTimeout(this.#timers.get(timer));
    return this.#timers.delete(timer);
  }
}
