// The log redactor of the Buildkite agent, re-stated. Read from buildkite/agent: internal/replacer/replacer.go (e37be7c),
// internal/redact/redact.go (1228431). Not modelled: which variables it picks by their names, the prefixes of Buildkite's own
// tokens, and that it streams (the result is the same).
import type { Encoder } from './encoder.ts';
import { withSpansMasked } from './encoder.ts';

/** In bytes; a shorter value is not searched for. */
const shortestValue = 6;

export const buildkiteAgent: Encoder = {
  tool: 'Buildkite',
  mask(text, secrets) {
    const values = secrets.map(({ value }) => value).filter((value) => Buffer.byteLength(value) >= shortestValue);
    return maskedNeedles(text, values);
  },
};

export function maskedNeedles(text: string, values: readonly string[]): string {
  const needles = new Set(values.flatMap((value) => [value, goQuoted(value)]).map(normalised));
  needles.delete('');
  const spans = [...needles].flatMap((needle) => {
    // A line end of the needle stands for any white space, as a terminal and `set -x` change it.
    const pattern = new RegExp(needle.split('\n').map(escaped).join('[\\t\\n\\v\\f\\r ]+'), 'g');
    const found = [];
    for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
      found.push({ start: match.index, end: match.index + match[0].length });
      pattern.lastIndex = match.index + 1;
    }
    return found;
  });
  return withSpansMasked(text, spans, '[REDACTED]', false);
}

/** Each line without the white space at its ends, empty ones left out. */
function normalised(needle: string): string {
  const lines = needle.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '').join('\n');
}

const goShort = new Map([
  ['\x07', '\\a'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\v', '\\v'],
  ['\\', '\\\\'],
  ['"', '\\"'],
]);

/** Go's strconv.Quote without the quotes; what Unicode calls unprintable beyond ASCII stays as it is here. */
function goQuoted(value: string): string {
  return value.replace(
    /[\x00-\x1f\x7f"\\]/g,
    (character) => goShort.get(character) ?? `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
