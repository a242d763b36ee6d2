// Which trusted window is due, and what a desktop notification may say. It must never say a command, a value or the name of a
// secret: it is drawn by the desktop, over a locked screen too. Pure.
import type { ClientView } from '../contract/client.ts';
import type { AgentView } from '../contract/gateway.ts';
import type { ClientId, RequestId, VaultState } from '../contract/vocabulary.ts';
import { inOneLine } from './one-line.ts';

/** What waits for the person. */
export interface Waits {
  readonly state: VaultState;
  readonly questions: readonly RequestId[];
  /** So many clients wait for the unlock. */
  readonly knocks: number;
}

/** What the person was told of. */
export interface Told {
  readonly knocks: number;
  readonly questions: readonly RequestId[];
  /** Those of them that could be seen; none while locked, so that an unlock brings all of them. */
  readonly seen: readonly RequestId[];
}

export const nothingTold: Told = { knocks: 0, questions: [], seen: [] };

/** The window that something new is due in; null: there is nothing new. */
export function windowDue(told: Told, waits: Waits): 'unlock' | 'question' | null {
  const { state, questions, knocks } = waits;
  switch (state) {
    case 'unlocked':
      return questions.some((id) => !told.seen.includes(id)) ? 'question' : null;
    case 'locked':
      return knocks > told.knocks || questions.some((id) => !told.questions.includes(id)) ? 'unlock' : null;
    case 'empty':
      return null;
  }
}

export function toldOf({ state, questions, knocks }: Waits): Told {
  return { knocks, questions, seen: state === 'unlocked' ? questions : [] };
}

/** A client, or an agent of the gateway. */
export type Pausable = Pick<ClientView | AgentView, 'id' | 'name' | 'pausedFor'>;

/** Those that Postern itself paused. */
export function pausedByPostern(all: readonly Pausable[]): readonly Pausable[] {
  return all.filter(({ pausedFor }) => pausedFor === 'scans' || pausedFor === 'blocked');
}

/** `Postern paused Claude Code`; null when none is new. `known` null: a new session, in which nothing of before is news. */
export function pausedWords(known: readonly ClientId[] | null, paused: readonly Pausable[]): string | null {
  const fresh = paused.find(({ id }) => known?.includes(id) === false);
  return fresh === undefined ? null : `Postern paused ${drawn(fresh.name)}`;
}

/** `Claude Code waits for you`; null when nobody does. Names are claims, and some desktops read markup in the text. */
export function noticeWords(names: readonly string[]): string | null {
  const [first, ...more] = [...new Set(names)];
  if (first === undefined) return null;
  const name = drawn(first);
  return more.length === 0 ? `${name} waits for you` : `${name} and ${more.length} more wait for you`;
}

function drawn(name: string): string {
  return inOneLine(name.replace(/[<>&]/g, '·'), 40);
}
