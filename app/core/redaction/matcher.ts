// What a stream is searched for: the references to all values, in two views.
import type { SecretName } from '../../contract/vocabulary.ts';
import { type References, referencesOf } from './forms.ts';
import { buildReferenceTable, type ReferenceTable } from './reference-table.ts';

export interface SecretValue {
  readonly name: SecretName;
  readonly value: string;
}

/** Plain values and typed arrays: it can be made in one thread and used in another. */
export interface Matcher {
  /** By the number that a reference has for its owner. */
  readonly names: readonly SecretName[];
  /** The bytes as they come. */
  readonly text: ReferenceTable;
  /** Their letters and digits alone, in lower case. */
  readonly skeleton: ReferenceTable;
}

/** Blocking: about a millisecond for each secret. Of two secrets with the same value the first one is named. */
export function buildMatcher(values: readonly SecretValue[]): Matcher {
  const tables = buildTables(
    values.map(({ value }) => value),
    new Map(),
  );
  return { names: values.map(({ name }) => name), ...tables };
}

/**
 * A matcher but for the names. `known` holds the references of values that were in one before, which is most of the work, and
 * after it those of these values alone.
 */
export function buildTables(values: readonly string[], known: Map<string, References>): Omit<Matcher, 'names'> {
  const references = values.map((value) => known.get(value) ?? referencesOf(value));
  known.clear();
  for (const [i, own] of references.entries()) known.set(values[i] ?? '', own);
  return {
    text: buildReferenceTable(references.map(({ text }) => text)),
    skeleton: buildReferenceTable(references.map(({ skeleton }) => skeleton)),
  };
}

/** The memory of the tables, to be handed to another thread without a copy. */
export function buffersOf({ text, skeleton }: Omit<Matcher, 'names'>): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  for (const table of [text, skeleton]) {
    for (const part of [table, table.long, table.short]) {
      for (const field of Object.values(part)) if (field?.buffer instanceof ArrayBuffer) buffers.add(field.buffer);
    }
  }
  return [...buffers];
}
