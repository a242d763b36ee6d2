// Cryptographic randomness, handed to the core so that vectors can fix it.

export interface Randomness {
  /** `length` fresh random bytes. */
  bytes(length: number): Buffer;
}
