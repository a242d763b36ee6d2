// A `.env` file out of values: every line reads back, through dotenv's own rules, as exactly the value that went in.

export interface Variable {
  readonly name: string;
  readonly value: string;
}

/** `left`: names of variables whose values no quoting of that format can hold. */
export function dotenvText(variables: readonly Variable[]): {
  readonly text: string;
  readonly left: readonly string[];
} {
  const lines: string[] = [];
  const left: string[] = [];
  for (const { name, value } of variables) {
    const quoted = quote(value);
    if (quoted === null) left.push(name);
    else lines.push(`${name}=${quoted}\n`);
  }
  return { text: lines.join(''), left };
}

/** Single quotes and backticks take text as it is; between double quotes `\n` and `\r` are escapes. */
function quote(value: string): string | null {
  // Every line end is read as `\n`, and a backslash before the closing quote would hold it open.
  if (value.includes('\r') || value.endsWith('\\')) return null;
  for (const mark of ["'", '`', '"']) {
    if (value.includes(mark) || (mark === '"' && /\\[nr]/.test(value))) continue;
    return `${mark}${value}${mark}`;
  }
  return null;
}
