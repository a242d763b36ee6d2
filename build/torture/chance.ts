// Chance that can be repeated: the same seed gives the same choices.
import { sha256 } from '../../app/core/crypto/digest.ts';

export class Chance {
  readonly #seed: string;
  #drawn = 0;

  constructor(seed: string) {
    this.#seed = seed;
  }

  /** 0 ≤ n < 1. */
  part(): number {
    this.#drawn += 1;
    return sha256(`${this.#seed} ${this.#drawn}`).readUInt32BE(0) / 2 ** 32;
  }

  /** 0 ≤ n < `limit`, whole. */
  below(limit: number): number {
    return Math.floor(this.part() * limit);
  }

  /** null: nothing to pick from. */
  pick<T>(from: readonly T[]): T | null {
    return from[this.below(from.length)] ?? null;
  }

  /** Letters and digits. */
  text(length: number): string {
    let text = '';
    while (text.length < length) {
      this.#drawn += 1;
      text += sha256(`${this.#seed} ${this.#drawn}`).toString('base64url').replaceAll(/[-_]/g, 'x');
    }
    return text.slice(0, length);
  }
}
