// Writes text with markers in the place of finds. Finds that overlap become one marker, whichever secrets they belong to; finds
// that only touch stay two. Markers are made here, last, so nothing searches them.
import type { SecretName } from '../../contract/vocabulary.ts';
import { marker } from './markers.ts';
import { namingLength } from './run-finder.ts';

/** Bytes that are a secret's, as positions in the stream. */
export interface Find {
  readonly start: number;
  /** So far, when it may still grow. */
  readonly end: number;
  /** Number of the secret. */
  readonly owner: number;
}

/** What is handed out for bytes that are nobody's, and which begin at that position of the stream; right before a marker for none. */
export type PlainText = (bytes: Uint8Array, from: number) => Uint8Array;

const none = Buffer.alloc(0);

const asItIs: PlainText = (bytes) => bytes;

export class FindMerger {
  readonly #names: readonly SecretName[];
  readonly #counts = new Map<SecretName, number>();

  constructor(names: readonly SecretName[]) {
    this.#names = names;
  }

  /**
   * Fresh bytes for the stream's next ones, from position `from` on, all of which are decided. A find that begins before them
   * belongs to a marker that was written. Of those that begin together the longest names the marker (64 bytes count), of
   * equal ones the first secret.
   */
  write(bytes: Uint8Array, from: number, finds: readonly Find[], plain: PlainText = asItIs): Uint8Array {
    const to = from + bytes.length;
    const parts: Uint8Array[] = [];
    let covered = from;
    for (const { start, end, owner } of finds.toSorted(inOrder)) {
      if (start >= to || end <= covered) continue;
      if (start >= covered) {
        parts.push(
          plain(bytes.subarray(covered - from, start - from), covered),
          plain(none, start),
          this.#marker(owner),
        );
      }
      covered = Math.min(end, to);
    }
    parts.push(plain(bytes.subarray(covered - from), covered));
    return Buffer.concat(parts);
  }

  /** How many markers were written per secret. */
  counts(): ReadonlyMap<SecretName, number> {
    return new Map(this.#counts);
  }

  #marker(owner: number): Uint8Array {
    const name = this.#names[owner];
    if (name === undefined) throw new RangeError('no such secret');
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
    return Buffer.from(marker(name));
  }
}

function inOrder(a: Find, b: Find): number {
  return a.start - b.start || counted(b) - counted(a) || a.owner - b.owner;
}

function counted({ start, end }: Find): number {
  return Math.min(end - start, namingLength);
}
