// What state a program is in, and what may be done about it.
import type { ConnectAct, ProgramState } from '../../contract/connect.ts';
import type { Found } from './config-text.ts';
import { type Entry, isOurs } from './entry.ts';

/** How an entry compares with what Postern would write. */
export interface Wanted {
  /** Of our entry, behind the Node. */
  readonly args: readonly string[];
  /** Whether what the entry starts is there, under an absolute path. */
  readonly starts: boolean;
}

export function stateOf(found: Found | null, wanted: Wanted): Exclude<ProgramState, 'not_found' | 'unreadable'> {
  if (found === null) return 'not_connected';
  if (found.entry === null || !isOurs(found.entry)) return 'foreign';
  return wanted.starts && sameWords(found.entry.args, wanted.args) ? 'connected' : 'needs_repair';
}

/** `canRun`: there is a Node to run the shim. */
export function actsIn(state: ProgramState, canRun: boolean): ConnectAct[] {
  switch (state) {
    case 'not_connected':
      return canRun ? ['connect'] : [];
    case 'needs_repair':
      return canRun ? ['repair', 'disconnect'] : ['disconnect'];
    case 'connected':
      return ['disconnect'];
    case 'not_found':
    case 'foreign':
    case 'unreadable':
      return [];
  }
}

export function sameEntry(a: Entry | null, b: Entry): boolean {
  return a !== null && a.command === b.command && sameWords(a.args, b.args);
}

function sameWords(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((word, at) => word === b[at]);
}
