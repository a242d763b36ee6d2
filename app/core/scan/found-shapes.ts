// Which secret-shaped texts a scan of files found where, each under a hash whose key dies with them: so that one can be read again
// later, and nothing else in its place. It holds no text.
import type { ShapePlace } from '../../contract/health.ts';
import { freshKeyedHash, type KeyedHash } from '../crypto/keyed-hash.ts';
import type { Randomness } from '../ports/randomness.ts';

export class FoundShapes {
  readonly #hash: KeyedHash;
  readonly #marks = new Map<string, string>();

  constructor(randomness: Randomness) {
    this.#hash = freshKeyedHash(randomness);
  }

  add(place: ShapePlace, text: Uint8Array): void {
    this.#marks.set(keyOf(place), this.#markFor(place, text));
  }

  /** The same for the same text wherever it lies; null: nothing was found there. */
  markAt(place: ShapePlace): string | null {
    return this.#marks.get(keyOf(place)) ?? null;
  }

  /** Whether this is what was found there. */
  isThere(place: ShapePlace, text: Uint8Array): boolean {
    return this.#marks.get(keyOf(place)) === this.#markFor(place, text);
  }

  /** Nothing was found anywhere. */
  forget(): void {
    this.#hash.forget();
    this.#marks.clear();
  }

  #markFor({ rule }: ShapePlace, text: Uint8Array): string {
    return `${rule} ${this.#hash.of(text).toString('hex')}`;
  }
}

function keyOf({ path, line, rule }: ShapePlace): string {
  return JSON.stringify([path, line, rule]);
}
