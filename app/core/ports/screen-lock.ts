// Tells when the person's screen is locked or goes dark, where the desktop says so.

export interface ScreenLock {
  /** Calls `onLocked` from now on, maybe more than once for the same lock. `display`: it only went dark. Never throws. */
  start(onLocked: (why: 'screen' | 'display') => void): void;
  /** Idempotent. */
  stop(): void;
}
