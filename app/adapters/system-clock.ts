// The system's time and timers, as the core sees them.
import type { Clock } from '../core/ports/clock.ts';

export class SystemClock implements Clock {
  now(): number {
    return Date.now();
  }

  /** `ms` up to 24 days, as setTimeout takes it. A waiting timer does not keep the process alive. */
  after(ms: number, fire: () => void): () => void {
    const timer = setTimeout(fire, ms);
    timer.unref();
    return () => clearTimeout(timer);
  }
}
