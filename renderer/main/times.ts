// Moments in words. Pure: the present moment is handed in.
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const number = new Intl.NumberFormat('en-GB');
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const seconds = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long' });

/** `14:06` */
export function clockTime(at: number): string {
  return clock.format(at);
}

/** `14:06:31` */
export function exactTime(at: number): string {
  return seconds.format(at);
}

/** `22 Nov 2026` */
export function dateOf(at: number): string {
  return date.format(at);
}

/** `Today`, `Yesterday`, or `Friday 20 November`. */
export function dayOf(at: number, now: number): string {
  const days = daysApart(at, now);
  if (days === 0) return 'Today';
  if (days === 1) return 'Yesterday';
  return weekday.format(at);
}

/** Short, for a list: the time when it was today, otherwise how long ago. */
export function ago(at: number, now: number): string {
  const days = daysApart(at, now);
  if (days <= 0) return clockTime(at);
  if (days === 1) return 'yesterday';
  if (days < 14) return `${days} days ago`;
  if (days < 60) return `${Math.round(days / 7)} weeks ago`;
  return dateOf(at);
}

/** `6 minutes`, `2 hours`, `3 days`; never less than a minute. */
export function span(ms: number): string {
  if (ms < hour) return counted(Math.max(1, Math.round(ms / minute)), 'minute');
  if (ms < 2 * day) return counted(Math.round(ms / hour), 'hour');
  return counted(Math.round(ms / day), 'day');
}

/** How long it took: `7 ms`, `0.4 s`, `12 s`, `3 min`. */
export function took(ms: number): string {
  if (ms < 100) return `${Math.round(ms)} ms`;
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`;
  if (ms < 100_000) return `${Math.round(ms / 1000)} s`;
  return `${Math.round(ms / minute)} min`;
}

/** `1 secret`, `10,000 secrets` */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** `10,000` */
export function grouped(count: number): string {
  return number.format(count);
}

/** Whole calendar days between two moments, by the person's own clock. */
export function daysApart(earlier: number, later: number): number {
  const start = (at: number) => new Date(at).setHours(0, 0, 0, 0);
  return Math.round((start(later) - start(earlier)) / day);
}
