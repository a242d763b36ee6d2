// How hard a password that a person made up is to guess, roughly: letters drawn at random count in full, words and rows hardly.

/** Below so many bits a password is called weak: some eight letters at random, or three words that everyone knows. */
export const weakBelowBits = 45;
const longestLooked = 128;

/**
 * An estimate in bits. It knows a hundred common words (also with `0` for `o` and the like), rows of the alphabet and the keyboard,
 * repetitions and years; what it does not know it takes for random, so a strong verdict proves nothing.
 */
export function passwordBits(password: string): number {
  const text = password.slice(0, longestLooked);
  const plain = unleet(text.toLowerCase());
  const perCharacter = Math.log2(alphabetOf(text));
  let bits = 0;
  for (let i = 0; i < text.length; ) {
    const { length, worth } = stretchAt(text, plain, i) ?? { length: 1, worth: perCharacter };
    bits += Math.min(worth, length * perCharacter);
    i += length;
  }
  return bits;
}

/** What a guesser would try as one piece, and what it is worth in bits. */
interface Stretch {
  readonly length: number;
  readonly worth: number;
}

function stretchAt(text: string, plain: string, i: number): Stretch | null {
  const word = commonWords.find((common) => plain.startsWith(common, i));
  if (word !== undefined) return { length: word.length, worth: 8 };
  if (/^(?:19|20)[0-9]{2}/.test(text.slice(i, i + 4))) return { length: 4, worth: 6 };
  const row = longestRow(text.toLowerCase(), i);
  if (row >= 3) return { length: row, worth: 6 };
  const same = repeatAt(text, i);
  return same >= 3 ? { length: same, worth: 6 } : null;
}

/** Length of the part of a known row, forwards or backwards, that stands at `i`. */
function longestRow(text: string, i: number): number {
  let longest = 0;
  for (const row of rows) {
    const at = row.indexOf(text.charAt(i));
    if (at === -1) continue;
    let length = 0;
    while (i + length < text.length && row.charAt(at + length) === text.charAt(i + length)) length++;
    longest = Math.max(longest, length);
  }
  return longest;
}

/** Length of a stretch at `i` that is one unit of up to four characters over and over, or repeats what stands before it. */
function repeatAt(text: string, i: number): number {
  let longest = 0;
  for (let unit = 1; unit <= 4 && unit <= i; unit++) {
    let length = 0;
    while (i + length < text.length && text.charAt(i + length) === text.charAt(i + length - unit)) length++;
    if (length >= Math.max(3, unit)) longest = Math.max(longest, length);
  }
  return longest;
}

function alphabetOf(text: string): number {
  let size = 0;
  if (/[a-z]/.test(text)) size += 26;
  if (/[A-Z]/.test(text)) size += 26;
  if (/[0-9]/.test(text)) size += 10;
  if (/[^A-Za-z0-9]/.test(text)) size += 33;
  return Math.max(size, 2);
}

function unleet(text: string): string {
  return text.replace(/[013457@$!]/g, (sign) => leet.get(sign) ?? sign);
}

const leet = new Map(Object.entries({ 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', 7: 't', '@': 'a', $: 's', '!': 'i' }));

const forwards = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qwertzuiop',
  '1qaz2wsx3edc',
];
const rows = [...forwards, ...forwards.map((row) => [...row].reverse().join(''))];

/** The longest first, so that `password` is one word and not `pass` and four letters. */
const commonWords = `
  password passwort passwd pass secret login letmein welcome admin administrator root user guest master default test tester demo
  hello love sunshine princess dragon monkey football baseball soccer hockey shadow superman batman iloveyou trustno whatever
  freedom computer internet server database postgres mysql oracle mongo redis jenkins docker github gitlab google amazon azure
  apple microsoft windows linux ubuntu debian raspberry changeme temp temporary qwerty azerty spring summer autumn winter january
  february march april june july august september october november december monday tuesday wednesday thursday friday saturday
  sunday michael jennifer jordan thomas robert daniel andrew charlie ashley jessica hunter killer pepper ginger cookie banana
  cheese flower orange purple yellow silver golden diamond company office family mother father friend lucky star money house
`
  .trim()
  .split(/\s+/)
  .sort((a, b) => b.length - a.length);
