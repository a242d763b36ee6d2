// Numbers that look like chance and are the same for every run of a benchmark.

export interface Chance {
  /** 0 ≤ n < below; `below` is at most 65,536. */
  below(below: number): number;
  oneOf<T>(choices: readonly [T, ...T[]]): T;
  /** `length` characters of the alphabet. */
  text(length: number, alphabet: string): string;
}

export function chanceFrom(seed: number): Chance {
  let state = (seed + 1) * 2654435761;
  function below(limit: number): number {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return ((state >>> 16) * limit) >>> 16;
  }
  return {
    below,
    oneOf: (choices) => choices[below(choices.length)] ?? choices[0],
    text: (length, alphabet) => Array.from({ length }, () => alphabet[below(alphabet.length)]).join(''),
  };
}
