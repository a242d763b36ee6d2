// Gives way to everything that waits in the event loop: sockets, windows, timers.
import { setImmediate } from 'node:timers/promises';

/** Resolves after one turn of the event loop. */
export async function eventLoopPause(): Promise<void> {
  await setImmediate();
}
