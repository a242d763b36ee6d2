// Choosing from a long list by search. Pure.

/** Those whose name holds every word, in any letter case. */
export function matching<T extends { readonly name: string }>(all: readonly T[], typed: string): readonly T[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return words.length === 0 ? all : all.filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)));
}

/** The set with these in it, or without them. */
export function toggled<T>(chosen: ReadonlySet<T>, these: readonly T[], on: boolean): ReadonlySet<T> {
  const next = new Set(chosen);
  for (const each of these) {
    if (on) next.add(each);
    else next.delete(each);
  }
  return next;
}
