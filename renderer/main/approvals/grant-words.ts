// What is allowed for a while, in words. Pure: the present moment is handed in.
import type { GrantView } from '../../../app/contract/approval.ts';
import type { Reach } from '../../../app/contract/lasting.ts';
import { ago, clockTime, counted } from '../times.ts';

/** Goes on after what is covered. A command is allowed in a project; a call of an API in none. */
export function reachWords({ reach, project }: Pick<GrantView, 'reach' | 'project'>): string {
  return (project === null ? callReach : commandReach)[reach];
}

const commandReach: Readonly<Record<Reach, string>> = {
  exact: 'exactly this command',
  alike: 'with other arguments too',
  reads: 'whatever only reads',
};

const callReach: Readonly<Record<Reach, string>> = {
  exact: 'exactly this request',
  alike: 'with any content',
  reads: 'and whatever else only reads there',
};

const minute = 60_000;

/** `12 minutes left`, `3 uses left, 4 minutes`, `for this session`. */
export function leftWords({ until, usesLeft }: Pick<GrantView, 'until' | 'usesLeft'>, now: number): string {
  const time = until === null ? null : timeLeft(until - now);
  if (usesLeft === null) return time === null ? 'for this session' : `${time} left`;
  return time === null ? `${counted(usesLeft, 'use')} left` : `${counted(usesLeft, 'use')}, ${time} left`;
}

/** `allowed at 14:06, used 4 times, last at 14:09` */
export function usedWords({ grantedAt, used, lastUsedAt }: GrantView, now: number): string {
  const allowed = `allowed ${moment(grantedAt, now)}`;
  if (used === 0) return allowed;
  const last = lastUsedAt === null ? '' : `, last ${moment(lastUsedAt, now)}`;
  return `${allowed}, used ${timesWords(used)}${last}`;
}

/** `once`, `twice`, `3 times` */
export function timesWords(times: number): string {
  return times === 1 ? 'once' : times === 2 ? 'twice' : `${times} times`;
}

function timeLeft(ms: number): string {
  if (ms < minute) return 'less than a minute';
  return counted(Math.ceil(ms / minute), 'minute');
}

function moment(at: number, now: number): string {
  const short = ago(at, now);
  return short === clockTime(at) ? `at ${short}` : short;
}
