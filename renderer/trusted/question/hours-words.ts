// A number of hours, in halves, in words. Pure.

/** `half an hour`, `an hour`, `2 hours`, `2½ hours`. */
export function hoursWords(hours: number): string {
  if (hours === 0.5) return 'half an hour';
  if (hours === 1) return 'an hour';
  const whole = Math.floor(hours);
  return `${whole}${Number.isInteger(hours) ? '' : '½'} hours`;
}
