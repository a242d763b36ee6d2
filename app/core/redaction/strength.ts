// Whether a value can be told from ordinary text. One that cannot would either leak or eat every build log, so it is refused.

export type Strength = 'ok' | 'secret_too_short' | 'secret_too_plain';

/** In characters (code points), white space at both ends not counted. */
export const minValueLength = 8;
const minDistinct = 4;
const longestUnit = 4;
const longestWord = 12;
const minDigits = 10;

/**
 * `secret_too_short`: fewer than 8 characters. `secret_too_plain`, any one of:
 * - fewer than 4 different characters: `aaaaaaaa`, `10101010`
 * - one unit of up to 4 characters over and over: `abababab`, `abcdabcdab`
 * - a run of neighbours, up or down: `12345678`, `abcdefgh`, `87654321`; 9 and 0 are neighbours
 * - a single word of at most 12 letters a–z, in lower case, upper case or capitalised: `password`, `LOCALHOST`, `Production`
 * - fewer than 10 digits and nothing else but `. : / -` and spaces: `127.0.0.1`, `2024-11-22`, `314159265`
 *
 * White space at both ends is not counted in any of them. It is no measure of entropy: `correct-horse` is ok.
 */
export function judgeValue(value: string): Strength {
  const text = value.trim();
  const characters = [...text];
  if (characters.length < minValueLength) return 'secret_too_short';
  const plain =
    new Set(characters).size < minDistinct ||
    repeatsOneUnit(characters) ||
    runsOn(characters, 1) ||
    runsOn(characters, -1) ||
    isWord(text) ||
    isShortNumber(text);
  return plain ? 'secret_too_plain' : 'ok';
}

function repeatsOneUnit(characters: readonly string[]): boolean {
  for (let unit = 1; unit <= longestUnit; unit++) {
    if (characters.every((character, i) => i < unit || character === characters[i - unit])) return true;
  }
  return false;
}

function runsOn(characters: readonly string[], step: 1 | -1): boolean {
  return characters.every((character, i) => {
    const before = characters[i - 1];
    if (before === undefined) return true;
    const [from, to] = step === 1 ? [before, character] : [character, before];
    return (from === '9' && to === '0') || to.codePointAt(0) === (from.codePointAt(0) ?? 0) + 1;
  });
}

function isWord(text: string): boolean {
  return text.length <= longestWord && /^([A-Za-z][a-z]+|[A-Z]+)$/.test(text);
}

function isShortNumber(text: string): boolean {
  return /^[\d.:/\- ]+$/.test(text) && text.replace(/\D/g, '').length < minDigits;
}
