// What a re-statement of another tool's masker offers, and the replacing of spans that several of them share.

export interface KnownSecret {
  readonly name: string;
  readonly value: string;
}

export interface Encoder {
  readonly tool: string;
  /** The text as the tool would show it when it knows these secrets. */
  mask(text: string, secrets: readonly KnownSecret[]): string;
}

/** [start, end) in UTF-16 units. */
export interface TextSpan {
  readonly start: number;
  end: number;
}

/** Every place where the text holds the needle, overlapping ones too. */
export function* placesOf(text: string, needle: string): Generator<TextSpan> {
  for (let start = text.indexOf(needle); start !== -1; start = text.indexOf(needle, start + 1)) {
    yield { start, end: start + needle.length };
  }
}

/** Spans that overlap become one mask; spans that only touch do so when `touching`. */
export function withSpansMasked(text: string, spans: Iterable<TextSpan>, mask: string, touching: boolean): string {
  const merged: TextSpan[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    const joins = last !== undefined && (touching ? span.start <= last.end : span.start < last.end);
    if (joins) last.end = Math.max(last.end, span.end);
    else merged.push({ ...span });
  }
  let shown = '';
  let from = 0;
  for (const { start, end } of merged) {
    shown += text.slice(from, start) + mask;
    from = end;
  }
  return shown + text.slice(from);
}
