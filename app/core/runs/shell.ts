// How each shell runs one line without reading the person's start-up files.
import type { Action } from '../../contract/run.ts';
import type { RunSpec } from '../ports/runner.ts';

/** Known shells by base name; any other is treated as a POSIX sh. A start-up file could redefine what was approved. */
const withoutStartUp: Readonly<Record<string, readonly string[]>> = {
  bash: ['--norc', '--noprofile', '-c'],
  zsh: ['-f', '-c'],
  fish: ['--no-config', '-c'],
};

/** Program and arguments of the frozen command. The first executable of an argv action is its program. */
export function programOf(action: Action): Pick<RunSpec, 'file' | 'argv0' | 'args'> {
  const { command } = action;
  if (command.kind === 'argv') {
    const [word = '', ...args] = command.argv;
    return { file: action.executables[0]?.path ?? '', argv0: word, args };
  }
  const name = command.shell.split('/').at(-1) ?? '';
  return { file: command.shell, args: [...(withoutStartUp[name] ?? ['-c']), command.line] };
}
