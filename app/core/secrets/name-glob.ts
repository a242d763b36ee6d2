// Globs over secret names: `*` within one step of the path, `**` across steps, `?` one character. Linear, so never a trap.

/** No name holds a wildcard, so what does is no name. */
export function isGlob(text: string): boolean {
  return /[*?]/.test(text);
}

/** Without case, since names are unique without case. */
export function matchesGlob(name: string, glob: string): boolean {
  const text = name.toLowerCase();
  const pattern = glob.toLowerCase();
  // rows[i]: whether pattern[0..i) matches the text read so far.
  let row = firstRow(pattern);
  for (const char of text) {
    const next = new Array<boolean>(pattern.length + 1).fill(false);
    for (let i = 0; i < pattern.length; i += 1) {
      const token = pattern[i];
      if (token === '*')
        next[i + 1] = (next[i] ?? false) || ((row[i + 1] ?? false) && (char !== '/' || isDouble(pattern, i)));
      else next[i + 1] = (row[i] ?? false) && (token === char || (token === '?' && char !== '/'));
    }
    row = next;
  }
  return row[pattern.length] ?? false;
}

function firstRow(pattern: string): boolean[] {
  const row = [true];
  for (let i = 0; i < pattern.length; i += 1) row.push((row[i] ?? false) && pattern[i] === '*');
  return row;
}

function isDouble(pattern: string, i: number): boolean {
  return pattern[i - 1] === '*' || pattern[i + 1] === '*';
}
