// Letters and marks that a person takes for ASCII, code point by code point. From Unicode's confusables.txt (UTS 39), the part
// that a common mono font draws alike. Compatibility forms (full-width, mathematical, ligatures) need no entry: NFKC finds them.

/** ASCII character → the characters of other scripts that look like it. */
const lookAlikes: Readonly<Record<string, string>> = {
  // Cyrillic · Greek · Armenian · Latin of other alphabets
  A: 'АΑᎪ',
  B: 'ВΒᏴ',
  C: 'СᏟϹ',
  D: 'Ꭰ',
  E: 'ЕΕᎬ',
  F: 'Ϝ',
  G: 'ᏀԌ',
  H: 'НΗᎻ',
  I: 'ІΙӀ',
  J: 'ЈᎫͿ',
  K: 'КΚᏦ',
  L: 'Ꮮ',
  M: 'МΜᎷ',
  N: 'Ν',
  O: 'ОΟՕ',
  P: 'РΡᏢ',
  Q: 'Ԛ',
  R: 'Ꭱ',
  S: 'ЅՏᏚ',
  T: 'ТΤᎢ',
  U: 'Ս',
  V: 'ᏙѴ',
  W: 'ᎳԜ',
  X: 'ХΧ',
  Y: 'ҮΥ',
  Z: 'ΖᏃ',
  a: 'аαɑ',
  b: 'ЬᏏ',
  c: 'сϲ',
  d: 'ԁᏧ',
  e: 'еҽ',
  f: 'ք',
  g: 'ɡցԍ',
  h: 'һհᏂ',
  i: 'іιıɩ',
  j: 'јϳȷ',
  k: 'кκ',
  l: 'ӏǀ׀ߊ',
  n: 'ոռ',
  o: 'оοօסه',
  p: 'рρ',
  q: 'ԛգզ',
  r: 'гᴦ',
  s: 'ѕꜱ',
  t: 'т',
  u: 'υսʋµ',
  v: 'ѵν',
  w: 'ԝωա',
  x: 'хχ',
  y: 'уγү',
  z: 'ᴢ',
  '3': 'ЗӠ',
  // punctuation that a shell would read
  '!': 'ǃ',
  '"': '“”„ˮ',
  "'": '‘’‚ʹʼˈ´ʻ′',
  '*': '∗⁎',
  ',': '،',
  '-': '‐‑‒–—―−⁃˗',
  '.': '․۰',
  '/': '⁄∕⧸╱',
  ':': '∶׃։꞉ː',
  ';': '\u037e',
  '<': '‹❮',
  '=': '═᐀゠',
  '>': '›❯',
  '@': '﹫',
  '\\': '∖⧵﹨╲',
  _: '＿ˍ',
  '`': '\u1fef‵ˋ',
  '|': '∣│ǀ⏐',
  '~': '∼˜⁓',
  $: '﹩',
  '&': '﹠',
};

const byLookAlike: ReadonlyMap<string, string> = new Map(
  Object.entries(lookAlikes).flatMap(([ascii, others]) => [...others].map((other): [string, string] => [other, ascii])),
);

/** The ASCII text that this one character can be taken for; null when there is none. */
export function asciiLookOf(character: string): string | null {
  if (character <= '\u007f') return null;
  const listed = byLookAlike.get(character);
  if (listed !== undefined) return listed;
  const folded = character.normalize('NFKC');
  return folded !== character && /^[\x21-\x7e]+$/.test(folded) ? folded : null;
}
