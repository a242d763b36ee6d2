// Forms that show bytes to a person: the dumps of od, hexdump and xxd. What stands before a row, its offset, is not the leak.
import type { Form } from './forms.ts';
import { dump, leak } from './leak-text.ts';
import { perl, textOf } from './tools.ts';

const offset = /^[0-9a-f]{7,8}:?/;

export const dumpForms: readonly Form[] = [
  { form: 'od', about: 'by od: words in octal', make: ({ value }) => dump(textOf('od', [], value), offset) },
  { form: 'od-c', about: 'by od -c: characters', make: ({ value }) => dump(textOf('od', ['-c'], value), offset) },
  {
    form: 'od-x1',
    about: 'by od -An -tx1: bytes in hex',
    make: ({ value }) => leak(textOf('od', ['-An', '-tx1'], value)),
  },
  {
    form: 'hexdump',
    about: 'by hexdump: words in hex',
    make: ({ value }) => dump(textOf('hexdump', [], value), offset),
  },
  {
    form: 'hexdump-c',
    about: 'by hexdump -C: bytes in hex beside the text',
    make: ({ value }) => dump(textOf('hexdump', ['-C'], value), offset),
  },
  {
    form: 'xxd',
    about: 'by xxd: bytes in hex beside the text',
    make: ({ value }) => dump(textOf('xxd', [], value), offset),
  },
  {
    form: 'xxd-b',
    about: 'by xxd -b: bytes in binary beside the text',
    make: ({ value }) => dump(textOf('xxd', ['-b'], value), offset),
  },
  {
    form: 'colons',
    about: 'bytes in hex with colons between, as a fingerprint',
    make: ({ value }) => [
      'serial: ',
      leak(perl('utf8::encode($_); $_ = join ":", map { sprintf "%02x", ord } split //', value)),
      '\n',
    ],
  },
];
