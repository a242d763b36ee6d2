// The commands `postern` and `postern-mcp` for a terminal: small sh scripts that start the shim's one file. A file that is not ours is
// known by its first lines, and never touched.
import type { CommandState } from '../../contract/connect.ts';
import { shellWord } from './connect-text.ts';

export const commandNames = ['postern', 'postern-mcp'] as const;
export type CommandName = (typeof commandNames)[number];

const firstLines = '#!/bin/sh\n# Made by Postern, which also removes it: see its page Agents.\n';

/** What the commands start; absolute paths. */
export interface Started {
  readonly node: string;
  readonly shim: string;
}

export function commandScript(name: CommandName, { node, shim }: Started): Buffer {
  // The shim's file is the terminal's command when its first word says so.
  const words = name === 'postern' ? [node, shim, 'postern'] : [node, shim];
  return Buffer.from(`${firstLines}exec ${words.map(shellWord).join(' ')} "$@"\n`);
}

/** `bytes` null: there is no such file. `wanted` null: there is no Node, so an old one cannot be told from ours. */
export function commandState(bytes: Buffer | null, wanted: Buffer | null): CommandState {
  if (bytes === null) return 'absent';
  if (!bytes.toString('latin1').startsWith(firstLines)) return 'foreign';
  return wanted === null || bytes.equals(wanted) ? 'ours' : 'stale';
}
