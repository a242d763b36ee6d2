// Whether a text looks as if a machine had drawn it at random. It is a guess for findings, never a proof of strength.

/** Shannon entropy of the characters of a text in bits per character; 0 for an empty one. */
export function bitsPerCharacter(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  const length = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return [...counts.values()].reduce((bits, count) => bits - (count / length) * Math.log2(count / length), 0);
}

/** Letters, digits, and in what is not hex many of them: `a8F3kq0ZpX…`, not `packages-core-main-v2`, `tls-secret-2024`. */
export function looksRandom(text: string): boolean {
  const letters = text.replace(/[^A-Za-z]/g, '').length;
  const digits = text.replace(/[^0-9]/g, '').length;
  if (letters < 2 || digits < 2 || isWordsAndNumbers(text)) return false;
  const bits = bitsPerCharacter(text);
  if (/^[0-9a-fA-F-]{16,}$/.test(text)) return bits >= 2.8;
  return text.length >= 20 ? bits >= 3.5 : text.length >= 12 && bits >= 3;
}

/** Whether each part of the text is a word, maybe with a number behind it, or a number: what a person named, and no machine drew. */
export function isWordsAndNumbers(text: string): boolean {
  return text.split(/[-_./:+=]/).every((part) => /^(?:[A-Za-z]{0,24}[0-9]{0,6}|[0-9]{1,8})$/.test(part));
}

/** Whether a stretch of the text, 16 characters or more of a token's alphabet, looks random. */
export function holdsRandom(text: string): boolean {
  for (const [run] of text.matchAll(/[A-Za-z0-9+/=_-]{16,}/g)) if (looksRandom(run)) return true;
  return false;
}
