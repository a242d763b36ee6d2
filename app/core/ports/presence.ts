// Asks the system whether the person is here: a fingerprint, a face, or the account's password. It releases no key.

/** `unavailable`: this computer cannot ask, so the passphrase stands in. `refused`: it asked, and the answer was no. */
export type PresenceAnswer = 'confirmed' | 'refused' | 'unavailable';

export interface Presence {
  /** Whether `confirm` could ask at all, as far as can be told without asking. Never throws. */
  available(): Promise<boolean>;
  /**
   * Asks the person. `reason` is what for, in constant words that go on from "Postern wants to", where the system's own dialog
   * shows it. Never throws: what goes wrong is `unavailable`, and an abort is `refused`.
   */
  confirm(reason: string, signal: AbortSignal): Promise<PresenceAnswer>;
}
