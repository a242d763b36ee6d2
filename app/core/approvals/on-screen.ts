// SECURITY P9: which questions have been before the person's eyes for long enough that an answer counts.
import { armedAfterMs } from '../../contract/approval.ts';
import type { RequestId } from '../../contract/vocabulary.ts';
import type { Clock } from '../ports/clock.ts';

export class OnScreen {
  readonly #clock: Clock;
  readonly #drawn = new Map<RequestId, { readonly since: number; readonly hidden: AbortSignal }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** It can be seen, until `hidden` aborts. Drawn again meanwhile, it goes on counting from the first time. */
  drawn(id: RequestId, hidden: AbortSignal): void {
    if (this.#drawn.get(id)?.hidden.aborted !== false) this.#drawn.set(id, { since: this.#clock.now(), hidden });
  }

  /** Whether it can be seen, and could be for `armedAfterMs` without a break. */
  isArmed(id: RequestId): boolean {
    const drawn = this.#drawn.get(id);
    return drawn?.hidden.aborted === false && this.#clock.now() - drawn.since >= armedAfterMs;
  }

  forget(id: RequestId): void {
    this.#drawn.delete(id);
  }

  forgetAll(): void {
    this.#drawn.clear();
  }
}
