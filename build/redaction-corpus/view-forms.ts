// Forms that a reader sees through: cased, wrapped, spread, coloured, turned round, in pieces. And those that no redactor undoes.
import type { Form } from './forms.ts';
import type { Piece } from './leak-text.ts';
import { leak } from './leak-text.ts';
import { bytesOf, perl, python, textOf } from './tools.ts';

export const viewForms: readonly Form[] = [
  {
    form: 'upper',
    about: 'in upper case, by tr',
    make: ({ value }) => ['KEY=', leak(textOf('tr', ['a-z', 'A-Z'], value)), '\n'],
  },
  {
    form: 'lower',
    about: 'in lower case, by tr',
    make: ({ value }) => ['key=', leak(textOf('tr', ['A-Z', 'a-z'], value)), '\n'],
  },
  {
    form: 'reversed',
    about: 'each line from its end, by rev',
    make: ({ value }) => [leak(textOf('rev', [], value)), '\n'],
  },
  {
    form: 'rot13',
    about: 'letters 13 places on, by tr',
    make: ({ value }) => [leak(textOf('tr', ['A-Za-z', 'N-ZA-Mn-za-m'], value)), '\n'],
  },
  {
    form: 'fold-1',
    about: 'one character on each line, by grep -o',
    make: ({ value }) => ['characters:\n', leak(textOf('grep', ['-o', '.'], value)), 'end\n'],
  },
  {
    form: 'dashes',
    about: 'a dash between all characters, by Perl',
    make: ({ value }) => ['spelled: ', leak(perl('$_ = join "-", split //', value)), '\n'],
  },
  {
    form: 'wrapped',
    about: 'wrapped after 10 bytes, by fold',
    make: ({ value }) => ['narrow:\n', leak(bytesOf('fold', ['-w', '10'], value)), '\n'],
  },
  {
    form: 'crlf',
    about: 'wrapped after 15 characters by a terminal, with \\r\\n',
    make: ({ value }) => ['key:\r\n', leak(perl('s/(.{15})(?=.)/$1\\n/g; s/\\n/\\r\\n/g', value)), '\r\n'],
  },
  {
    form: 'colour',
    about: 'a colour of the terminal after every third character',
    make: ({ value }) => ['found ', spread(value, /.{3}/gsu, '\x1b[33m'), '\x1b[0m in .env\n'],
  },
  {
    form: 'cursor',
    about: 'the cursor moves left and back after every fourth character',
    make: ({ value }) => ['found ', spread(value, /.{4}/gsu, '\x1b[D\x1b[C'), ' in .env\n'],
  },
  {
    form: 'nul',
    about: 'a NUL after every character',
    make: ({ value }) => ['env ', leak(perl('s/(.)/$1\\0/gs', value)), '\n'],
  },
  {
    form: 'head-20',
    about: 'the first 20 bytes of what is secret in it, by head',
    make: ({ core }) => ['begins with ', leak(bytesOf('head', ['-c', '20'], core)), '\n'],
  },
  {
    form: 'tail-20',
    about: 'the last 20 bytes of it, by tail',
    make: ({ core }) => ['ends with ', leak(bytesOf('tail', ['-c', '20'], core)), '\n'],
  },
  {
    form: 'slices-8',
    about: 'out of reach: 8 characters at a time',
    make: ({ core }) => [...core.matchAll(/.{1,8}/gsu)].map(([slice], i) => [`part ${i + 1}: `, leak(slice), '\n']),
  },
  {
    form: 'indexed',
    about: 'out of reach: one character a line, each with its number',
    make: ({ core }) => [...core].map((character, i) => [`${i}: `, leak(character), '\n']),
  },
  {
    form: 'xor',
    about: 'out of reach: each byte changed by a key, in hex',
    make: ({ value }) => ['blob ', leak(python('bytes(b ^ 0x5a for b in v.encode()).hex()', value)), '\n'],
  },
  {
    form: 'caesar',
    about: 'out of reach: letters 3 places on',
    make: ({ value }) => [leak(textOf('tr', ['A-Za-z', 'D-ZA-Cd-za-c'], value)), '\n'],
  },
  {
    form: 'sha256',
    about: 'out of reach: its SHA-256, which nobody turns back',
    make: ({ value }) => [leak(textOf('sha256sum', [], value).slice(0, 64)), '  -\n'],
  },
];

/** The value with a sequence after each match; the sequence is not the leak. */
function spread(value: string, pattern: RegExp, sequence: string): Piece {
  const parts = value.replace(pattern, '$&\0').split('\0');
  return parts.map((part) => [leak(part), sequence]);
}
