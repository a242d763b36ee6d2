// The operating system's cryptographic randomness. It lives here because only this folder may import node:crypto.
import { randomBytes } from 'node:crypto';
import type { Randomness } from '../ports/randomness.ts';

export class SystemRandomness implements Randomness {
  bytes(length: number): Buffer {
    return randomBytes(length);
  }
}
