// Which texts of a value a scan of files searches for. A run hides too much rather than too little; a finding must be true, so
// here a part that any file may hold is left out.
import { formsOf } from '../redaction/forms.ts';
import { judgeValue } from '../redaction/strength.ts';
import { holdsRandom } from './randomness.ts';

/** One text, whole within the value, and how it is searched for. */
export interface SearchedPart {
  readonly text: string;
  /** As redaction would search for `text`, without the forms of its ordinary lines. */
  readonly forms: ReadonlySet<string>;
}

/** In characters. The forms of so much text take up to 10 ms to make. */
const longestPart = 512;

/**
 * The parts of a value: itself, or of a long one the pieces of up to 512 characters, cut at line ends where there are any.
 * A piece or a line counts only if something in it looks random. Empty: the value cannot be told from ordinary text.
 */
export function* searchedParts(value: string): Generator<SearchedPart> {
  if (judgeValue(value) !== 'ok') return;
  const pieces = piecesOf(value);
  const telling = pieces.length === 1 ? pieces : pieces.filter(holdsRandom);
  for (const text of telling.length === 0 ? pieces : telling) yield { text, forms: tellingForms(text) };
}

function tellingForms(text: string): ReadonlySet<string> {
  const forms = new Set(formsOf(text));
  const lines = new Set(text.split(/[\r\n]+/).map((line) => line.trim()));
  if (lines.size === 1) return forms;
  const ordinary = [...lines].filter((line) => line !== '' && line !== text.trim() && !holdsRandom(line));
  for (const line of ordinary) for (const form of formsOf(line)) forms.delete(form);
  return forms;
}

function piecesOf(value: string): readonly string[] {
  const pieces: string[] = [];
  for (let rest = value; rest !== ''; ) {
    const piece = rest.length <= longestPart ? rest : rest.slice(0, cutOf(rest));
    pieces.push(piece);
    rest = rest.slice(piece.length);
  }
  return pieces;
}

/** After the last line end that leaves a piece of some size; else in the middle of a line, but of no character. */
function cutOf(text: string): number {
  const lineEnd = text.lastIndexOf('\n', longestPart - 1) + 1;
  if (lineEnd > longestPart / 2) return lineEnd;
  const splitsPair = /[\ud800-\udbff]/.test(text.charAt(longestPart - 1));
  return splitsPair ? longestPart - 1 : longestPart;
}
