// Overwriting of key and secret bytes. Only Buffers can be wiped: a JavaScript string stays until it is collected.

/** Fills each buffer with zeros, in place. */
export function wipe(...buffers: readonly Uint8Array[]): void {
  for (const buffer of buffers) buffer.fill(0);
}
