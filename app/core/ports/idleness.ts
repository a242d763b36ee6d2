// How long nobody has touched the computer: keyboard and pointer of the whole desktop, not of Postern alone.

export interface Idleness {
  /** Milliseconds since the last touch. 0 where the system cannot say. */
  idleMs(): number;
}
