// Reads a shell line just far enough to name the programs and scripts it starts. It never runs or expands anything:
// whatever it does not understand makes the line `parsed: false`, and such a command may be allowed once only.

export interface CommandWords {
  /** One entry per simple command, in order: its literal words, redirections left out. */
  readonly commands: readonly (readonly string[])[];
  readonly parsed: boolean;
}

const keywords = new Set(
  'if then else elif fi for while until do done case esac in function select time coproc { } ! [['.split(' '),
);
/** These run a string or hide another program, so the words after them cannot be attested. */
const opaque = new Set(
  'eval source . exec command builtin env sudo doas su nohup nice timeout setsid xargs parallel find watch script ssh busybox trap alias'.split(
    ' ',
  ),
);
const assignment = /^[A-Za-z_][A-Za-z0-9_]*\+?=/;

export function readShellLine(line: string): CommandWords {
  const lexer = new Lexer(line);
  lexer.run();
  const commands = lexer.commands.map((words) => words.slice(firstProgram(words))).filter((words) => words.length > 0);
  const understood = commands.every(
    ([program]) => program !== undefined && !keywords.has(program) && !opaque.has(program),
  );
  return { commands, parsed: lexer.plain && understood && commands.length > 0 };
}

export function readArgv(argv: readonly string[]): CommandWords {
  const program = argv[0]?.split('/').at(-1) ?? '';
  return { commands: [argv], parsed: !opaque.has(program) };
}

function firstProgram(words: readonly string[]): number {
  const at = words.findIndex((word) => !assignment.test(word));
  return at === -1 ? words.length : at;
}

/** POSIX token recognition for literal words, quotes and control operators (XCU 2.3); expansions end its understanding. */
class Lexer {
  readonly commands: string[][] = [];
  plain = true;
  readonly #line: string;
  #at = 0;
  #words: string[] = [];
  #word: string | null = null;
  #isTarget = false;

  constructor(line: string) {
    this.#line = line;
  }

  run(): void {
    while (this.#at < this.#line.length) this.#step(this.#line[this.#at++] ?? '');
    this.#endCommand();
  }

  #step(char: string): void {
    if (char === ' ' || char === '\t') this.#endWord();
    else if (char === '\n' || char === ';' || char === '&' || char === '|') this.#operator(char);
    else if (char === '<' || char === '>') this.#redirection(char);
    else if (char === "'") this.#quoted("'");
    else if (char === '"') this.#quoted('"');
    else if (char === '\\') this.#escaped();
    else if (char === '#' && this.#word === null) this.#skipComment();
    else if (char === '$') this.#expansion();
    else {
      if ('`(){}*?[~'.includes(char)) this.#glance(char);
      this.#append(char);
    }
  }

  /** A backslash before a newline joins two lines; before anything else it makes it literal. */
  #escaped(): void {
    const char = this.#line[this.#at++] ?? '';
    if (char !== '\n') this.#append(char);
  }

  /** `$NAME` inside an argument is an ordinary variable; anything else, or a variable as the program, is not understood. */
  #expansion(): void {
    const name = /^(?:[A-Za-z_][A-Za-z0-9_]*|\{[A-Za-z_][A-Za-z0-9_]*\})/.exec(this.#line.slice(this.#at));
    if (name === null || this.#isProgram()) this.plain = false;
    this.#append(`$${name?.[0] ?? ''}`);
    this.#at += name?.[0].length ?? 0;
  }

  #isProgram(): boolean {
    return this.#words.every((word) => assignment.test(word)) && !assignment.test(this.#word ?? '') && !this.#isTarget;
  }

  #glance(char: string): void {
    if (char === '`' || char === '(' || char === ')') this.plain = false;
    else if (this.#isProgram()) this.plain = false;
  }

  #quoted(quote: string): void {
    this.#append('');
    for (;;) {
      const char = this.#line[this.#at++];
      if (char === undefined) {
        this.plain = false;
        return;
      }
      if (char === quote) return;
      if (quote === '"' && char === '\\' && '$`"\\\n'.includes(this.#line[this.#at] ?? ' ')) {
        this.#append(this.#line[this.#at++] ?? '');
      } else if (quote === '"' && char === '$') this.#expansion();
      else {
        if (quote === '"' && char === '`') this.plain = false;
        this.#append(char);
      }
    }
  }

  #operator(char: string): void {
    if (char === '&' && this.#line[this.#at] === '>') {
      this.#at += 1;
      this.#redirection('>');
      return;
    }
    this.#endCommand();
  }

  #redirection(char: string): void {
    if (this.#word !== null && /^\d+$/.test(this.#word)) this.#word = null;
    this.#endWord();
    if (this.#line[this.#at] === '(' || (char === '<' && this.#line[this.#at] === '<')) this.plain = false;
    while ('<>&|'.includes(this.#line[this.#at] ?? ' ')) this.#at += 1;
    this.#isTarget = true;
  }

  #skipComment(): void {
    while (this.#at < this.#line.length && this.#line[this.#at] !== '\n') this.#at += 1;
  }

  #append(text: string): void {
    this.#word = (this.#word ?? '') + text;
  }

  #endWord(): void {
    if (this.#word === null) return;
    if (!this.#isTarget) this.#words.push(this.#word);
    this.#isTarget = false;
    this.#word = null;
  }

  #endCommand(): void {
    this.#endWord();
    this.#isTarget = false;
    if (this.#words.length > 0) this.commands.push(this.#words);
    this.#words = [];
  }
}
