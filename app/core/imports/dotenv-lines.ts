// Where each variable of a `.env` file stands. `dotenv` alone says what a file means; these lines are told only when they agree
// with it to the last value.
import { parse } from 'dotenv';

export interface DotenvStatement {
  readonly name: string;
  readonly value: string;
  /** From 1, both included. */
  readonly firstLine: number;
  readonly lastLine: number;
}

export interface DotenvFile {
  /** What dotenv makes of the file, in the order of the lines. */
  readonly variables: readonly { readonly name: string; readonly value: string }[];
  /** Every assignment, shadowed ones too; null: this file is written in a way that hides where they are. */
  readonly statements: readonly DotenvStatement[] | null;
}

// dotenv's other parser is a regular expression that takes minutes for a megabyte of blank lines.
const linear = { fast: true };

/** Never throws. */
export function readDotenvLines(text: string): DotenvFile {
  const lines = text.replace(/\r\n?/g, '\n');
  const parsed = new Map(Object.entries(parse(lines, linear)));
  const statements = statementsOf(lines);
  const last = new Map(statements.filter(isVariable).map(({ name, value }) => [name, value]));
  const agrees = last.size === parsed.size && [...parsed].every(([name, value]) => last.get(name) === value);
  return {
    variables: [...(agrees ? last : parsed)].map(([name, value]) => ({ name, value })),
    statements: agrees ? statements : null,
  };
}

/** dotenv makes no variable of this name: in its object it would be the prototype. */
export function isVariable({ name }: DotenvStatement): boolean {
  return name !== '__proto__';
}

const blank = /\s*/y;
const restOfLine = /[^\n]*/y;
const assignment = /(?:export\s+)?([\w.-]+)(?:\s*=|:(?=\s))/y;
const quoted = /\s*(?:'(?:\\'|[^'])*'|"(?:\\"|[^"])*"|`(?:\\`|[^`])*`)[^\S\n]*(?:#[^\n]*)?(?=\n|$)/y;

function statementsOf(lines: string): readonly DotenvStatement[] {
  const statements: DotenvStatement[] = [];
  let line = 1;
  let at = 0;
  const step = (length: number) => {
    for (let i = at; i < at + length; i += 1) if (lines.charCodeAt(i) === 0x0a) line += 1;
    at += length;
  };
  while (at < lines.length) {
    step(lengthAt(blank, lines, at));
    const head = matchAt(assignment, lines, at);
    if (head === null) {
      step(lengthAt(restOfLine, lines, at));
      continue;
    }
    const start = at;
    const firstLine = line;
    step(head[0].length);
    step(lengthAt(quoted, lines, at) || lengthAt(restOfLine, lines, at));
    const name = head[1] ?? '';
    const value = new Map(Object.entries(parse(lines.slice(start, at), linear))).get(name) ?? '';
    statements.push({ name, value, firstLine, lastLine: line });
  }
  return statements;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function lengthAt(pattern: RegExp, text: string, at: number): number {
  return matchAt(pattern, text, at)?.[0].length ?? 0;
}
