// How long an unlocked session lasts, and what makes it last longer: the person's acts and approved runs, never an agent's asking.
import { BrokerError } from '../../contract/fault.ts';
import type { Settings } from '../../contract/settings.ts';
import type { Listeners } from '../listeners.ts';
import type { Clock } from '../ports/clock.ts';
import type { Idleness } from '../ports/idleness.ts';

/** No session lasts longer, used or not, whatever runs. */
export const longestSessionMs = 24 * 3_600_000;
/** A lock for want of use waits so long for what runs. */
export const patienceMs = 10 * 60_000;

/** The system counts idle time in whole seconds. */
const idleStepMs = 1000;
const hourMs = 3_600_000;
const minuteMs = 60_000;

/** `unused`: nobody used it for the hours that are set · `idle`: nobody touched the computer · `day`: 24 hours are over. */
export type EndOfLife = 'unused' | 'idle' | 'day';

export interface SessionLifeParts {
  readonly settings: { readonly current: Settings; readonly changed: Listeners };
  readonly idleness: Idleness;
  /** Commands that run now; `changed` tells when that may be another number. */
  readonly running: { count(): number; readonly changed: Listeners };
  readonly clock: Clock;
}

export class SessionLife {
  readonly #parts: SessionLifeParts;
  /** null: no session. */
  #end: ((why: EndOfLife) => void) | null = null;
  #begunAt = 0;
  #usedAt = 0;
  /** The person's last act in Postern's own windows. */
  #seenAt = 0;
  #shortenedTo = Infinity;
  #extendedTo = 0;
  /** Since when it would have ended but for what runs; null: it is not time yet. */
  #dueSince: number | null = null;
  #stopTimer: () => void = () => {};
  #stopHearing: () => void = () => {};

  constructor(parts: SessionLifeParts) {
    this.#parts = parts;
  }

  /** When the session ends at the latest if nobody uses it; null: there is none. */
  get endsAt(): number | null {
    if (this.#end === null) return null;
    return Math.min(this.#dueSince === null ? this.#unusedAt : this.#dueSince + patienceMs, this.#dayOverAt);
  }

  /** At unlock. `end` is called once, when it is time to lock. */
  begin(end: (why: EndOfLife) => void): void {
    this.stop();
    const { settings, running, clock } = this.#parts;
    this.#end = end;
    this.#begunAt = clock.now();
    this.#extendedTo = 0;
    const look = (): void => this.#look();
    const stopSettings = settings.changed.add(look);
    const stopRunning = running.changed.add(() => {
      if (this.#dueSince !== null) this.#look();
    });
    this.#stopHearing = () => {
      stopSettings();
      stopRunning();
    };
    this.touch('person');
  }

  /** At a lock. Idempotent. */
  stop(): void {
    this.#end = null;
    this.#dueSince = null;
    this.#stopTimer();
    this.#stopHearing();
  }

  /** The person did something, or a run was approved: it lasts anew. */
  touch(by: 'person' | 'run'): void {
    this.#usedAt = this.#parts.clock.now();
    if (by === 'person') this.#seenAt = this.#usedAt;
    this.#shortenedTo = Infinity;
    this.#look();
  }

  /** Unless it is used, it ends in `ms` or earlier; never later than it would. @throws BrokerError bad_request */
  shorten(ms: number): void {
    if (!(ms >= 0)) throw new BrokerError('bad_request');
    this.#shortenedTo = Math.min(this.#shortenedTo, this.#parts.clock.now() + ms);
    this.#look();
  }

  /** Unused it lasts so long from now, but for the day's end; what was shortened before counts no more. Never less than it would. */
  extend(ms: number): void {
    this.#extendedTo = Math.max(this.#extendedTo, this.#parts.clock.now() + ms);
    this.#shortenedTo = Infinity;
    this.#look();
  }

  get #unusedAt(): number {
    const { sessionHours } = this.#parts.settings.current;
    return Math.min(Math.max(this.#usedAt + sessionHours * hourMs, this.#extendedTo), this.#shortenedTo);
  }

  get #dayOverAt(): number {
    return this.#begunAt + longestSessionMs;
  }

  /** Ends the session when it is time, or looks again when it may be. */
  #look(): void {
    if (this.#end === null) return;
    const next = this.#next();
    this.#stopTimer();
    if (typeof next === 'number') this.#stopTimer = this.#parts.clock.after(next, () => this.#look());
    else this.#finish(this.#end, next);
  }

  /** Why it ends now, or in how many milliseconds it may. */
  #next(): EndOfLife | number {
    const now = this.#parts.clock.now();
    if (now >= this.#dayOverAt) return 'day';
    const idleLeft = this.#idleLeft();
    const why = now >= this.#unusedAt ? 'unused' : idleLeft <= 0 ? 'idle' : null;
    if (why === null) {
      this.#dueSince = null;
      return Math.min(this.#unusedAt - now, Math.max(idleLeft, idleStepMs), this.#dayOverAt - now);
    }
    this.#dueSince ??= now;
    const patienceOverAt = this.#dueSince + patienceMs;
    if (this.#parts.running.count() === 0 || now >= patienceOverAt) return why;
    return Math.min(patienceOverAt, this.#dayOverAt) - now;
  }

  /**
   * Idle time only grows until somebody comes back, so nothing happens before this. What the person just did here counts
   * even where the system has not noticed.
   */
  #idleLeft(): number {
    const { settings, idleness, clock } = this.#parts;
    const { idleMinutes } = settings.current;
    if (idleMinutes === null) return Infinity;
    return idleMinutes * minuteMs - Math.min(idleness.idleMs(), clock.now() - this.#seenAt);
  }

  #finish(end: (why: EndOfLife) => void, why: EndOfLife): void {
    this.stop();
    end(why);
  }
}
