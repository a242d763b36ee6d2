// Lines and places of a text, counted as editors and `PolicyProblem` do: from 1. Pure.

export function lineCount(text: string): number {
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}

/** `1\n2\n3`, as many as the text has lines. */
export function lineNumbers(text: string): string {
  return Array.from({ length: lineCount(text) }, (_none, at) => String(at + 1)).join('\n');
}

/** The UTF-16 offset of a place, and where its line ends. A place that is not there becomes the nearest that is. */
export function placeIn(text: string, line: number, column: number): { readonly from: number; readonly to: number } {
  let start = 0;
  for (let at = 1; at < line; at += 1) {
    const next = text.indexOf('\n', start);
    if (next < 0) break;
    start = next + 1;
  }
  const end = text.indexOf('\n', start);
  const to = end < 0 ? text.length : end;
  return { from: Math.min(start + Math.max(0, column - 1), to), to };
}
