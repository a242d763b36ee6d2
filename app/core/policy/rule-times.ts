// When a rule holds, by the clock on the wall of the person.
import type { PolicyRule } from '../../contract/policy.ts';

/** A moment in local time. */
export interface Moment {
  readonly minutes: number;
  readonly day: (typeof days)[number];
  /** Such as `2027-01-31`. */
  readonly date: string;
}

/** @param now - milliseconds since 1970, UTC */
export function momentOf(now: number): Moment {
  const at = new Date(now);
  const date = [at.getFullYear(), at.getMonth() + 1, at.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
  return { minutes: at.getHours() * 60 + at.getMinutes(), day: days[at.getDay()] ?? 'sun', date };
}

export function holdsAt({ hours, days, until }: PolicyRule, moment: Moment): boolean {
  if (until !== undefined && moment.date > until) return false;
  if (days !== undefined && !days.includes(moment.day)) return false;
  if (hours === undefined) return true;
  const [from, to] = minutesOf(hours);
  const { minutes } = moment;
  return from < to ? minutes >= from && minutes < to : minutes >= from || minutes < to;
}

/** Minutes since midnight; the second may be the smaller one: over midnight. */
export function minutesOf(hours: string): readonly [number, number] {
  const [from = 0, to = 0] = hours.split('-').map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3)));
  return [from, to];
}

const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
