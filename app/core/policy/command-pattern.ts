// A pattern over the words of one command, as the person writes it in a rule: `gh pr view *`, `psql -c "SELECT 1"`, `curl ** > out.json`.
/** The literal pieces of a word between its stars; a single piece: the word is literal. */
export type PatternWord = readonly string[];

export interface CommandPattern {
  readonly text: string;
  /** Names of the variables that are set for the command, written `NAME=*` in front. */
  readonly assigns: readonly string[];
  readonly words: readonly PatternWord[];
  /** It ends in `**`: any number of further words. */
  readonly open: boolean;
  /** Files behind `>`. */
  readonly writesTo: readonly PatternWord[];
}

export type ReadPattern =
  | { readonly kind: 'pattern'; readonly pattern: CommandPattern }
  /** What is wrong with it, as a sentence for the person. */
  | { readonly kind: 'wrong'; readonly says: string };

export function readPattern(text: string): ReadPattern {
  const tokens = readTokens(text);
  if (typeof tokens === 'string') return { kind: 'wrong', says: tokens };
  const assigns = leadingAssigns(tokens);
  if (assigns === null) return { kind: 'wrong', says: sentences.assign };
  const rest = tokens.slice(assigns.length);
  const arrow = rest.findIndex(isArrow);
  const words = arrow < 0 ? rest : rest.slice(0, arrow);
  const open = isRest(words.at(-1));
  if (open) words.pop();
  if (words.length === 0 && !open) return { kind: 'wrong', says: sentences.empty };
  const targets = arrow < 0 ? [] : rest.slice(arrow);
  if (!targets.every((token, at) => isArrow(token) === (at % 2 === 0)) || targets.length % 2 === 1) {
    return { kind: 'wrong', says: sentences.arrow };
  }
  const files = targets.filter((_, at) => at % 2 === 1);
  if ([...words, ...files].some(isRest)) return { kind: 'wrong', says: sentences.rest };
  const pieces = (list: readonly Token[]) => list.map((token) => token.pieces);
  return { kind: 'pattern', pattern: { text, assigns, words: pieces(words), open, writesTo: pieces(files) } };
}

/** Whether a word fits. Takes time in proportion to both: it is no regular expression. */
export function matchesWord(pattern: PatternWord, word: string): boolean {
  const [first = '', ...rest] = pattern;
  const last = rest.pop();
  if (last === undefined) return word === first;
  if (!word.startsWith(first)) return false;
  let at = first.length;
  for (const piece of rest) {
    const found = word.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return word.length - last.length >= at && word.endsWith(last);
}

/** The pattern that fits exactly this word. */
export function literalWord(word: string): string {
  if (/^[\w%+:,./@-][\w%+:,./@=-]*$/.test(word) && !/^\w+=/.test(word)) return word;
  return word.includes("'") ? `"${word.replaceAll(/["\\$`]/g, '\\$&')}"` : `'${word}'`;
}

const sentences = {
  empty: 'A command pattern needs at least the name of a program.',
  assign: 'Postern sees which variables are set in front of a command and not to what: write NAME=* for one of them.',
  arrow: 'Write one > and one file behind it, at the end, for each file that the command writes.',
  rest: 'Two stars stand alone and at the end: they mean any number of further words. For a part of one word use one star.',
  quote: 'A quotation mark is opened and not closed.',
  operator: 'A pattern is for one command: put |, &, ;, <, (, ), ` and > within a word in quotation marks.',
} as const;

interface Token {
  readonly pieces: PatternWord;
  /** As written; null: quoted in part, so it has no meaning of its own. */
  readonly bare: string | null;
}

function isArrow(token: Token | undefined): boolean {
  return token?.bare === '>' || token?.bare === '>>';
}

function isRest(token: Token | undefined): boolean {
  return token?.bare?.includes('**') ?? false;
}

/** null: one of them gives a value. */
function leadingAssigns(tokens: readonly Token[]): readonly string[] | null {
  const names: string[] = [];
  for (const { bare } of tokens) {
    const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(bare ?? '') ?? [];
    if (name === undefined) break;
    if (value !== '*') return null;
    names.push(name);
  }
  return names;
}

const parts = /'([^']*)'|"((?:\\[\s\S]|[^"\\])*)"|\\([\s\S])|([^\s'"\\])/g;
const words = new RegExp(`\\s+|(?:${parts.source})+|[\\s\\S]`, 'g');

/** The words of the pattern, or what is wrong. */
function readTokens(text: string): Token[] | string {
  const tokens: Token[] = [];
  for (const [word] of text.matchAll(words)) {
    if (/^\s/.test(word)) continue;
    const read = [...word.matchAll(parts)];
    if (read.length === 0) return sentences.quote;
    const pieces = [''];
    for (const [, single, double, escaped, plain] of read) {
      if (plain === '*') pieces.push('');
      else {
        const text = single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? escaped ?? plain ?? '';
        pieces.push(`${pieces.pop() ?? ''}${text}`);
      }
    }
    const bare = read.every(([, , , , plain]) => plain !== undefined) ? word : null;
    const loose = read.filter(([, , , , plain]) => plain !== undefined && /[|&;<>()`]/.test(plain));
    const token = { pieces, bare };
    if (loose.length > 0 && !isArrow(token)) return sentences.operator;
    tokens.push(token);
  }
  return tokens;
}
