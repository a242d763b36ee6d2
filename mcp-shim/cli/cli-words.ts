// The first words that make the one file the command line. The door reads this and nothing else of the CLI.

/** `complete-names` is asked by the shells' completions and stands in no help. */
const cliWords: readonly string[] = [
  'run',
  'list',
  'status',
  'lock',
  'add',
  'audit',
  'completion',
  'serve',
  'help',
  'complete-names',
  '--help',
  '--version',
];

export function isCliWord(word: string): boolean {
  return cliWords.includes(word);
}
