// What the person allowed since the unlock, so that the next question can show what is new in it. In memory only.
import type { SinceLast } from '../../contract/approval.ts';
import type { Action } from '../../contract/run.ts';
import { marksOf, wordsBetween } from './word-changes.ts';

/** One allowed action for each use of a program by a client; so many, the oldest go. */
const mostKept = 200;

export class LastAllowed {
  readonly #byKind = new Map<string, { readonly action: Action; readonly at: number }>();

  add(action: Action, at: number): void {
    const kind = kindOf(action);
    this.#byKind.delete(kind);
    this.#byKind.set(kind, { action, at });
    const [oldest] = this.#byKind.keys();
    if (this.#byKind.size > mostKept && oldest !== undefined) this.#byKind.delete(oldest);
  }

  /** null: nothing like it was allowed since the unlock. */
  since(action: Action): SinceLast | null {
    const last = this.#byKind.get(kindOf(action));
    if (last === undefined) return null;
    const then = last.action;
    const { added, removed } = wordsBetween(wordsOf(then), wordsOf(action));
    const held = new Set(then.secrets.map(({ name }) => name));
    const files = [...action.executables, ...action.scripts].filter(({ word, path, sha256 }) => {
      const known = [...then.executables, ...then.scripts].find((file) => file.word === word || file.path === path);
      return known !== undefined && (known.path !== path || known.sha256 !== sha256);
    });
    return {
      allowedAt: last.at,
      marks: marksOf(partsOf(action), added),
      ...{ added, removed, files },
      secrets: [...new Set(action.secrets.map(({ name }) => name))].filter((name) => !held.has(name)),
    };
  }

  /** At a lock. */
  forget(): void {
    this.#byKind.clear();
  }
}

/** Similar is what one client does with the same uses of the same programs. */
function kindOf({ client, commands }: Action): string {
  return JSON.stringify([client.id, commands.map(({ risk }) => risk.verb)]);
}

function wordsOf({ commands, command }: Action): readonly string[] {
  return commands.length > 0 ? commands.flatMap(({ words }) => words) : partsOf({ command });
}

/** The texts of the command that the window draws: the line, or each argument. */
function partsOf({ command }: Pick<Action, 'command'>): readonly string[] {
  return command.kind === 'shell' ? [command.line] : command.argv;
}
