// Where a rule stands in the text of a policy, as Postern writes it: one list item each, its id first. Pure. What comes of it is
// only ever proposed, and judged by the broker.

/** The line that the rule begins at, from 1; null: not found, or written in another way. */
export function lineOfRule(text: string, id: string): number | null {
  const at = text.split('\n').findIndex((line) => startOf(line)?.id === id);
  return at < 0 ? null : at + 1;
}

/** The text without this rule, with all else left as it was; null: not found, or written in another way. */
export function withoutRule(text: string, id: string): string | null {
  const lines = text.split('\n');
  const from = lines.findIndex((line) => startOf(line)?.id === id);
  const start = startOf(lines[from] ?? '');
  if (start === null) return null;
  let to = from + 1;
  // Empty lines belong to the rule only where it goes on after them.
  for (let at = to; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line.trim() === '') continue;
    if (indentOf(line) <= start.indent) break;
    to = at + 1;
  }
  const rest = lines.toSpliced(from, to - from);
  const next = rest.slice(from).find((line) => line.trim() !== '');
  const wasOnly = rest[from - 1]?.trimEnd() === 'rules:' && !next?.trimStart().startsWith('- ');
  return (wasOnly ? rest.with(from - 1, 'rules: []') : rest).join('\n');
}

function startOf(line: string): { readonly id: string; readonly indent: number } | null {
  const found = /^( *)- id: *(['"]?)([a-z0-9][a-z0-9-]*)\2\s*(#.*)?$/.exec(line);
  return found?.[3] === undefined ? null : { id: found[3], indent: found[1]?.length ?? 0 };
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
