// The scripts behind TAB, out of the table of commands. Names of secrets come from `postern complete-names`, and are never evaluated.
import { UsageFault } from './arguments.ts';
import type { CliCommand, CliOption } from './commands.ts';
import { commands } from './commands.ts';

/** @throws UsageFault for a shell that is not known */
export function completionScript(shell: string): string {
  switch (shell) {
    case 'bash':
      return bashScript();
    case 'zsh':
      return zshScript();
    case 'fish':
      return fishScript();
    default:
      throw new UsageFault('Name a shell: bash, zsh or fish');
  }
}

const withOptions = commands.filter(({ options, words }) => options.length > 0 || words !== undefined);

function bashScript(): string {
  const patterns = (offers: CliOption['offers']) =>
    commands.flatMap(({ word, options }) =>
      options
        .filter((option) => option.offers === offers)
        .flatMap((option) => flags(option).map((flag) => `'${word} ${flag}'`)),
    );
  const silent = commands.flatMap(({ word, options }) =>
    options
      .filter(({ value, offers }) => value !== null && offers === undefined)
      .flatMap((option) => flags(option).map((flag) => `'${word} ${flag}'`)),
  );
  return `_postern() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} name i
  local IFS=$'\\n'
  COMPREPLY=()
  for ((i = 2; i < COMP_CWORD; i++)); do
    [[ \${COMP_WORDS[i]} == -- ]] || continue
    compopt -o filenames 2>/dev/null
    if ((i == COMP_CWORD - 1)); then COMPREPLY=($(compgen -c -- "$word")); else COMPREPLY=($(compgen -f -- "$word")); fi
    return
  done
  if ((COMP_CWORD == 1)); then
    COMPREPLY=($(compgen -W $'${commands.map(({ word }) => word).join('\\n')}' -- "$word"))
    return
  fi
  if [[ $word == = ]]; then word=; elif [[ $before == = ]]; then before=\${COMP_WORDS[COMP_CWORD-2]}; fi
  case "\${COMP_WORDS[1]} $before" in
    ${patterns('secrets').join('|')})
      while read -r name; do
        [[ $name == "$word"* ]] && COMPREPLY+=("$name")
      done < <("\${COMP_WORDS[0]}" complete-names 2>/dev/null)
      return ;;
    ${patterns('folders').join('|')})
      compopt -o filenames 2>/dev/null
      COMPREPLY=($(compgen -d -- "$word"))
      return ;;
    ${silent.join('|')})
      return ;;
  esac
  case \${COMP_WORDS[1]} in
${withOptions
  .map(
    ({ word, options, words = [] }) =>
      `    ${word}) COMPREPLY=($(compgen -W $'${[...words, ...options.map(({ name }) => `--${name}`)].join('\\n')}' -- "$word")) ;;`,
  )
  .join('\n')}
  esac
}
complete -F _postern postern
`;
}

function zshScript(): string {
  const argument = (option: CliOption): string => {
    const many = option.many ? "'*'" : '';
    const forms = option.short === undefined ? `--${option.name}` : `{-${option.short},--${option.name}}`;
    const action = { secrets: '_postern_names', folders: '_directories', none: ' ' }[option.offers ?? 'none'];
    const value = option.value === null ? '' : `:${option.value.replaceAll(/[[\]:]/g, ' ')}:${action}`;
    return `${many}${forms}'[${option.says}]${value}'`;
  };
  const lines = ({ word, options, words }: CliCommand): string => {
    const rest = word === 'run' ? ["'*:: :_normal'"] : words === undefined ? [] : [`'1:what:(${words.join(' ')})'`];
    return `    ${word}) _arguments -S ${[...options.map(argument), ...rest].join(' ')} ;;`;
  };
  return `#compdef postern
_postern_names() {
  local -a names
  names=(\${(f)"$(_call_program names postern complete-names 2>/dev/null)"})
  compadd -a names
}
_postern() {
  local -a found
  if (( CURRENT == 2 )); then
    found=(${commands.map(({ word, says }) => `'${word}:${says}'`).join(' ')})
    _describe command found
    return
  fi
  local word=$words[2]
  shift words
  (( CURRENT-- ))
  case $word in
${withOptions.map(lines).join('\n')}
  esac
}
if [[ $funcstack[1] == _postern ]]; then _postern "$@"; else compdef _postern postern; fi
`;
}

function fishScript(): string {
  const option = ({ word }: CliCommand, { name, short, value, says, offers }: CliOption): string => {
    const given = {
      secrets: "-a '(postern complete-names 2>/dev/null)'",
      folders: "-a '(__fish_complete_directories)'",
    };
    const taken = value === null ? '' : ` -x ${offers === undefined ? '' : given[offers]}`;
    return `complete -c postern -n '__postern_at ${word}' -l ${name}${short === undefined ? '' : ` -s ${short}`}${taken} -d '${says}'`;
  };
  const words = ({ word, words: own = [] }: CliCommand): readonly string[] =>
    own.length === 0 ? [] : [`complete -c postern -n '__postern_at ${word}' -a '${own.join(' ')}'`];
  return `${[
    'function __postern_at',
    '  set -l given (commandline -opc)',
    '  test "$given[2]" = "$argv[1]"; and not contains -- -- $given',
    'end',
    'complete -c postern -f',
    "complete -c postern -n 'contains -- -- (commandline -opc)' -F",
    ...commands.map(({ word, says }) => `complete -c postern -n __fish_use_subcommand -a ${word} -d '${says}'`),
    ...commands.flatMap((command) => [...words(command), ...command.options.map((each) => option(command, each))]),
  ].join('\n')}\n`;
}

function flags({ name, short }: CliOption): readonly string[] {
  return short === undefined ? [`--${name}`] : [`--${name}`, `-${short}`];
}
