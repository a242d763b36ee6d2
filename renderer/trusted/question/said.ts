// A sentence that quotes what an agent wrote, in parts, so that the quoted ones can be drawn as visible text. Pure.

export type Said = readonly (string | { readonly code: string })[];

/** `a`, `a and b`, `a, b and c` */
export function listed(items: Said): Said {
  return items.flatMap((item, at) => (at === 0 ? [item] : [at === items.length - 1 ? ' and ' : ', ', item]));
}

/** Each text once. More than `most` of them would hide the rest of the sentence: then `others` says how many. */
export function codes(texts: readonly string[], most: number, others: (count: number) => string): Said {
  const unique = [...new Set(texts)];
  return unique.length > most ? [others(unique.length)] : listed(unique.map((code) => ({ code })));
}

/** Sentences one after the other. */
export function spaced(sentences: readonly Said[]): Said {
  return sentences.flatMap((said, at) => (at === 0 ? said : [' ', ...said]));
}
