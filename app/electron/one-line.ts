// An agent's own words where the desktop draws them: nothing in them breaks the line or turns text around. Pure.
import { visiblePieces } from '../contract/visible-text.ts';

/** At most `longest` characters; what is hidden in the text is shown as codes. */
export function inOneLine(text: string, longest: number): string {
  const characters = visiblePieces(text).flatMap((piece) => Array.from(piece.text));
  return characters.length > longest ? `${characters.slice(0, longest - 1).join('')}…` : characters.join('');
}
