// How a text is quoted in the languages of shells and programs, and how it is turned round. Letters and digits stay as they are.
import { type Encoding, eachByte, hexOf, kept, leastPiece, lettered } from './encoding.ts';

export const quotings: readonly Encoding[] = [
  ...kept(
    // sh: between single quotes
    (text) => text.replaceAll("'", `'\\''`),
    (text) => text.replaceAll("'", `'"'"'`),
    // sh: between double quotes; C, Python and the like; with an exclamation mark of csh
    (text) => text.replace(/["\\]/g, '\\$&'),
    (text) => text.replace(/["$`\\]/g, '\\$&'),
    (text) => text.replace(/["$`\\!]/g, '\\$&'),
    (text) => text.replace(/['\\]/g, '\\$&'),
    // sh, printf %q, re.escape: a backslash before each sign
    (text) => text.replace(/[^A-Za-z0-9_@%+=:,./\x80-\u{10ffff}-]/gu, '\\$&'),
    (text) => text.replace(/[^A-Za-z0-9_@%+:./\x80-\u{10ffff}-]/gu, '\\$&'),
    (text) => text.replace(/[^A-Za-z0-9_\x80-\u{10ffff}]/gu, '\\$&'),
    (text) => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&'),
    // CSV, SQL, PowerShell: the quote twice; make, Compose, batch: the sign twice
    (text) => text.replaceAll("'", "''"),
    (text) => text.replaceAll('"', '""'),
    (text) => text.replaceAll('$', '$$$$'),
    (text) => text.replaceAll('%', '%%'),
    (text) => text.replace(/["$`]/g, '`$&'),
    (text) => text.replace(/[&<>|^()%!"]/g, '^$&'),
    (text) => text.replace(/[&<>|^]/g, '^$&'),
    (text) => text.replace(/[&<>|^%]/g, (sign) => (sign === '%' ? '%%' : `^${sign}`)),
    // bash $'…', C: control characters by letter, all beyond ASCII in octal or hex, with one quote or the other
    ...[`'\\`, '"\\', `'"\\`, '\\'].flatMap((quoted) =>
      [octal, hexByte, utf8].map((beyond) => (text: string) => escaped(text, quoted, beyond)),
    ),
    // Python's ascii(): the shortest of \xXX, \uXXXX and \UXXXXXXXX
    ...[`'\\`, '"\\', '\\'].map((quoted) => (text: string) => escaped(text, quoted, codePoint)),
    quotedPrintable,
    (text) => quotedPrintable(text).replaceAll('=\n', ''),
  ),
  ...lettered(
    32,
    (text) => eachByte(text, (byte) => `\\${byte.toString(8).padStart(3, '0')}`),
    (text) => eachByte(text, (byte) => `\\x${hexOf(byte, 2, false)}`),
    (text) => eachByte(text, (byte) => `\\x${hexOf(byte, 2, true)}`),
  ),
];

export const turned: readonly Encoding[] = [
  { write: reversed, least: leastPiece, hasSigns: true, placeOf: (text, at) => Buffer.byteLength(text.slice(at)) },
  ...kept(
    (text) => text.replace(/[A-Za-z]/g, (letter) => rot13(letter)),
    (text) =>
      text
        .split(/(?<=\n)/)
        .map((line) => reversed(line.trimEnd()))
        .join('\n'),
  ),
];

function reversed(text: string): string {
  return Array.from(text).reverse().join('');
}

function rot13(letter: string): string {
  const code = letter.charCodeAt(0);
  const first = code < 0x61 ? 0x41 : 0x61;
  return String.fromCharCode(((code - first + 13) % 26) + first);
}

const letters = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

function escaped(text: string, quoted: string, beyond: (character: string) => string): string {
  let out = '';
  for (const character of text) {
    if (quoted.includes(character)) out += `\\${character}`;
    else if (character < ' ') out += letters.get(character) ?? octal(character);
    else out += character > '~' ? beyond(character) : character;
  }
  return out;
}

function utf8(character: string): string {
  return character;
}

function octal(character: string): string {
  return eachByte(character, (byte) => `\\${byte.toString(8).padStart(3, '0')}`);
}

function hexByte(character: string): string {
  return eachByte(character, (byte) => `\\x${hexOf(byte, 2, false)}`);
}

function codePoint(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x100) return `\\x${hexOf(code, 2, false)}`;
  return code < 0x10000 ? `\\u${hexOf(code, 4, false)}` : `\\U${hexOf(code, 8, false)}`;
}

/** Lines of at most 76 characters, as the standard has it. */
function quotedPrintable(text: string): string {
  return text
    .split('\n')
    .map((line) => {
      let [out, width] = ['', 0];
      for (const byte of Buffer.from(line)) {
        const isPlain = byte >= 0x20 && byte <= 0x7e && byte !== 0x3d;
        const written = isPlain ? String.fromCharCode(byte) : `=${hexOf(byte, 2, true)}`;
        if (width + written.length > 75) [out, width] = [`${out}=\n`, 0];
        out += written;
        width += written.length;
      }
      return out;
    })
    .join('\n');
}
