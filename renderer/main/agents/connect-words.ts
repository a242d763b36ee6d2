// What the page says of an agent's program and of a change to it. Pure.
import type {
  Afterwards,
  ConnectAct,
  ConnectReport,
  ProgramState,
  ProgramView,
} from '../../../app/contract/connect.ts';
import { faultMessages } from '../../../app/contract/fault.ts';
import type { Tone } from '../../ui/badge.tsx';
import { counted } from '../times.ts';

export const stateWords: Readonly<Record<ProgramState, { readonly tone: Tone; readonly text: string }>> = {
  not_found: { tone: 'plain', text: 'Not found' },
  not_connected: { tone: 'plain', text: 'Not connected' },
  connected: { tone: 'good', text: 'Connected' },
  needs_repair: { tone: 'write', text: 'Needs repair' },
  foreign: { tone: 'write', text: 'Not ours' },
  unreadable: { tone: 'write', text: 'Not readable' },
};

/** What is wrong, and what to do about it; null: nothing is. */
export function troubleWords({ state, fault }: Pick<ProgramView, 'state' | 'fault'>): string | null {
  switch (state) {
    case 'needs_repair':
      return 'Its entry names a Node or a Postern that is no longer there, or is elsewhere now.';
    case 'foreign':
      return 'An entry called postern starts something else. Postern leaves it alone; rename it there to connect.';
    case 'unreadable':
      return fault === null ? null : faultMessages[fault];
    default:
      return null;
  }
}

export const actWords: Readonly<Record<ConnectAct, string>> = {
  connect: 'Connect',
  repair: 'Repair',
  disconnect: 'Disconnect',
};

/** What the person has to do for the program to notice. */
export function afterwardsWords(afterwards: Afterwards, name: string): string {
  switch (afterwards) {
    case 'session':
      return `Restart the session: a ${name} that is running does not notice.`;
    case 'app':
      return `Restart ${name}, so that it notices.`;
    case 'window':
      return `Reload the window of ${name}, so that it notices.`;
  }
}

/** `Postern answered with 9 tools, after 0.3 s.` null: nobody was asked, or there was no answer. */
export function answeredWords({ handshake }: ConnectReport): string | null {
  if (handshake?.kind !== 'answered') return null;
  const seconds = Math.max(0.1, handshake.ms / 1000).toFixed(1);
  return `It works: Postern was started that way and answered with ${counted(handshake.tools, 'tool')}, after ${seconds} s.`;
}
