// How long a run takes, in words. Pure.
import type { LiveRun } from '../../../app/contract/live.ts';
import { exactTime, took } from '../times.ts';

/** `for 12 s`, while it runs; `at 14:06:31, after 3.0 s: exit code 1`, once it has ended. */
export function progressWords({ startedAt, endedAt, outcome }: LiveRun, now: number): string {
  if (endedAt === null) return `for ${lasting(Math.max(0, now - startedAt))}`;
  const ended = `at ${exactTime(endedAt)}, after ${took(endedAt - startedAt)}`;
  return outcome === null ? ended : `${ended}: ${outcome}`;
}

/** In whole seconds: tenths would flicker. */
function lasting(ms: number): string {
  return ms < 10_000 ? `${Math.floor(ms / 1000)} s` : took(ms);
}

/** The first line, and no more than fits a row. */
export function briefCommand(command: string): string {
  const [line = ''] = command.split('\n');
  const characters = Array.from(line);
  return characters.length < 100 && line === command ? command : `${characters.slice(0, 96).join('')}…`;
}
