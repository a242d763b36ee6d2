// What the settings offer, with what is set now among it. Pure.

/** Minutes. `now` null: off. */
export function idleChoices(now: number | null): readonly number[] {
  return withNow([1, 2, 5, 10, 15, 20, 30, 45, 60], now);
}

/** Seconds. */
export function clipboardChoices(now: number): readonly number[] {
  return withNow([5, 10, 15, 30, 45, 60, 120, 300], now);
}

function withNow(offered: readonly number[], now: number | null): readonly number[] {
  return now === null || offered.includes(now) ? offered : [...offered, now].sort((a, b) => a - b);
}

/** `30 minutes`, `1 hour`, `1 hour 30`, `8 hours` */
export function hoursWords(hours: number): string {
  const whole = Math.floor(hours);
  if (whole === 0) return '30 minutes';
  return `${whole === 1 ? '1 hour' : `${whole} hours`}${hours === whole ? '' : ' 30'}`;
}

/** `30 seconds`, `2 minutes` */
export function secondsWords(seconds: number): string {
  if (seconds < 60 || seconds % 60 !== 0) return `${seconds} seconds`;
  return seconds === 60 ? '1 minute' : `${seconds / 60} minutes`;
}
