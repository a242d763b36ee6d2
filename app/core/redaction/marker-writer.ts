// Writes decided pieces as bytes: text as it is, one marker per group. Markers are made here, last, so nothing searches them.
import type { SecretName } from '../../contract/vocabulary.ts';
import { marker } from './markers.ts';
import type { Group, Piece } from './span-merger.ts';

export interface MarkerWriter {
  /** Fresh bytes, never a view of the pieces. */
  write(pieces: readonly Piece[]): Uint8Array;
  /** How many markers were written per secret. */
  counts(): ReadonlyMap<SecretName, number>;
}

export function createMarkerWriter(): MarkerWriter {
  const counts = new Map<SecretName, number>();
  let last: Group | null = null;

  return {
    write(pieces) {
      const parts: Uint8Array[] = [];
      for (const { bytes, group } of pieces) {
        if (group === null) parts.push(bytes);
        else if (group !== last) {
          parts.push(Buffer.from(marker(group.name)));
          counts.set(group.name, (counts.get(group.name) ?? 0) + 1);
        }
        last = group;
      }
      return Buffer.concat(parts);
    },
    counts: () => new Map(counts),
  };
}
