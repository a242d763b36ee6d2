// What an edit changes, line by line, with a few lines around it. The edits shown touch one place of a file.
import type { DiffLine } from '../../contract/connect.ts';

const contextLines = 3;
/** Of a line that is longer, the part around the change is shown. */
const shownCharacters = 300;
const leadCharacters = 60;

export function diffLines(before: string, after: string): readonly DiffLine[] {
  const old = linesOf(before);
  const now = linesOf(after);
  const head = commonLength(old, now);
  const tail = commonLength(old.slice(head).reverse(), now.slice(head).reverse());
  const line = (kind: DiffLine['kind']) => (text: string) => ({ kind, text });
  return [
    ...old.slice(Math.max(0, head - contextLines), head).map(line('same')),
    ...old.slice(head, old.length - tail).map(line('removed')),
    ...now.slice(head, now.length - tail).map(line('added')),
    ...old.slice(old.length - tail, old.length - tail + contextLines).map(line('same')),
  ];
}

/** For the eye. Two long lines that differ begin a little before they do. */
export function shortened(lines: readonly DiffLine[]): DiffLine[] {
  const first = (kind: DiffLine['kind']) => [...(lines.find((line) => line.kind === kind)?.text ?? '')];
  const differs = commonLength(first('removed'), first('added'));
  return lines.map(({ kind, text }) => {
    if (text.length <= shownCharacters) return { kind, text };
    const start = kind === 'same' ? 0 : Math.max(0, differs - leadCharacters);
    const end = start + shownCharacters;
    return { kind, text: `${start > 0 ? '…' : ''}${text.slice(start, end)}${end < text.length ? '…' : ''}` };
  });
}

function linesOf(text: string): readonly string[] {
  if (text === '') return [];
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

function commonLength<T>(a: readonly T[], b: readonly T[]): number {
  const end = Math.min(a.length, b.length);
  for (let at = 0; at < end; at += 1) if (a[at] !== b[at]) return at;
  return end;
}
