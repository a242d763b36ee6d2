// Which hidden state of known programs Postern cannot attest: what runs besides the files whose hashes it knows.
import type { HiddenState, HiddenStateKind } from '../../contract/hidden-state.ts';
import type { HiddenUse } from './hidden-state-table.ts';
import { hiddenUses, verbOptions } from './hidden-state-table.ts';
import type { InnerCommand } from './inner-command.ts';
import { lastPart } from './program-name.ts';
import { isInterpreter, scriptOperand } from './script-words.ts';

/** Each kind of each program once, in order of appearance. */
export function hiddenStateOf(commands: readonly InnerCommand[]): readonly HiddenState[] {
  const downloads = commands.some(({ words }) => /^(?:curl|wget|fetch)$/.test(lastPart(words[0] ?? '')));
  const found = new Map<string, HiddenState>();
  for (const command of commands) {
    for (const state of [...packageStates(command), ...ownStates(command, downloads)]) {
      found.set(`${state.kind} ${state.program}`, state);
    }
  }
  return [...found.values()];
}

/**
 * Whether the agent, who edits the files of the project, can change what runs without changing the command. Plugins and other
 * machines are not the project's. Git's settings are left out although an agent can edit `.git/config`: that is so for every use
 * of Git, `git status` too, and a warning that always stands there is one that nobody reads. The window names them.
 */
export function agentCanChange(states: readonly HiddenState[]): boolean {
  return states.some(({ kind }) => kind !== 'plugin' && kind !== 'remote_command' && kind !== 'git_config');
}

/** A package runner takes the package from the project or downloads it. */
function packageStates({ via }: InnerCommand): readonly HiddenState[] {
  return via
    .filter((wrapper) => /^(?:npx|pnpx|bunx|(?:pnpm|yarn) dlx|bun x|(?:npm|pnpm) exec|npm x)$/.test(wrapper))
    .map((wrapper) => ({ kind: 'downloaded_code', program: wrapper }));
}

function ownStates(command: InnerCommand, downloads: boolean): readonly HiddenState[] {
  const program = lastPart(command.words[0] ?? '');
  const words = command.words.slice(1);
  const verb = verbOf(program, words);
  const uses = hiddenUses.filter(([programs, use]) => programs.has(program) && isAbout(verb, use));
  const kinds = uses.flatMap(([, use]) => use.kinds);
  if (program === 'git' && words.some((word) => /^(?:-c|--config-env|--exec-path)(?:=|$)/.test(word))) {
    kinds.push('git_config');
  }
  if (isInterpreter(program)) kinds.push(...interpreterKinds(command, program, downloads));
  return kinds.map((kind) => ({ kind, program }));
}

function isAbout(verb: string | null, { verbs, except }: HiddenUse): boolean {
  if (verb === null) return verbs === undefined && except === undefined;
  return (verbs === undefined || verbs.has(verb)) && except?.has(verb) !== true;
}

/** The first word that is no option. `yarn` alone installs. */
function verbOf(program: string, words: readonly string[]): string | null {
  const valued = verbOptions.get(program);
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (valued?.has(word) === true) at += 1;
    else if (!word.startsWith('-') && !(program === 'cargo' && word.startsWith('+'))) return word;
  }
  return program === 'yarn' && words.length === 0 ? 'install' : null;
}

function interpreterKinds({ words, readsFrom }: InnerCommand, program: string, downloads: boolean): HiddenStateKind[] {
  const rest = words.slice(1);
  const operand = scriptOperand(program, rest);
  const options = operand === null ? rest : rest.slice(0, rest.indexOf(operand));
  if (/^node/.test(program) && options.includes('--test')) return ['test_code'];
  if (options.some((word) => isInline(program, word)) || (program === 'deno' && operand === 'eval'))
    return ['inline_code'];
  if (operand !== null) return /^https?:/.test(operand) ? ['downloaded_code'] : [];
  const module = /^(?:python|pypy)/.test(program) ? rest.findIndex((word) => /^-[A-Za-z]*m$/.test(word)) : -1;
  if (module >= 0)
    return /^(?:pytest|unittest|nose2?|tox|nox)$/.test(rest[module + 1] ?? '') ? ['test_code'] : ['build_script'];
  const onlyAsks = rest.length > 0 && rest.every((word) => /^(?:-[vVh]|--version|--help)$/.test(word));
  if (onlyAsks || readsFrom.length > 0) return [];
  return [downloads ? 'downloaded_code' : 'inline_code'];
}

const inlineOptions: readonly (readonly [RegExp, RegExp])[] = [
  [/^(?:python|pypy)/, /^-[A-Za-z]*c/],
  [/^(?:perl|ruby)/, /^-[A-Za-z]*[eE]/],
  [/^(?:node|nodejs|bun|tsx|ts-node)$/, /^(?:-e|-p|-pe|--eval|--print)(?:=|$)/],
  [/^php/, /^-[rBRE]$/],
  [/^(?:lua|Rscript|osascript)/, /^-e/],
];

function isInline(program: string, word: string): boolean {
  return inlineOptions.some(([programs, options]) => programs.test(program) && options.test(word));
}
