// A number of something, as the person types it.

/** NaN: it is no whole number of at most six digits. */
export function countIn(text: string): number {
  return /^\d{1,6}$/.test(text.trim()) ? Number(text) : Number.NaN;
}

/** undefined: it is a count from 1 to `most`. */
export function countProblem(text: string, most: number): string | undefined {
  const number = countIn(text);
  return Number.isSafeInteger(number) && number >= 1 && number <= most
    ? undefined
    : `A whole number from 1 to ${most}.`;
}
