// What stands in the text where a value stood: the secret's name, never the value's length or any character of it.
import type { SecretName } from '../../contract/vocabulary.ts';

const opening = '[REDACTED:';
const longestName = 128;

/** Length in bytes (and characters: a marker is ASCII) of the longest marker there can be. */
export const longestMarker = opening.length + longestName + 1;

export function marker(name: SecretName): string {
  return `${opening}${name}]`;
}

/** All well-formed markers in a text; a fresh expression each time, because a global one keeps its place. */
export function markerPattern(): RegExp {
  return /\[REDACTED:[A-Za-z0-9][A-Za-z0-9._/-]{0,127}\]/g;
}

/**
 * Whether a text carries a marker, so that a command into which an agent pasted one can be refused. A pattern that only
 * looks for markers, such as `\[REDACTED:.*\]`, is none.
 */
export function containsMarker(text: string): boolean {
  return markerPattern().test(text);
}
