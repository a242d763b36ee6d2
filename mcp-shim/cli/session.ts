// `postern status` and `postern lock`. Neither starts Postern: what does not run is not unlocked.
import type { SessionView } from '../../app/contract/broker.ts';
import { sessionAnswer } from '../answers.ts';
import type { CommandContext } from './command-context.ts';
import { jsonText } from './safe-text.ts';

export function status(context: CommandContext): Promise<number> {
  return tell(context, 'session.status');
}

export function lock(context: CommandContext): Promise<number> {
  return tell(context, 'session.lock');
}

async function tell(
  { args, screen, client }: CommandContext,
  method: 'session.status' | 'session.lock',
): Promise<number> {
  const session = await client.ask(method, {}, { mayStart: false });
  if (args.asObject) await screen.write('out', `${jsonText(sessionAnswer(session))}\n`);
  else await screen.print(sessionWords(session));
  return 0;
}

function sessionWords({ state, locksAt, secretCount, waiting }: SessionView): readonly string[] {
  if (state === 'empty') return ['Postern has no vault yet. Open Postern and set it up.'];
  if (state === 'locked') return ['Postern is locked.'];
  return [
    locksAt === null ? 'Postern is unlocked.' : `Postern is unlocked until ${timeOf(locksAt)}, if it is not used.`,
    ...(secretCount === null ? ['This terminal was not let in yet.'] : [`It has ${counted(secretCount, 'secret')}.`]),
    ...(waiting === 0 ? [] : [`${counted(waiting, 'question')} waiting for you.`]),
  ];
}

function counted(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}

/** By the clock of this computer. */
function timeOf(epochMs: number): string {
  const date = new Date(epochMs);
  const time = [date.getHours(), date.getMinutes()].map((part) => String(part).padStart(2, '0')).join(':');
  const isToday = date.toDateString() === new Date().toDateString();
  return isToday ? time : `tomorrow, ${time}`;
}
