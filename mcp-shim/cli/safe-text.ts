// Text for a terminal: nothing in it can move the cursor, hide, or turn other text around.
import { visiblePieces } from '../../app/contract/visible-text.ts';

/** One line; what is hidden or reorders is escaped, as in Postern's own windows. Letters that look alike stay: “ is no threat here. */
export function safeText(text: string): string {
  return visiblePieces(text)
    .map((piece) => (piece.kind === 'escaped' && piece.why === 'look_alike' ? piece.source : piece.text))
    .join('');
}

/** One line of JSON that means the same everywhere: what a terminal could act on is written as \uXXXX. */
export function jsonText(value: unknown): string {
  return safeJson(JSON.stringify(value));
}

/** @param json one JSON text; such characters stand in its strings alone */
export function safeJson(json: string): string {
  return json.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    Array.from({ length: character.length }, (_, at) => unicodeEscape(character.charCodeAt(at))).join(''),
  );
}

function unicodeEscape(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}
