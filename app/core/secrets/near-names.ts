// Names that a mistyped name may have meant.

const most = 3;
const farthest = 2;
/** A shorter piece is contained in too many names to be a hint. */
const shortestPiece = 3;

/**
 * At most three of `names`, nearest first: those within two edits of `asked`, and those that contain it or are contained in
 * it. Case does not count.
 */
export function nearNames<T extends string>(asked: string, names: readonly T[]): T[] {
  const wanted = asked.toLowerCase();
  return names
    .map((name) => ({ name, distance: nearness(wanted, name.toLowerCase()) }))
    .filter(({ distance }) => distance !== null)
    .sort((a, b) => (a.distance ?? 0) - (b.distance ?? 0) || (a.name < b.name ? -1 : 1))
    .slice(0, most)
    .map(({ name }) => name);
}

/** null: not near. */
function nearness(wanted: string, name: string): number | null {
  if (Math.abs(wanted.length - name.length) <= farthest) {
    const edits = editDistance(wanted, name);
    if (edits <= farthest) return edits;
  }
  const [short, long] = wanted.length < name.length ? [wanted, name] : [name, wanted];
  return short.length >= shortestPiece && long.includes(short) ? farthest + 1 : null;
}

/** Levenshtein's distance, row by row. */
function editDistance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const swapped = (above[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min((above[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, swapped));
    }
    above = current;
  }
  return above[b.length] ?? 0;
}
