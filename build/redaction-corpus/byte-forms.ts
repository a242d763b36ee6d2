// Forms of the bytes of a value in another alphabet: base64 and its kin, hex, UTF-16, lists of numbers, packed.
import type { Form } from './forms.ts';
import type { Piece } from './leak-text.ts';
import { leak } from './leak-text.ts';
import { bytesOf, perl, python, textOf } from './tools.ts';

export const byteForms: readonly Form[] = [
  {
    form: 'base64',
    about: 'by base64, which wraps after 76',
    make: ({ value }) => ['data:\n', leak(textOf('base64', [], value))],
  },
  {
    form: 'base64-basic',
    about: 'behind the name of a user, in the header of a request',
    make: ({ value }) => ['> authorization: Basic ', behind('user:', value, ['-w0']), '\n> accept: */*\n'],
  },
  {
    form: 'base64-at1',
    about: 'behind one other character, by base64',
    make: ({ value }) => behind('x', value, []),
  },
  {
    form: 'base64url',
    about: 'in the alphabet for URLs, by basenc',
    make: ({ value }) => ['state=', leak(textOf('basenc', ['--base64url', '-w0'], value)), '&x=1\n'],
  },
  {
    form: 'base64-twice',
    about: 'base64 of base64',
    make: ({ value }) => [leak(textOf('base64', ['-w0'], textOf('base64', ['-w0'], value))), '\n'],
  },
  {
    form: 'base64-utf16',
    about: 'base64 of UTF-16, as an encoded command of PowerShell',
    make: ({ value }) => ['powershell -EncodedCommand ', leak(textOf('base64', ['-w0'], utf16('LE', value))), '\n'],
  },
  { form: 'hex', about: 'by xxd -p, which wraps after 60', make: ({ value }) => leak(textOf('xxd', ['-p'], value)) },
  {
    form: 'utf16le',
    about: 'in UTF-16, as programs of Windows write it',
    make: ({ value }) => ['key: ', leak(utf16('LE', value)), '\n'],
  },
  {
    form: 'utf16be',
    about: 'in UTF-16, the high byte first',
    make: ({ value }) => ['key: ', leak(utf16('BE', value)), '\n'],
  },
  { form: 'base32', about: 'by base32', make: ({ value }) => ['seed: ', leak(textOf('base32', [], value))] },
  {
    form: 'base58',
    about: 'in the alphabet of Bitcoin',
    make: ({ value }) => ['wif: ', leak(base58(Buffer.from(value))), '\n'],
  },
  {
    form: 'ascii85',
    about: 'by a85encode of Python',
    make: ({ value }) => ['<~', leak(python('base64.a85encode(v.encode()).decode()', value)), '~>\n'],
  },
  {
    form: 'base85',
    about: 'by b85encode of Python',
    make: ({ value }) => ['patch: ', leak(python('base64.b85encode(v.encode()).decode()', value)), '\n'],
  },
  {
    form: 'decimal-list',
    about: 'its bytes as a list of numbers, by Python',
    make: ({ value }) => ['bytes: ', leak(python('str(list(v.encode()))', value)), '\n'],
  },
  {
    form: 'octal-list',
    about: 'its bytes in octal, by od',
    make: ({ value }) => leak(textOf('od', ['-An', '-v', '-to1'], value)),
  },
  {
    form: 'binary-list',
    about: 'its bytes in binary, by Perl',
    make: ({ value }) => [leak(perl('utf8::encode($_); $_ = join " ", unpack "(B8)*", $_', value)), '\n'],
  },
  {
    form: 'gzip',
    about: 'packed by gzip, then base64',
    make: ({ value }) => ['payload=', leak(textOf('base64', ['-w0'], bytesOf('gzip', ['-nc'], value))), '\n'],
  },
  {
    form: 'zlib',
    about: 'packed by zlib of Python, then base64',
    make: ({ value }) => [
      'SAMLRequest=',
      leak(python('base64.b64encode(zlib.compress(v.encode())).decode()', value)),
      '\n',
    ],
  },
];

export function utf16(order: 'LE' | 'BE', text: string): Buffer {
  return bytesOf('iconv', ['-f', 'UTF-8', '-t', `UTF-16${order}`], text);
}

/** base64 of a value with text before it. The leak is what the value alone decides: a character of 6 bits may belong to both. */
function behind(before: string, value: string, options: readonly string[]): Piece {
  const encoded = textOf('base64', options, before + value);
  const first = Math.ceil((Buffer.byteLength(before) * 8) / 6);
  const end = Math.floor((Buffer.byteLength(before + value) * 8) / 6);
  const lineBreaks = options.includes('-w0') ? 0 : Math.floor(end / 76);
  return [encoded.slice(0, first), leak(encoded.slice(first, end + lineBreaks)), encoded.slice(end + lineBreaks)];
}

function base58(bytes: Buffer): string {
  const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
  let text = '';
  for (let rest = BigInt(`0x${bytes.toString('hex')}`); rest > 0n; rest /= 58n)
    text = alphabet.charAt(Number(rest % 58n)) + text;
  return text;
}
