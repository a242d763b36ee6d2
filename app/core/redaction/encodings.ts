// The ways a program writes a text: as JSON, in a URL, as base64, in hex, in HTML. Each yields whole reference strings;
// variants that come out alike are yielded alike, and the caller keeps one. Texts are well-formed.

/** The body of a JSON string, as the serializers of common languages write it; and every character as `\uXXXX`. */
export function* jsonForms(text: string): Generator<string> {
  for (const upper of [false, true]) {
    for (const { pattern, asUnits } of jsonStyles) {
      yield text.replace(pattern, (character) => {
        if (asUnits.includes(character) || character > '~') return units(character, upper);
        return jsonShort.get(character) ?? units(character, upper);
      });
    }
    yield units(text, upper);
  }
}

/** Percent-encodings in upper and lower case hex digits, and every byte as `%XX`. */
export function* urlForms(text: string): Generator<string> {
  const bytes = Buffer.from(text).toString('latin1');
  for (const upper of [true, false]) {
    for (const { pattern, space } of urlStyles) {
      yield bytes.replace(pattern, (byte) => (byte === ' ' ? space : `%${hexOf(byte.charCodeAt(0), 2, upper)}`));
    }
  }
}

/**
 * base64 and base64url cores at the three alignments: only the characters that the text alone decides, so what stands
 * before and after it, and the padding, do not matter. At the first alignment also wrapped after 64 and 76 characters.
 */
export function* base64Forms(text: string): Generator<string> {
  const bytes = Buffer.from(text);
  for (const alphabet of ['base64', 'base64url'] as const) {
    for (const before of [0, 1, 2]) {
      const whole = Buffer.concat([Buffer.alloc(before), bytes]);
      // A character holds 6 bits: the first one past the bits of `before`, and the last one that ends within the text.
      const first = Math.ceil((before * 8) / 6);
      const end = Math.floor((whole.length * 8) / 6);
      const core = whole.toString(alphabet).slice(first, end);
      yield core;
      if (before === 0) yield* [wrapped(core, 64), wrapped(core, 76)];
    }
  }
}

/** Hex of the UTF-8 bytes, and wrapped after 60 digits as `xxd -p` does. */
export function* hexForms(text: string): Generator<string> {
  const hex = Buffer.from(text).toString('hex');
  for (const digits of [hex, hex.toUpperCase()]) yield* [digits, wrapped(digits, 60)];
}

/** Character references as the escapers of common languages write them. */
export function* htmlForms(text: string): Generator<string> {
  for (const { pattern, names, other } of htmlStyles) {
    yield text.replace(pattern, (character) => names.get(character) ?? other(character));
  }
}

const jsonShort = new Map(
  [...`"\\/\b\f\n\r\t`].map((character) => [
    character,
    character === '/' ? '\\/' : JSON.stringify(character).slice(1, -1),
  ]),
);
/** Written as `\uXXXX` beyond the standard: nothing; Go, Ruby; PHP; Django; .NET. Each in ASCII or not, with `\/` or not. */
const jsonStyles = ['', '<>&', `<>&'`, `<>&'"`, `<>&'"+\``].flatMap((asUnits) =>
  ['', '/', '\\x7f-\\u{10ffff}', '/\\x7f-\\u{10ffff}'].map((more) => ({
    pattern: new RegExp(`["\\\\\\x00-\\x1f${asUnits}${more}]`, 'gu'),
    asUnits,
  })),
);

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

const urlStyles = [
  ...urlKept.map((kept) => ({ pattern: allBut(kept), space: '%20' })),
  ...formKept.map((kept) => ({ pattern: allBut(kept), space: '+' })),
  { pattern: /[\s\S]/g, space: '%20' },
];

function allBut(kept: string): RegExp {
  return new RegExp(`[^A-Za-z0-9${kept.replace(/[-\\\]^]/g, '\\$&')}]`, 'g');
}

const angles = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const named = { ...angles, '"': '&quot;' };

/** Each with everything beyond ASCII as it is, or as a reference too. */
const htmlStyles = [
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
  return [
    { pattern: new RegExp(`[${keys}]`, 'gu'), names, other: decimal },
    ...[decimal, hexLower, hexUpper].map((other) => ({
      pattern: new RegExp(`[${keys}\\x80-\\u{10ffff}]`, 'gu'),
      names,
      other,
    })),
  ];
});

function units(text: string, upper: boolean): string {
  let form = '';
  for (let i = 0; i < text.length; i++) form += `\\u${hexOf(text.charCodeAt(i), 4, upper)}`;
  return form;
}

function wrapped(text: string, width: number): string {
  return text.replace(new RegExp(`.{${width}}(?=.)`, 'g'), '$&\n');
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

function hexOf(value: number, digits: number, upper: boolean): string {
  const hex = value.toString(16).padStart(digits, '0');
  return upper ? hex.toUpperCase() : hex;
}
