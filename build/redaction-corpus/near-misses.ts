// Text that is none of the secrets searched for, and stays as it is, byte for byte: what shares a little with one, and what agents
// read all day.
import { buildLogs } from './build-logs.ts';
import { accountFields, armour, kinds } from './kinds.ts';
import { bytesOf, textOf } from './tools.ts';

export interface Scenario {
  readonly file: string;
  readonly about: string;
  readonly through: 'redactor' | 'pipeline';
  readonly secrets: readonly { readonly name: string; readonly value: string }[];
  readonly input: Buffer;
}

const everySecret = kinds.map(({ name, value }) => ({ name, value }));

/** Searched for with the secrets of all kinds. */
function near(file: string, about: string, text: string): Scenario {
  return { file: `near-${file}`, about, through: 'pipeline', secrets: everySecret, input: Buffer.from(text) };
}

const secretOf = (kind: string) => kinds.find((one) => one.kind === kind)?.value ?? '';
/** In characters; one more counts as a piece of a value. */
const tooShort = 11;
const licence = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
files, to deal in the software without restriction, including without limitation the rights to use, copy, modify, merge, publish,
distribute, sublicense, and to permit persons to whom it is furnished to do so, subject to the following conditions.
`;
const words = licence.split(/\W+/);

/** Made up, for what looks like a value and is another one. */
function other(alphabet: string, length: number, seed: number): string {
  let text = '';
  for (let state = seed; text.length < length; ) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    text += alphabet.charAt((state >>> 10) % alphabet.length);
  }
  return text;
}
const hexDigits = '0123456789abcdef';
const base64Signs = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const privateKey = ['PRIVATE', 'KEY'].join(' ');
const rows = (count: number, row: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => `${row(i)}\n`).join('');

export const nearMisses: readonly Scenario[] = [
  near(
    'pieces-of-11',
    'eleven characters of a value are too few to tell',
    ['token', 'hex64', 'jwt', 'pem']
      .flatMap((kind) => [secretOf(kind).slice(0, tooShort), secretOf(kind).slice(-tooShort)])
      // No letter beside it makes it a piece of twelve.
      .map((piece) => `only <${piece}> way\n`)
      .join(''),
  ),
  near(
    'pieces-with-signs',
    'seven letters of a value full of signs are too few to tell',
    `only <${secretOf('password').slice(0, 9)}> way\n`,
  ),
  {
    ...near(
      'same-maker',
      'other tokens of the same maker',
      `pstn_live_${other(base64Signs, 24, 3).replace(/\W/g, 'x')}\npstn_live_\n`,
    ),
    secrets: [{ name: 'ci/token', value: 'pstn_live_Q2mX9rT4vB7zN1cYwAh5Kd0L' }],
  },
  near('public-key', 'the public key of a private key', textOf('openssl', ['pkey', '-pubout'], `${secretOf('pem')}\n`)),
  near(
    'modulus',
    'what openssl prints of a public key',
    textOf(
      'openssl',
      ['pkey', '-pubin', '-text', '-noout'],
      textOf('openssl', ['pkey', '-pubout'], `${secretOf('pem')}\n`),
    ),
  ),
  near(
    'other-key',
    'a private key that is none of these',
    `${armour(
      privateKey,
      Array.from({ length: 12 }, (_, i) => other(base64Signs, 64, i + 40)),
    )}\n`,
  ),
  near(
    'armour',
    'the armour of a key is ordinary text',
    `${armour(privateKey, ['…'])}\n${armour('CERTIFICATE', ['…'])}\n`,
  ),
  near(
    'url-parts',
    'scheme, user, host, port, path and query of a URL are no secret; nor is the same URL with another password',
    `psql: connecting to db.internal.example:5432/orders?sslmode=require as app
postgresql://app@db.internal.example:5432/orders?sslmode=require&x=1
postgresql://app:${['not', 'the', 'one'].join('-')}@db.internal.example:5432/orders?sslmode=require&x=1
`,
  ),
  near(
    'account-without-secrets',
    'what is public of a service account',
    `${JSON.stringify({ ...accountFields, private_key_id: undefined, private_key: undefined }, null, 2)}\n`,
  ),
  near(
    'jwt-of-another',
    'a JWT with the same header',
    [
      'alg: ',
      ['{"alg":"HS256","typ":"JWT"}', '{"sub":"somebody","iat":1700000000}']
        .map((part) => Buffer.from(part).toString('base64url'))
        .join('.'),
      `.${other(base64Signs, 43, 9).replace(/\W/g, '_')}\n`,
    ].join(''),
  ),
  near('base64-of-text', 'base64 of something else', textOf('base64', [], licence)),
  near('gzip-of-text', 'gzip of something else, in base64', textOf('base64', [], bytesOf('gzip', ['-nc'], licence))),
  near('xxd-of-text', 'a dump of something else', textOf('xxd', [], licence)),
  near('octal-of-text', 'an octal dump of something else', textOf('od', ['-c'], licence)),
  near(
    'git-hashes',
    'hashes of Git',
    rows(12, (i) => `${other(hexDigits, 40, i + 1)} ${words.slice(i * 3, i * 3 + 4).join(' ')}`),
  ),
  near(
    'digests',
    'SHA-256 of other things',
    rows(8, (i) => `${other(hexDigits, 64, i + 70)}  dist/${words[i]}.js`),
  ),
  near(
    'uuids',
    'UUIDs',
    rows(10, (i) => other(hexDigits, 30, i + 90).replace(/^(.{8})(.{4})(.{3})(.{3})/, '$1-$2-4$3-a$4-')),
  ),
  near(
    'numbers',
    'lists of numbers',
    rows(10, (i) => Array.from({ length: 16 }, (_, k) => (i * 37 + k * 101) % 256).join(', ')),
  ),
  near(
    'octets',
    'bytes in hex that are none of a value',
    rows(10, (i) => other(hexDigits, 32, i + 7).replace(/../g, '$&:')),
  ),
  near('prose', 'English', licence),
  near('prose-beyond-ascii', 'words of a value in another order', 'Köln, 日本語: Grüße aus Köln, 🔑 xT4 — wie 7kQ?\n'),
  near('almost-short', 'a value of eight characters without one of them', 'hT4#k9Q T4#k9Qz hT4#k9qz hT4-k9Qz\n'),
  near(
    'own-markers',
    'text that looks like a marker is text',
    '[REDACTED:ci/token] [REDACTED:ci/token [REDACTED:nobody/knows] REDACTED:db/url]\n',
  ),
  near('one-letter-lines', 'single letters on lines', [...licence.replace(/\s/g, '')].join('\n').concat('\n')),
  near(
    'minified',
    'a bundle without white space',
    `${Array.from({ length: 40 }, (_, i) => `var ${other('abcdefghij', 2, i)}=function(${other('klmnop', 1, i)}){return ${words[i]}.${words[i + 1]}("${other(base64Signs, 9, i)}")};`).join('')}\n`,
  ),
  {
    ...near('every-byte', 'every byte there is', ''),
    through: 'redactor',
    input: Buffer.from(Array.from({ length: 256 }, (_, i) => i)),
  },
  {
    ...near('progress', 'a line drawn again and again', ''),
    through: 'redactor',
    input: Buffer.from(
      rows(1, () => Array.from({ length: 20 }, (_, i) => `\r[${'='.repeat(i).padEnd(20)}] ${i * 5} %`).join('')),
    ),
  },
  ...buildLogs.map(({ tool, log }) => near(tool, `what ${tool} prints`, log)),
];
