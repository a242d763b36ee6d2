// Our entry in a program's settings: a command with its arguments, under the name `postern`. It never holds a value or an environment.
import { z } from 'zod';
import type { AgentProgram } from '../../contract/connect.ts';

export const entryName = 'postern';

export interface Entry {
  readonly command: string;
  readonly args: readonly string[];
}

/** Where our entry stands in a text: in the object `list`, under `name`. */
export interface EntryPlace {
  readonly list: string;
  readonly name: string;
  /** No comments, no trailing commas. */
  readonly strict: boolean;
}

/** `plain`: `{command, args}`; `stdio`: with a type; `claude`: with a type and an empty `env`; `opencode`: one list of words. */
export type EntryForm = 'plain' | 'stdio' | 'claude' | 'opencode';

/** `node`, `shim`: absolute paths. */
export function ourEntry(node: string, shim: string, id: AgentProgram): Entry {
  return { command: node, args: [shim, '--client', id] };
}

/** The entry as the program writes it. What else stood in an entry of ours, such as a time limit, stays. */
export function entryValue(
  form: EntryForm,
  { command, args }: Entry,
  before: unknown,
): Readonly<Record<string, unknown>> {
  const kept = z.record(z.string(), z.unknown()).safeParse(before).data ?? {};
  switch (form) {
    case 'plain':
      return { ...kept, command, args };
    case 'stdio':
      return { type: 'stdio', ...kept, command, args };
    case 'claude':
      return { type: 'stdio', ...kept, command, args, env: kept.env ?? {} };
    case 'opencode':
      return { type: 'local', ...kept, command: [command, ...args], enabled: true };
  }
}

/** null: it starts no command, or is no entry at all. */
export function entryOf(value: unknown): Entry | null {
  const { data } = AnyEntry.safeParse(value);
  if (data === undefined) return null;
  if (typeof data.command === 'string') return { command: data.command, args: data.args ?? [] };
  const [command, ...args] = data.command;
  return command === undefined ? null : { command, args };
}

const AnyEntry = z.object({
  command: z.union([z.string(), z.array(z.string())]),
  args: z.array(z.string()).optional(),
});

/** Whether it starts Postern's shim, wherever that lies or lay. Only such an entry is ever changed or removed. */
export function isOurs({ command, args }: Entry): boolean {
  return shimFile.test(command) || shimFile.test(args[0] ?? '');
}

const shimFile = /(?:^|[\\/])postern-mcp(?:\.mjs)?$/;

/** For `claude mcp add-json`. */
export function claudeJson(entry: Entry): string {
  return JSON.stringify(entryValue('claude', entry, null));
}
