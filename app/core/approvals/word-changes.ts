// Which words of a command are new and which are gone, and where the new ones stand in its text. Pure.
import type { SinceLast } from '../../contract/approval.ts';

/** Longer commands are compared by their first words only: the table has the square of it. */
const mostWords = 400;

export interface WordChanges {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** By a longest common subsequence, so that what only moved past something new is not new. */
export function wordsBetween(before: readonly string[], after: readonly string[]): WordChanges {
  const [a, b] = [before.slice(0, mostWords), after.slice(0, mostWords)];
  const lengths = commonLengths(a, b);
  const length = (i: number, j: number): number => lengths[i * (b.length + 1) + j] ?? 0;
  const added: string[] = [];
  const removed: string[] = [];
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      i += 1;
      j += 1;
    } else if (j < b.length && (i === a.length || length(i, j + 1) >= length(i + 1, j))) {
      added.push(b[j] ?? '');
      j += 1;
    } else {
      removed.push(a[i] ?? '');
      i += 1;
    }
  }
  return { added, removed };
}

/** Where each added word stands: the first place after that of the word before it. One whose text is quoted apart has none. */
export function marksOf(parts: readonly string[], added: readonly string[]): SinceLast['marks'] {
  const marks: SinceLast['marks'][number][] = [];
  let part = 0;
  let from = 0;
  for (const word of added) {
    for (let at = part; word !== '' && at < parts.length; at += 1) {
      const found = wordAt(parts[at] ?? '', word, at === part ? from : 0);
      if (found === -1) continue;
      part = at;
      from = found + word.length;
      marks.push({ part, from: found, to: from });
      break;
    }
  }
  return marks;
}

/** `word` as a whole word: nothing of another one before or after it. */
function wordAt(text: string, word: string, from: number): number {
  for (let at = text.indexOf(word, from); at !== -1; at = text.indexOf(word, at + 1)) {
    if (isEdge(text[at - 1]) && isEdge(text[at + word.length])) return at;
  }
  return -1;
}

function isEdge(char: string | undefined): boolean {
  return char === undefined || /[\s'"|&;<>()]/.test(char);
}

/** Row by row: how long the longest common subsequence of `a` from i on and `b` from j on is. */
function commonLengths(a: readonly string[], b: readonly string[]): Uint16Array {
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const below = lengths[(i + 1) * width + j] ?? 0;
      const right = lengths[i * width + j + 1] ?? 0;
      const diagonal = lengths[(i + 1) * width + j + 1] ?? 0;
      lengths[i * width + j] = a[i] === b[j] ? diagonal + 1 : Math.max(below, right);
    }
  }
  return lengths;
}
