// Turns untrusted text into pieces that can be shown without lying: what is hidden, reorders text or imitates ASCII is escaped.
// Pure. It must never drop, merge or reorder a code point: the sources of all pieces, joined, are the text.
import { asciiLookOf } from './confusables.ts';

/**
 * Why a piece is escaped. `spaces`: a run of blanks long enough to push text out of sight; `blank`: a space that is not U+0020;
 * `mark`: a combining mark that changes the character before it; `unknown`: unassigned, private or half a surrogate pair.
 */
export type EscapeReason =
  | 'newline'
  | 'tab'
  | 'spaces'
  | 'control'
  | 'bidi'
  | 'invisible'
  | 'blank'
  | 'mark'
  | 'look_alike'
  | 'unknown';

export type VisiblePiece =
  | { readonly kind: 'plain'; readonly text: string }
  | {
      readonly kind: 'escaped';
      /** Printable ASCII, except ⏎ ⇥ ␣ × for line breaks, tabs and long runs. */
      readonly text: string;
      readonly why: EscapeReason;
      /** What stands in the text at this place. */
      readonly source: string;
      /** For look-alikes: the ASCII it can be taken for. */
      readonly looksLike?: string;
    };

/** So many blanks in a row are counted instead of shown. */
const longBlanks = 24;
/** So many line breaks in a row are counted instead of shown. */
const longBreaks = 5;

const token = /\n+|\t| {24,}|[\p{L}\p{M}\p{N}]+|[\s\S]/gu;

/** @param text any string, lone surrogates included. The result has no two plain neighbours. */
export function visiblePieces(text: string): readonly VisiblePiece[] {
  const pieces: VisiblePiece[] = [];
  let plain = '';
  const flush = () => {
    if (plain !== '') pieces.push({ kind: 'plain', text: plain });
    plain = '';
  };
  for (const [word] of text.matchAll(token)) {
    for (const piece of piecesOf(word)) {
      if (piece.kind === 'plain') {
        plain += piece.text;
        continue;
      }
      flush();
      pieces.push(piece);
    }
  }
  flush();
  return joined(pieces);
}

/** How many characters of the text are hidden or imitate others. Line breaks, tabs and blanks are not counted. */
export function hiddenCount(pieces: readonly VisiblePiece[]): number {
  const ordinary: readonly EscapeReason[] = ['newline', 'tab', 'spaces'];
  return pieces.reduce(
    (sum, piece) =>
      piece.kind === 'escaped' && !ordinary.includes(piece.why) ? sum + Array.from(piece.source).length : sum,
    0,
  );
}

function piecesOf(word: string): readonly VisiblePiece[] {
  const first = word.charAt(0);
  if (first === '\n') return breaks(word);
  if (first === '\t') return [{ kind: 'escaped', text: '⇥', why: 'tab', source: word }];
  if (first === ' ' && word.length >= longBlanks) {
    return [{ kind: 'escaped', text: `␣×${word.length}`, why: 'spaces', source: word }];
  }
  if (/^[\x20-\x7e]+$/.test(word)) return [{ kind: 'plain', text: word }];
  const mixed = isImitation(word);
  let previous = '';
  return Array.from(word, (character): VisiblePiece => {
    const piece = pieceOf(character, previous, mixed);
    previous = character;
    return piece;
  });
}

function breaks(run: string): readonly VisiblePiece[] {
  if (run.length >= longBreaks) return [{ kind: 'escaped', text: `⏎×${run.length}`, why: 'newline', source: run }];
  return Array.from(run, () => ({ kind: 'escaped', text: '⏎', why: 'newline', source: '\n' }) as const);
}

/** Letters that look like ASCII, beside ASCII ones or with no letter among them that gives the script away. */
function isImitation(word: string): boolean {
  const letters = Array.from(word).filter((character) => /[\p{L}\p{N}]/u.test(character));
  if (letters.some((letter) => /[A-Za-z]/.test(letter))) return true;
  return letters.every((letter) => /[0-9]/.test(letter) || asciiLookOf(letter) !== null);
}

function pieceOf(character: string, previous: string, mixed: boolean): VisiblePiece {
  const why = reasonOf(character, previous, mixed);
  if (why === null) return { kind: 'plain', text: character };
  const looksLike = why === 'look_alike' ? asciiLookOf(character) : null;
  const piece = { kind: 'escaped', text: escapeOf(character), why, source: character } as const;
  return looksLike === null ? piece : { ...piece, looksLike };
}

function reasonOf(character: string, previous: string, mixed: boolean): EscapeReason | null {
  if (/[\x20-\x7e]/.test(character)) return null;
  if (/\p{Cc}/u.test(character)) return 'control';
  if (/[\p{Bidi_Control}\p{Zl}\p{Zp}]/u.test(character))
    return /\p{Bidi_Control}/u.test(character) ? 'bidi' : 'control';
  if (/[\p{Default_Ignorable_Code_Point}\p{Cf}]/u.test(character)) return 'invisible';
  if (/[\p{Zs}\u2800]/u.test(character)) return 'blank';
  if (/[\p{Cs}\p{Co}\p{Cn}]/u.test(character)) return 'unknown';
  if (/\p{M}/u.test(character)) return belongsTo(previous) ? null : 'mark';
  return imitates(character, mixed) ? 'look_alike' : null;
}

/** Scripts that cannot be written without marks keep them; on Latin and on symbols a mark disguises. */
function belongsTo(previous: string): boolean {
  return /[\p{L}\p{M}]/u.test(previous) && !/[\p{Script=Latin}\p{Script=Inherited}]/u.test(previous);
}

function imitates(character: string, mixed: boolean): boolean {
  if (/\p{L}/u.test(character)) {
    if (!mixed) return false;
    if (/[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]/u.test(character)) return true;
  }
  return asciiLookOf(character) !== null;
}

function escapeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const short: Readonly<Record<number, string>> = { 7: '\\a', 8: '\\b', 11: '\\v', 12: '\\f', 13: '\\r', 27: '\\e' };
  const hex = code.toString(16);
  return (
    short[code] ??
    (code <= 0xff ? `\\x${hex.padStart(2, '0')}` : code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`)
  );
}

/** Neighbours escaped for one reason become one piece, so that a hostile text cannot make a million of them. */
function joined(pieces: readonly VisiblePiece[]): readonly VisiblePiece[] {
  const out: VisiblePiece[] = [];
  for (const piece of pieces) {
    const last = out.at(-1);
    const same =
      last?.kind === 'escaped' && piece.kind === 'escaped' && last.why === piece.why && piece.why !== 'newline';
    if (!same || last?.kind !== 'escaped' || piece.kind !== 'escaped') {
      out.push(piece);
      continue;
    }
    const looksLike = `${last.looksLike ?? ''}${piece.looksLike ?? ''}`;
    const next = { ...last, text: last.text + piece.text, source: last.source + piece.source };
    out[out.length - 1] = looksLike === '' ? next : { ...next, looksLike };
  }
  return out;
}
