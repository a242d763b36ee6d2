// Which words of a command name a script whose text decides what runs, and which programs live inside the shell itself.

export const shellBuiltins: ReadonlySet<string> = new Set(
  'echo printf cd pwd test [ true false : export unset set read exit return shift umask wait type hash let local declare typeset readonly times ulimit break continue getopts kill jobs bg fg disown pushd popd dirs history help logout mapfile readarray caller enable shopt bind complete compgen fc suspend'.split(
    ' ',
  ),
);

const interpreter =
  /^(?:ba|da|z|k|fi)?sh$|^(?:python|perl|ruby|node|nodejs|deno|bun|tsx|php|lua|Rscript|osascript|pwsh|tclsh|expect|awk|make)[\d.]*$/;
const scriptEnding = /\.(?:sh|bash|zsh|fish|py|js|mjs|cjs|ts|mts|cts|rb|pl|php|lua|ps1|tcl|awk|mk)$/;

/** The words of one simple command that may name such a file: a program by path, an interpreter's first operand, a script's name. */
export function scriptWords(words: readonly string[]): readonly string[] {
  const [program = '', ...rest] = words;
  const base = program.split('/').at(-1) ?? '';
  const operand = interpreter.test(base) ? rest.find((word) => !word.startsWith('-')) : undefined;
  return [
    ...(program.includes('/') ? [program] : []),
    ...(operand === undefined ? [] : [operand]),
    ...rest.filter((word) => scriptEnding.test(word)),
    ...(base === 'make' ? ['Makefile', 'makefile', 'GNUmakefile'] : []),
  ];
}
