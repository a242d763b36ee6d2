// What `postern help` says, out of the table of commands.
import type { CliCommand, CliOption } from './commands.ts';
import { commands } from './commands.ts';
import { exitWords } from './exit-codes.ts';

export function helpText(): string {
  return [
    'usage: postern COMMAND …',
    '',
    ...columns(commands.map(({ word, says }) => [word, says])),
    '',
    'postern help COMMAND says more. You approve in Postern’s own window; no command here shows a value.',
    '',
    'Exit codes: that of the command, or',
    ...columns(exitWords),
    '',
  ].join('\n');
}

export function commandHelp({ usage, says, options, more = [] }: CliCommand): string {
  return [
    `usage: postern ${usage}`,
    '',
    `${says}.`,
    ...(options.length === 0 ? [] : ['', ...columns(options.map((option) => [optionText(option), option.says]))]),
    ...(more.length === 0 ? [] : ['', ...more]),
    '',
  ].join('\n');
}

function optionText({ name, short, value }: CliOption): string {
  return `${short === undefined ? '    ' : `-${short}, `}--${name}${value === null ? '' : ` ${value}`}`;
}

function columns(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([first]) => first.length));
  return rows.map(([first, second]) => `  ${first.padEnd(width)}  ${second}`);
}
