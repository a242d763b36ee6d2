// Cuts a POSIX shell line into words, operators and redirections (XCU 2.2, 2.3, 2.7). It never expands anything; whatever it does
// not understand clears `understood`, and what it hands out then is its best guess.
import type { Piece, Word } from './shell-word.ts';
import { hasBraces, shellWord } from './shell-word.ts';

export type Token =
  | { readonly kind: 'word'; readonly word: Word }
  /** `;` also stands for a newline; `soft` then. */
  | { readonly kind: 'operator'; readonly operator: string; readonly soft: boolean }
  /** Applies to the word behind it. `fd` is empty where none is written. */
  | { readonly kind: 'redirection'; readonly fd: string; readonly operator: string };

export function tokensOf(line: string): { readonly tokens: readonly Token[]; readonly understood: boolean } {
  const lexer = new Lexer(line);
  lexer.run();
  return lexer;
}

/** Neither white space nor anything the shell gives a meaning to. White space that no shell splits at is not in it either. */
const ordinary = /[^\s\0-\x1f\x7f'"\\$`()<>|&;#]+/y;
const inDoubleQuotes = /[^"\\$`\0]+/y;
const variable = /([A-Za-z_][A-Za-z0-9_]*)|\{([A-Za-z_][A-Za-z0-9_]*)\}/y;
const operators = /&&|\|\||\|&|[;&|\n]/y;
const redirections = /&>>|&>|>>|>\||>&|<&|<>|<<|>|</y;

class Lexer {
  readonly tokens: Token[] = [];
  understood = true;
  readonly #line: string;
  #at = 0;
  #pieces: { kind: 'raw' | 'quoted'; text: string }[] | null = null;
  #done: Piece[] = [];

  constructor(line: string) {
    this.#line = line;
  }

  run(): void {
    while (this.#at < this.#line.length) this.#step();
    this.#endWord();
  }

  #step(): void {
    const run = this.#match(ordinary);
    if (run !== null) {
      this.#add('raw', run[0]);
      return;
    }
    const char = this.#line[this.#at] ?? '';
    if (char === '<' || char === '>' || (char === '&' && this.#line[this.#at + 1] === '>')) this.#redirection();
    else if ('\n;&|'.includes(char)) this.#operator();
    else {
      this.#at += 1;
      this.#special(char);
    }
  }

  #special(char: string): void {
    if (char === ' ' || char === '\t') this.#endWord();
    else if (char === "'") this.#singleQuoted();
    else if (char === '"') this.#doubleQuoted();
    else if (char === '\\') this.#escaped();
    else if (char === '$') this.#variable(false);
    else if (char === '#' && this.#pieces === null) this.#skipComment();
    else if (char === '#') this.#add('raw', char);
    else if (char === '(' || char === ')' || char === '`') {
      this.understood = false;
      this.#endWord();
      this.tokens.push({ kind: 'operator', operator: ';', soft: true });
    } else {
      this.understood = false;
      this.#add('raw', char);
    }
  }

  /** A backslash before a newline joins two lines; before anything else it makes it literal. */
  #escaped(): void {
    const char = this.#line[this.#at];
    this.#at += 1;
    if (char === undefined) this.understood = false;
    else if (char !== '\n') this.#add('quoted', char);
  }

  #singleQuoted(): void {
    const end = this.#line.indexOf("'", this.#at);
    this.#add('quoted', this.#line.slice(this.#at, end < 0 ? undefined : end));
    if (end < 0 || this.#line.slice(this.#at, end).includes('\0')) this.understood = false;
    this.#at = end < 0 ? this.#line.length : end + 1;
  }

  #doubleQuoted(): void {
    this.#add('quoted', '');
    for (;;) {
      const run = this.#match(inDoubleQuotes);
      if (run !== null) this.#add('quoted', run[0]);
      const char = this.#line[this.#at];
      this.#at += 1;
      if (char === '"') return;
      if (char === '$') this.#variable(true);
      else if (char === '\\') this.#escapedInQuotes();
      else {
        this.understood = false;
        if (char === undefined) return;
        this.#add('quoted', char);
      }
    }
  }

  #escapedInQuotes(): void {
    const char = this.#line[this.#at] ?? '';
    if (char === '' || !'$`"\\\n'.includes(char)) this.#add('quoted', '\\');
    else {
      this.#at += 1;
      if (char !== '\n') this.#add('quoted', char);
    }
  }

  /** `$NAME` and `${NAME}` are ordinary variables. `$_` is the last word of some other command, so nothing is known of it. */
  #variable(quoted: boolean): void {
    const match = this.#match(variable);
    const name = match?.[1] ?? match?.[2];
    if (match === null || name === undefined || name === '_') {
      this.understood = false;
      this.#add(quoted ? 'quoted' : 'raw', `$${match?.[0] ?? ''}`);
      return;
    }
    const next = match[1] === undefined ? '' : (this.#line[this.#at] ?? '');
    if (next > '\x7f') this.understood = false;
    const follow = next === ':' || next === '[' ? next : '';
    this.#closePieces();
    this.#done.push({ kind: 'variable', name, written: `$${match[0]}`, quoted, follow });
  }

  #skipComment(): void {
    const end = this.#line.indexOf('\n', this.#at);
    this.#at = end < 0 ? this.#line.length : end;
  }

  #operator(): void {
    const operator = this.#match(operators)?.[0] ?? '';
    this.#endWord();
    this.tokens.push({ kind: 'operator', operator: operator === '\n' ? ';' : operator, soft: operator === '\n' });
  }

  /** A digit that touches `<` or `>` is a descriptor, not a word. Of longer numbers shells disagree. */
  #redirection(): void {
    const operator = this.#match(redirections)?.[0] ?? '';
    const [piece, ...more] = this.#pieces ?? [];
    const touches = piece?.kind === 'raw' && more.length + this.#done.length === 0 && operator[0] !== '&';
    const isFd = touches && /^\d$/.test(piece.text);
    if (piece?.kind === 'raw' && /^\d\d+$|\}$/.test(piece.text)) this.understood = false;
    if (isFd) this.#pieces = null;
    else this.#endWord();
    this.tokens.push({ kind: 'redirection', fd: isFd ? piece.text : '', operator });
    if (operator === '<<' || this.#line[this.#at] === '!') this.understood = false;
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#line);
    if (match !== null) this.#at = pattern.lastIndex;
    return match;
  }

  #add(kind: 'raw' | 'quoted', text: string): void {
    this.#pieces ??= [];
    const last = this.#pieces.at(-1);
    if (last?.kind === kind) last.text += text;
    else this.#pieces.push({ kind, text });
  }

  #closePieces(): void {
    for (const piece of this.#pieces ?? []) this.#done.push(piece);
    this.#pieces = [];
  }

  #endWord(): void {
    if (this.#pieces === null) return;
    this.#closePieces();
    const word = shellWord(this.#done);
    if (hasBraces(word)) this.understood = false;
    this.tokens.push({ kind: 'word', word });
    this.#done = [];
    this.#pieces = null;
  }
}
