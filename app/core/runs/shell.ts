// How each shell runs one line without reading the person's start-up files.
import type { Action } from '../../contract/run.ts';
import { shellName } from '../../contract/shell-name.ts';
import type { RunSpec } from '../ports/runner.ts';

const ofPowerShell = ['-NoProfile', '-NonInteractive', '-Command'];

/** Known shells by name; any other is treated as a POSIX sh. A start-up file could redefine what was approved. */
const withoutStartUp: Readonly<Record<string, readonly string[]>> = {
  bash: ['--norc', '--noprofile', '-c'],
  zsh: ['-f', '-c'],
  fish: ['--no-config', '-c'],
  pwsh: ofPowerShell,
  powershell: ofPowerShell,
};

/** Program and arguments of the frozen command. The first executable of an argv action is its program. */
export function programOf(action: Action): Pick<RunSpec, 'file' | 'argv0' | 'args'> {
  const { command } = action;
  if (command.kind === 'argv') {
    const [word = '', ...args] = command.argv;
    return { file: action.executables[0]?.path ?? '', argv0: word, args };
  }
  return { file: command.shell, args: [...(withoutStartUp[shellName(command.shell)] ?? ['-c']), command.line] };
}
