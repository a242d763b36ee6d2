// A number of hours, in halves, in words. Pure.

/** `half an hour`, `an hour`, `2 hours`, `2 and a half hours`. */
export function hoursWords(hours: number): string {
  if (hours === 0.5) return 'half an hour';
  if (hours === 1) return 'an hour';
  const whole = Math.floor(hours);
  return Number.isInteger(hours) ? `${whole} hours` : `${whole} and a half hours`;
}
