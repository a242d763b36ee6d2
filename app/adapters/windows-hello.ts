// Windows Hello: it says that the person is here, and releases no key. The one importer of passport-desktop, which may be
// missing. Written from its documentation; no test of this project runs on Windows.
import { z } from 'zod';
import type { Presence, PresenceAnswer } from '../core/ports/presence.ts';

/** What is used of the library. */
interface Passport {
  available(): boolean;
  requestVerification(message: string): Promise<unknown>;
}

/** UserConsentVerificationResult of Windows. All else means that there was nothing to ask with. */
const answers: Readonly<Record<number, PresenceAnswer>> = {
  0: 'confirmed',
  5: 'refused',
  6: 'refused',
};

export class WindowsHello implements Presence {
  readonly #load: () => Promise<unknown>;

  /** @param load - gives the module passport-desktop; another one only in tests */
  constructor(load: () => Promise<unknown>) {
    this.#load = load;
  }

  async available(): Promise<boolean> {
    try {
      return (await this.#passport()).available() === true;
    } catch {
      return false;
    }
  }

  /** The system's dialog cannot be taken back: an abort no longer waits for it. */
  async confirm(reason: string, signal: AbortSignal): Promise<PresenceAnswer> {
    const aborted = new Promise<'refused'>((resolve) => {
      if (signal.aborted) resolve('refused');
      signal.addEventListener('abort', () => resolve('refused'), { once: true });
    });
    return signal.aborted ? aborted : Promise.race([this.#ask(reason), aborted]);
  }

  async #ask(reason: string): Promise<PresenceAnswer> {
    try {
      const passport = await this.#passport();
      if (passport.available() !== true) return 'unavailable';
      const result = await passport.requestVerification(`Postern wants to ${reason}.`);
      return typeof result === 'number' ? (answers[result] ?? 'unavailable') : 'unavailable';
    } catch {
      return 'unavailable';
    }
  }

  async #passport(): Promise<Passport> {
    const loaded = await this.#load();
    return (Exports.safeParse(loaded).data ?? z.object({ default: Exports }).parse(loaded).default).Passport;
  }
}

/** Loads the library. @throws Error where it is not installed */
export function loadPassport(): Promise<unknown> {
  return import('passport-desktop');
}

const Exports = z.object({
  Passport: z.custom<Passport>((value) => typeof value === 'function' || (typeof value === 'object' && value !== null)),
});
