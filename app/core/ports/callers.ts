// Who is behind a connection, as the kernel reports it.
import type { CallerProcess } from '../../contract/run.ts';

export interface Callers {
  /** The process `pid` and its parents, nearest first, without process 1. Empty when it cannot be looked up. */
  chainOf(pid: number): Promise<readonly CallerProcess[]>;
}
