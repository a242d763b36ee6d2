// One word of a shell line, kept with its quoting, so that `'$X'`, `"$X"` and `$X` stay three different things.

export type Piece =
  | { readonly kind: 'raw' | 'quoted'; readonly text: string }
  | {
      readonly kind: 'variable';
      readonly name: string;
      /** As in the line: `$NAME` or `${NAME}`. */
      readonly written: string;
      readonly quoted: boolean;
      /** A `:` or `[` right behind an unbraced name, inside the same quotes: zsh reads a modifier or an index there. */
      readonly follow: string;
    };

export interface Word {
  readonly pieces: readonly Piece[];
  /** Quotes removed; variables as written. */
  readonly text: string;
  /** `fixed`: exactly its text · `one`: one word of unknown text · `many`: any number of words, of unknown text. */
  readonly reach: 'fixed' | 'one' | 'many';
}

export function shellWord(pieces: readonly Piece[]): Word {
  const text = pieces.map((piece) => (piece.kind === 'variable' ? piece.written : piece.text)).join('');
  const variables = pieces.filter((piece) => piece.kind === 'variable');
  if (isPattern(pieces) || variables.some(({ quoted }) => !quoted)) return { pieces, text, reach: 'many' };
  return { pieces, text, reach: variables.length > 0 ? 'one' : 'fixed' };
}

/** A word that means itself, whatever its characters. */
export function fixedWord(text: string): Word {
  return { pieces: [{ kind: 'quoted', text }], text, reach: 'fixed' };
}

export function variablesOf(word: Word): readonly string[] {
  return word.pieces.flatMap((piece) => (piece.kind === 'variable' ? [piece.name] : []));
}

/**
 * The word for canonical text: a string where it means itself, else its pieces. A word that may become several keeps all of
 * its quoting, since `['a-c']` and `[a-c]` are different patterns and `''$X` is never nothing.
 */
export function canonicalWord(word: Word): unknown {
  if (word.reach === 'fixed') return word.text;
  if (word.reach === 'many') return word.pieces.map(canonicalPiece);
  const parts: unknown[] = [];
  let literal = '';
  for (const piece of word.pieces) {
    if (piece.kind !== 'variable') literal += piece.text;
    else {
      if (literal !== '') parts.push(literal);
      literal = '';
      parts.push(canonicalPiece(piece));
    }
  }
  return literal === '' ? parts : [...parts, literal];
}

function canonicalPiece(piece: Piece): readonly string[] {
  if (piece.kind !== 'variable') return [piece.kind, piece.text];
  return [piece.quoted ? '"$"' : '$', piece.name, piece.follow];
}

/** Something the shell replaces by file names, a home folder or (zsh) a program's path. A lone `[` is the program `test`. */
function isPattern(pieces: readonly Piece[]): boolean {
  if (pieces.length === 1 && pieces[0]?.kind === 'raw' && pieces[0].text === '[') return false;
  return pieces.some(
    (piece, at) => piece.kind === 'raw' && (/[*?[]|[=:]~/.test(piece.text) || (at === 0 && /^[~=]/.test(piece.text))),
  );
}

/** `{a,b}` and `{1..9}` outside quotes: one word that becomes several. */
export function hasBraces(word: Word): boolean {
  let depth = 0;
  let before = '';
  for (const piece of word.pieces) {
    if (piece.kind !== 'raw') {
      before = '';
      continue;
    }
    for (const char of piece.text) {
      if (char === '{') depth += 1;
      else if (char === '}' && before !== '{') depth = Math.max(0, depth - 1);
      else if (depth > 0 && (char === ',' || (char === '.' && before === '.'))) return true;
      before = char;
    }
  }
  return false;
}
