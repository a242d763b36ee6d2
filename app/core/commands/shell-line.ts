// Reads a shell line just far enough to name the programs it starts. It never runs or expands anything: whatever it does not
// understand makes the line not understood, and such a command may be allowed once only.
import type { Token } from './shell-lexer.ts';
import { tokensOf } from './shell-lexer.ts';
import type { Word } from './shell-word.ts';
import { canonicalWord, shellWord } from './shell-word.ts';

export interface Assignment {
  readonly name: string;
  /** `=` or `+=`. */
  readonly operator: string;
  readonly value: Word;
}

export interface Redirection {
  /** The descriptor in front of it, if any is written. */
  readonly fd: string;
  readonly operator: string;
  readonly target: Word;
}

export interface SimpleCommand {
  readonly assignments: readonly Assignment[];
  /** The program first; none where the line only assigns. */
  readonly words: readonly Word[];
  readonly redirections: readonly Redirection[];
}

export interface ShellLine {
  /** Commands, and between them `&&`, `||`, `;`, `|`, `|&`, `&`; a newline is `;`. */
  readonly steps: readonly (SimpleCommand | string)[];
  readonly understood: boolean;
}

export function readShellLine(line: string): ShellLine {
  const lexed = tokensOf(line);
  const reader = new LineReader();
  for (const token of lexed.tokens) reader.take(token);
  reader.end();
  return { steps: reader.steps, understood: lexed.understood && reader.understood };
}

/** What counts of a line, ready for JSON: two lines that differ in more than spacing, quoting and comments never have the same. */
export function canonicalSteps(steps: ShellLine['steps']): readonly unknown[] {
  return steps.map((step) =>
    typeof step === 'string'
      ? step
      : [
          step.assignments.map(({ name, operator, value }) => [name, operator, canonicalWord(value)]),
          step.words.map(canonicalWord),
          step.redirections.map(({ fd, operator, target }) => [fd, operator, canonicalWord(target)]),
        ],
  );
}

/** Control flow, and words in front of a command that change how it is run. `time` is looked through as a program. */
const keywords = new Set(
  'if then else elif fi for while until do done case esac in function select coproc { } ! [[ repeat foreach end noglob nocorrect -'.split(
    ' ',
  ),
);

export function isKeyword(text: string): boolean {
  return keywords.has(text);
}

/** A program's name with one of these has been a pattern, an assignment or a mistake. */
const oddInProgram = /[{}*?[\]!^#~%=$`"'\\<>|&;()\s\0]/;

class LineReader {
  readonly steps: (SimpleCommand | string)[] = [];
  understood = true;
  #words: Word[] = [];
  #redirections: Redirection[] = [];
  #pending: Extract<Token, { kind: 'redirection' }> | null = null;

  take(token: Token): void {
    if (token.kind === 'operator') this.#operator(token.operator, token.soft);
    else if (token.kind === 'redirection') {
      if (this.#pending !== null) this.understood = false;
      this.#pending = token;
    } else if (this.#pending === null) this.#words.push(token.word);
    else {
      this.#redirect(this.#pending, token.word);
      this.#pending = null;
    }
  }

  end(): void {
    this.#endCommand();
    if (this.steps.at(-1) === ';') this.steps.pop();
    const last = this.steps.at(-1);
    if (typeof last === 'string' && last !== '&') this.understood = false;
  }

  #redirect({ fd, operator }: Extract<Token, { kind: 'redirection' }>, target: Word): void {
    const duplicates = operator === '<&' || operator === '>&';
    if (duplicates && !isDescriptor(target) && (operator === '<&' || fd !== '' || target.reach !== 'fixed')) {
      this.understood = false;
    }
    this.#redirections.push({ fd, operator, target });
  }

  /** A newline ends a command and is nothing anywhere else; the other operators need a command in front of them. */
  #operator(operator: string, soft: boolean): void {
    this.#endCommand();
    if (typeof this.steps.at(-1) === 'object') this.steps.push(operator);
    else if (!soft) this.understood = false;
  }

  #endCommand(): void {
    if (this.#pending !== null) this.understood = false;
    this.#pending = null;
    const assignments: Assignment[] = [];
    let first = 0;
    for (; first < this.#words.length; first += 1) {
      const word = this.#words[first];
      const assignment = word === undefined ? null : assignmentOf(word);
      if (assignment !== null) assignments.push(assignment);
      else if (isKeyword(word?.text ?? '')) this.understood = false;
      else break;
    }
    const words = this.#words.slice(first);
    const program = words[0];
    if (program !== undefined) {
      const plain = program.reach === 'fixed' && !oddInProgram.test(program.text) && program.text !== '';
      if (!plain && program.text !== '[') this.understood = false;
    } else if (this.#redirections.length > 0) this.understood = false;
    if (assignments.length + words.length > 0) {
      this.steps.push({ assignments, words, redirections: this.#redirections });
    }
    this.#words = [];
    this.#redirections = [];
  }
}

export function isDescriptor(target: Word): boolean {
  return target.reach === 'fixed' && /^(?:\d+-?|-)$/.test(target.text);
}

/** Only an unquoted name and `=` assign. */
function assignmentOf(word: Word): Assignment | null {
  const [first, ...rest] = word.pieces;
  const match = first?.kind === 'raw' ? /^([A-Za-z_][A-Za-z0-9_]*)(\+?=)/.exec(first.text) : null;
  if (first?.kind !== 'raw' || match === null) return null;
  const [whole, name = '', operator = ''] = match;
  const left = first.text.slice(whole.length);
  return { name, operator, value: shellWord(left === '' ? rest : [{ kind: 'raw', text: left }, ...rest]) };
}
