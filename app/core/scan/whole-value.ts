// A whole value in a text, as it is or encoded as redaction knows it. SECURITY P1: no line, piece or part of a value is searched for,
// so that what is told of a text says nothing of a value that the text does not hold whole.
import { byteEncodings } from '../redaction/byte-encodings.ts';
import { minFormBytes } from '../redaction/forms.ts';
import { textEncodings } from '../redaction/text-encodings.ts';

/** [start, end) in UTF-16 units. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

/** Where the value stands, each place once, in order; white space at its ends does not count. Blocking, for a few milliseconds. */
export function placesOfValue(text: string, value: string): readonly TextSpan[] {
  const whole = value.trim();
  // No form is shorter than the value itself.
  if (whole.length > text.length) return [];
  const spans: TextSpan[] = [];
  for (const form of wholeForms(whole)) {
    for (let at = text.indexOf(form); at !== -1; at = text.indexOf(form, at + form.length))
      spans.push({ start: at, end: at + form.length });
  }
  return merged(spans);
}

function wholeForms(value: string): ReadonlySet<string> {
  const forms = new Set<string>();
  for (const text of new Set([value, value.replace(lineEnd, '\n'), value.replace(lineEnd, '\r\n')])) {
    forms.add(text);
    for (const { write } of [...textEncodings, ...byteEncodings]) forms.add(write(text));
  }
  for (const form of forms) if (Buffer.byteLength(form) < minFormBytes) forms.delete(form);
  return forms;
}

const lineEnd = /\r\n|\r|\n/g;

function merged(spans: readonly TextSpan[]): readonly TextSpan[] {
  const kept: { start: number; end: number }[] = [];
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    const last = kept.at(-1);
    if (last === undefined || last.end <= start) kept.push({ start, end });
    else last.end = Math.max(last.end, end);
  }
  return kept;
}
