// Finds the variables that carry secrets in a command. Pure, and for the eye only: it decides nothing.

export interface EnvPart {
  readonly text: string;
  readonly marked: boolean;
}

/** The text in parts; a part is marked when it names one of the variables, with its `$` or `${…}` when it has one. */
export function markEnv(text: string, names: readonly string[]): readonly EnvPart[] {
  const words = names.map((name) => name.replace(/\W/g, '')).filter((name) => name !== '');
  if (words.length === 0) return [{ text, marked: false }];
  const any = words.join('|');
  const pattern = new RegExp(`(\\$\\{(?:${any})\\}|\\$\\{?(?:${any})(?!\\w)|(?<!\\w)(?:${any})(?!\\w))`);
  return text
    .split(pattern)
    .map((part, at) => ({ text: part, marked: at % 2 === 1 }))
    .filter((part) => part.text !== '');
}
