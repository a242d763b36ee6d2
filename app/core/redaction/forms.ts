// Every form in which a value is searched for. What is not here is not found: GUARANTEES.md lists it in words.
import { base64Forms, hexForms, htmlForms, jsonForms, urlForms } from './encodings.ts';
import { minValueLength } from './strength.ts';

/** In bytes. A shorter form would eat ordinary text, so it is not searched for; `judgeValue` refuses what would need it. */
export const minFormBytes = 8;

/** All distinct forms of a value, each at least 8 bytes of UTF-8. A lone surrogate counts as U+FFFD, as in an environment. */
export function formsOf(value: string): ReadonlySet<string> {
  const text = value.toWellFormed();
  const forms = new Set<string>([unquoted(text)]);
  for (const part of partsOf(text)) {
    for (const form of encodingsOf(part)) forms.add(form);
  }
  for (const form of forms) {
    if (Buffer.byteLength(form) < minFormBytes) forms.delete(form);
  }
  return forms;
}

function* encodingsOf(text: string): Generator<string> {
  yield text;
  yield* base64Forms(text);
  yield* hexForms(text);
  yield* jsonForms(text);
  yield* urlForms(text);
  yield* htmlForms(text);
}

/** The value as it is, without the white space at its ends, with either line end, and line by line. */
function partsOf(value: string): ReadonlySet<string> {
  const parts = new Set([value]);
  const trimmed = value.trim();
  if (trimmed.length >= minValueLength) parts.add(trimmed);
  const lines = value.split(lineEnd);
  if (lines.length === 1) return parts;
  for (const whole of [...parts]) {
    parts.add(whole.replace(lineEnd, '\n'));
    parts.add(whole.replace(lineEnd, '\r\n'));
  }
  for (const line of lines.map((text) => text.trim())) {
    if (line.length >= minValueLength && !isArmour(line) && !isRule(line)) parts.add(line);
  }
  return parts;
}

const lineEnd = /\r\n|\r|\n/g;

/** A value that a shell prints unquoted: each stretch of blanks and line ends becomes one space. */
function unquoted(value: string): string {
  return value.trim().split(/\s+/).join(' ');
}

function isArmour(line: string): boolean {
  return /^-----(BEGIN|END) [^-]+-----$/.test(line);
}

/** One character over and over, such as a line of dashes. */
function isRule(line: string): boolean {
  return new Set(line).size === 1;
}
