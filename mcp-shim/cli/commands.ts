// Every command of the command line as data: what is parsed, what help says and what a shell completes come from this one table.

export interface CliOption {
  readonly name: string;
  readonly short?: string;
  /** What its value is called in help; null: it takes none. */
  readonly value: string | null;
  /** It may be given more than once. */
  readonly many?: true;
  readonly says: string;
  /** What a shell offers for its value. */
  readonly offers?: 'secrets' | 'folders';
}

export interface CliCommand {
  readonly word: CommandWord;
  /** Behind `postern`. */
  readonly usage: string;
  readonly says: string;
  readonly options: readonly CliOption[];
  /** With `--json` it answers with many objects, so that a refusal has no place among them. */
  readonly answersInLines?: true;
  /** What may stand behind the word itself. */
  readonly words?: readonly string[];
  /** Further lines of its own help. */
  readonly more?: readonly string[];
}

export type CommandWord = 'run' | 'list' | 'status' | 'lock' | 'add' | 'audit' | 'completion' | 'serve' | 'help';

const json: CliOption = { name: 'json', value: null, says: 'Answer with one JSON object' };

export const commands: readonly CliCommand[] = [
  {
    word: 'run',
    usage: 'run --secret NAME [--secret NAME=VARIABLE] … -- command arguments…',
    says: 'Run a command with secrets, once you approved it',
    options: [
      {
        name: 'secret',
        short: 's',
        value: 'NAME[:FIELD][=VARIABLE]',
        many: true,
        says: 'A secret, one field of it, and the variable it is given in',
        offers: 'secrets',
      },
      { name: 'glob', short: 'g', value: 'PATTERN', many: true, says: 'All secrets that fit, such as “aws/*”' },
      { name: 'command', short: 'c', value: 'LINE', says: 'A line for your shell, instead of a command after --' },
      { name: 'reason', short: 'r', value: 'TEXT', says: 'Shown to you when you are asked' },
      { name: 'cwd', value: 'FOLDER', says: 'Run there; default: here', offers: 'folders' },
      { name: 'timeout', short: 't', value: 'SECONDS', says: 'Stop it after so long; default 300, at most 3600' },
      { name: 'environment', short: 'e', value: 'NAME', says: 'Read names of secrets as set up for it, such as “dev”' },
      { name: 'path', value: 'PATH', says: 'Look for programs there; default: the PATH of your login shell' },
      { name: 'no-tty', value: null, says: 'Plain pipes, also where the output is a terminal' },
      { name: 'no-stdin', short: 'n', value: null, says: 'Do not read standard input' },
      json,
    ],
    more: [
      'A command after -- is run as it stands, without a shell; “$TOKEN” in it is not replaced. For that use -c.',
      'Standard input is read to its end, at most 1 MiB of text, unless it is a terminal: what you type never',
      'reaches the command. Its own exit code is passed on.',
    ],
  },
  {
    word: 'list',
    usage: 'list [--tag TAG] [--glob PATTERN]',
    says: 'Show what secrets there are, without their values',
    options: [
      { name: 'tag', value: 'TAG', says: 'Only secrets with this tag' },
      { name: 'glob', short: 'g', value: 'PATTERN', says: 'Only secrets whose name fits, such as “aws/*”' },
      json,
    ],
  },
  { word: 'status', usage: 'status', says: 'Say whether Postern is unlocked, and until when', options: [json] },
  { word: 'lock', usage: 'lock', says: 'Lock Postern now and end what it runs', options: [json] },
  {
    word: 'add',
    usage: 'add NAME [--env VARIABLE] [--purpose TEXT]',
    says: 'Open a window of Postern where you type a new secret, and wait for it',
    options: [
      { name: 'env', value: 'VARIABLE', says: 'The variable it is usually given in' },
      { name: 'purpose', short: 'p', value: 'TEXT', says: 'What it is for' },
      { name: 'update', short: 'u', value: null, says: 'A new value for a secret that is there' },
      json,
    ],
  },
  {
    word: 'audit',
    usage: 'audit export --json [--reason TEXT]',
    says: 'Print the audit log, one JSON object a line, oldest first, once you approved it',
    answersInLines: true,
    words: ['export'],
    options: [
      { name: 'json', value: null, says: 'The one form there is' },
      { name: 'reason', short: 'r', value: 'TEXT', says: 'Shown to you when you are asked' },
    ],
  },
  {
    word: 'completion',
    usage: 'completion bash|zsh|fish',
    says: 'Print what makes your shell complete commands, options and names',
    options: [],
    words: ['bash', 'zsh', 'fish'],
    more: [
      'bash: eval "$(postern completion bash)" in ~/.bashrc',
      'zsh:  eval "$(postern completion zsh)" in ~/.zshrc, after compinit',
      'fish: postern completion fish > ~/.config/fish/completions/postern.fish',
    ],
  },
  {
    word: 'serve',
    usage: 'serve --headless …',
    says: 'Run Postern without a desktop; “postern serve --headless --help” says more',
    options: [],
  },
  {
    word: 'help',
    usage: 'help [COMMAND]',
    says: 'Say how to use all this, or one command',
    options: [],
    words: ['run', 'list', 'status', 'lock', 'add', 'audit', 'completion', 'serve'],
  },
];

export function commandOf(word: string): CliCommand | null {
  return commands.find((command) => command.word === word) ?? null;
}
