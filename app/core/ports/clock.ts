// Time as the core sees it. The system clock and the tests' fake clock implement it.

export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /** Calls `fire` once after `ms`. The returned function cancels it and may be called any number of times. */
  after(ms: number, fire: () => void): () => void;
}
