// Which words of a command name a file whose text decides what runs, and which programs live inside the shell itself.
import type { InnerCommand } from './inner-command.ts';
import { lastPart } from './program-name.ts';

/** Programs that live inside the shell itself. */
export const shellBuiltins: ReadonlySet<string> = new Set(
  'echo printf cd pwd test [ true false : export unset set read exit return shift umask wait type hash let local declare typeset readonly times ulimit break continue getopts kill jobs bg fg disown pushd popd dirs history help logout mapfile readarray caller enable shopt bind complete compgen fc suspend command builtin exec'.split(
    ' ',
  ),
);

const interpreter =
  /^(?:ba|da|z|k|fi)?sh$|^(?:python|pypy|perl|ruby|node|nodejs|deno|bun|tsx|ts-node|php|lua|Rscript|osascript|pwsh|tclsh|expect)[\d.]*$/;
const scriptEnding = /\.(?:sh|bash|zsh|fish|py|js|mjs|cjs|ts|mts|cts|rb|pl|php|lua|ps1|tcl|awk|mk)$/;

/** Options whose value is a file that is run. */
const fileOptions: readonly (readonly [RegExp, ReadonlySet<string>])[] = [
  [
    /^(?:node|nodejs|tsx|ts-node|bun)$/,
    new Set('-r --require --import --loader --experimental-loader --preload'.split(' ')),
  ],
  [/^ruby[\d.]*$/, new Set(['-r'])],
  [
    /^(?:[gmn]?awk|sed|psql|g?make|just|rake|expect)$/,
    new Set('-f --file --makefile --justfile --rakefile'.split(' ')),
  ],
];
/** Options whose value is neither a file that is run nor the operand. */
const valuedOptions: readonly (readonly [RegExp, ReadonlySet<string>])[] = [
  [/^(?:python|pypy)[\d.]*$/, new Set(['-W', '-X'])],
  [/^perl[\d.]*$|^ruby[\d.]*$/, new Set(['-I'])],
  [/^(?:ba|z|k)sh$/, new Set(['-o', '+o', '-O', '+O'])],
  [/^(?:node|nodejs)$/, new Set(['-C', '--conditions', '--env-file', '--title'])],
];
/** Behind one of these the code is in the command itself, or a module's name is. */
const noOperand: readonly (readonly [RegExp, RegExp])[] = [
  [/^(?:python|pypy)[\d.]*$/, /^-[A-Za-z]*[cm]$/],
  [/^(?:perl|ruby)[\d.]*$/, /^-[A-Za-z]*[eE]$/],
  [/^(?:node|nodejs|bun)$/, /^(?:-e|-p|-pe|--eval|--print)$/],
  [/^php[\d.]*$/, /^-r$/],
];

export function isInterpreter(program: string): boolean {
  return interpreter.test(program);
}

/**
 * The words of a command that may name such a file: a program by path, an interpreter's first operand or what it reads from, a
 * script's name, the value of an option like `make -f`. The command may name files that do not exist.
 */
export function scriptWords(command: InnerCommand): readonly string[] {
  const [program = '', ...rest] = command.words;
  const name = lastPart(program);
  const operand = interpreter.test(name) ? scriptOperand(name, rest) : null;
  return [
    ...new Set([
      ...(program.includes('/') ? [program] : []),
      ...(operand === null ? [] : [operand]),
      ...optionFiles(name, rest),
      ...rest.filter((word) => scriptEnding.test(word)),
      ...(interpreter.test(name) || name === 'psql' ? command.readsFrom : []),
      ...(/^g?make$/.test(name) ? makefiles(rest) : []),
    ]),
  ];
}

/** The first word behind the options, the one that an interpreter runs; null where the code is elsewhere. */
export function scriptOperand(name: string, words: readonly string[]): string | null {
  const files = optionsOf(fileOptions, name);
  const valued = optionsOf(valuedOptions, name);
  const [, none] = noOperand.find(([programs]) => programs.test(name)) ?? [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (none?.test(word) === true) return null;
    if (files?.has(word) === true || valued?.has(word) === true) at += 1;
    else if ((name === 'bun' || name === 'deno') && word === 'run') continue;
    else if (!word.startsWith('-') && !word.startsWith('+')) return word;
  }
  return null;
}

function optionFiles(name: string, words: readonly string[]): readonly string[] {
  const options = optionsOf(fileOptions, name);
  if (options === undefined) return [];
  return words.flatMap((word, at) => {
    if (options.has(words[at - 1] ?? '')) return [word];
    const cut = word.indexOf('=');
    if (word.startsWith('--')) return cut > 0 && options.has(word.slice(0, cut)) ? [word.slice(cut + 1)] : [];
    return word.length > 2 && options.has(word.slice(0, 2)) ? [word.slice(2)] : [];
  });
}

/** make reads the first of these in its folder. */
function makefiles(words: readonly string[]): readonly string[] {
  const at = words.findIndex((word) => word === '-C' || word === '--directory');
  const glued = words.find((word) => /^-C.|^--directory=/.test(word))?.replace(/^-C|^--directory=/, '');
  const folder = at >= 0 ? words[at + 1] : glued;
  return ['GNUmakefile', 'makefile', 'Makefile'].map((file) => (folder === undefined ? file : `${folder}/${file}`));
}

function optionsOf(
  table: readonly (readonly [RegExp, ReadonlySet<string>])[],
  name: string,
): ReadonlySet<string> | undefined {
  return table.find(([programs]) => programs.test(name))?.[1];
}
