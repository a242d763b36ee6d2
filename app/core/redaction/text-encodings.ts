// How a text is written as JSON, in a URL, in HTML. A variant for each escaper in use; those that come out alike are kept once.
import { type Encoding, hexOf, kept, lettered } from './encoding.ts';

const jsonShort = new Map(
  [...`"\\/\b\f\n\r\t`].map((character) => [
    character,
    character === '/' ? '\\/' : JSON.stringify(character).slice(1, -1),
  ]),
);

/** Written as `\uXXXX` beyond the standard: nothing; Go, Ruby; PHP; Django; .NET. Each in ASCII or not, with `\/` or not. */
const jsonWriters = [false, true].flatMap((upper) =>
  ['', '<>&', `<>&'`, `<>&'"`, `<>&'"+\``].flatMap((asUnits) =>
    ['', '/', '\\x7f-\\u{10ffff}', '/\\x7f-\\u{10ffff}'].map((more) => {
      const pattern = new RegExp(`["\\\\\\x00-\\x1f${asUnits}${more}]`, 'gu');
      return (text: string) =>
        text.replace(pattern, (character) => {
          if (asUnits.includes(character) || character > '~') return units(character, upper);
          return jsonShort.get(character) ?? units(character, upper);
        });
    }),
  ),
);

const json = jsonWriters[0] ?? String;

/** Kept beside letters and digits: encodeURIComponent; RFC 3986; Python's quote; encodeURI; WHATWG userinfo and query. */
const urlKept = [
  `-_.!~*'()`,
  '-_.~',
  '-_.~/',
  `-_.!~*'();,/?:@&=+$#`,
  `-_.!~*'(),&+$%`,
  `-_.!~*'();,/?:@&=+$%\\^[]{}|\``,
];
/** The same with `+` for a space: URLSearchParams and Java; Python's quote_plus; PHP; encodeURIComponent by hand. */
const formKept = ['-_.*', '-_.~', '-_.', `-_.!~*'()`];

const urlWriters = [true, false].flatMap((upper) => [
  ...urlKept.map((keep) => percent(keep, '%20', upper)),
  ...formKept.map((keep) => percent(keep, '+', upper)),
]);

const angles = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const named = { ...angles, '"': '&quot;' };

/** Each with everything beyond ASCII as it is, or as a reference too. */
const htmlWriters = [
  angles,
  named,
  { ...named, "'": '&apos;' },
  { ...named, "'": '&#39;' },
  { ...named, "'": '&#039;' },
  { ...named, "'": '&#x27;' },
  { ...named, "'": '&#x27;', '`': '&#x60;' },
  { ...named, "'": '&#39;', '/': '&#x2F;', '`': '&#x60;', '=': '&#x3D;' },
  { ...named, "'": '&#x27;', '/': '&#x2F;', '`': '&#x60;', '=': '&#x3D;' },
  { ...angles, '"': '&#34;', "'": '&#39;' },
  ...[decimal, hexLower, hexUpper].map((write) =>
    Object.fromEntries([...`&<>"'`].map((character) => [character, write(character)])),
  ),
].flatMap((style) => {
  const keys = Object.keys(style).join('');
  const names = new Map(Object.entries(style));
  const escaping = (pattern: RegExp, other: (character: string) => string) => (text: string) =>
    text.replace(pattern, (character) => names.get(character) ?? other(character));
  return [
    escaping(new RegExp(`[${keys}]`, 'gu'), decimal),
    ...[decimal, hexLower, hexUpper].map((other) => escaping(new RegExp(`[${keys}\\x80-\\u{10ffff}]`, 'gu'), other)),
  ];
});

/** What is common, and searched for in files too. */
export const textEncodings: readonly Encoding[] = [
  ...kept(String, ...jsonWriters, ...urlWriters, ...htmlWriters),
  ...lettered(
    48,
    (text) => units(text, false),
    (text) => units(text, true),
  ),
  ...lettered(
    24,
    (text) => percent('', '%20', true, /[\s\S]/g)(text),
    (text) => percent('', '%20', false, /[\s\S]/g)(text),
  ),
];

/** Twice over: JSON in JSON, a URL in a URL; each character as a reference. */
export const nestedTextEncodings: readonly Encoding[] = [
  ...kept(
    (text) => json(json(text)),
    (text) => json(json(json(text))),
    ...[urlKept[0] ?? '', '-_.~'].map(
      (keep) => (text: string) => percent(keep, '%20', true)(percent(keep, '%20', true)(text)),
    ),
  ),
  ...lettered(
    32,
    (text) => Array.from(text, decimal).join(''),
    (text) => Array.from(text, hexLower).join(''),
  ),
];

function percent(keep: string, space: string, upper: boolean, pattern = allBut(keep)): (text: string) => string {
  return (text) =>
    Buffer.from(text)
      .toString('latin1')
      .replace(pattern, (byte) => (byte === ' ' ? space : `%${hexOf(byte.charCodeAt(0), 2, upper)}`));
}

function allBut(keep: string): RegExp {
  return new RegExp(`[^A-Za-z0-9${keep.replace(/[-\\\]^]/g, '\\$&')}]`, 'g');
}

function units(text: string, upper: boolean): string {
  let form = '';
  for (let i = 0; i < text.length; i++) form += `\\u${hexOf(text.charCodeAt(i), 4, upper)}`;
  return form;
}

function decimal(character: string): string {
  return `&#${character.codePointAt(0) ?? 0};`;
}

function hexLower(character: string): string {
  return `&#x${(character.codePointAt(0) ?? 0).toString(16)};`;
}

function hexUpper(character: string): string {
  return `&#x${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()};`;
}
