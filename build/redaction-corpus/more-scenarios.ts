// Scenarios beside the corpus: forms close to one of the 68, for the kinds where they come out otherwise; and values that meet.
import type { Kind } from './kinds.ts';
import { kinds } from './kinds.ts';
import type { Piece } from './leak-text.ts';
import { joined } from './leak-text.ts';
import type { Scenario } from './near-misses.ts';
import { bash, perl, python, textOf } from './tools.ts';

interface Variant {
  readonly form: string;
  readonly about: string;
  readonly kinds: readonly string[];
  readonly make: (kind: Kind) => Piece;
}

const variants: readonly Variant[] = [
  {
    form: 'env',
    about: 'in the variables that env lists',
    kinds: ['password', 'lines'],
    make: ({ value }) => `CI=1\nKEY=${value}\nSHLVL=1\n`,
  },
  {
    form: 'stack-trace',
    about: 'twice in a stack trace',
    kinds: ['token', 'short'],
    make: ({ value }) =>
      `Error: 401 for ${value}\n    at login (/srv/app/login.js:12:9) {\n  cause: { auth: '${value}' }\n}\n`,
  },
  {
    form: 'base64-64',
    about: 'base64 of openssl, wrapped after 64',
    kinds: ['hex64', 'pem'],
    make: ({ value }) => textOf('openssl', ['base64'], value),
  },
  {
    form: 'base64url-at1',
    about: 'in the alphabet for URLs, behind one other character',
    kinds: ['utf8'],
    make: ({ value }) => textOf('basenc', ['--base64url', '-w0'], `x${value} and more`),
  },
  {
    form: 'base64url-at2',
    about: 'in the alphabet for URLs, behind two others',
    kinds: ['utf8'],
    make: ({ value }) => textOf('basenc', ['--base64url', '-w0'], `xy${value} and more`),
  },
  {
    form: 'hex-upper',
    about: 'hex in capitals',
    kinds: ['token', 'utf8'],
    make: ({ value }) => `${textOf('xxd', ['-p', '-u', '-c', '0'], value)}`,
  },
  {
    form: 'json-ascii',
    about: 'a JSON string in ASCII only, by Python',
    kinds: ['utf8', 'lines'],
    make: ({ value }) => `{"v": ${python('json.dumps(v)', value)}}\n`,
  },
  {
    form: 'json-slash',
    about: 'a JSON string with escaped slashes, as PHP writes it',
    kinds: ['password', 'url', 'pem'],
    make: ({ value }) => `${JSON.stringify(value).replaceAll('/', '\\/')}\n`,
  },
  {
    form: 'html-jq',
    about: '@html of jq',
    kinds: ['password', 'lines'],
    make: ({ value }) => textOf('jq', ['-nr', '--arg', 'v', value, '$v | @html']),
  },
  {
    form: 'url-lower',
    about: 'percent-encoded with small digits',
    kinds: ['password', 'utf8'],
    make: ({ value }) => `${encodeURIComponent(value).replace(/%../g, (code) => code.toLowerCase())}\n`,
  },
  {
    form: 'url-params',
    about: 'in a query, by URLSearchParams of Node',
    kinds: ['password', 'utf8'],
    make: ({ value }) => `?${new URLSearchParams({ v: value })}&x=1\n`,
  },
  {
    form: 'spaces',
    about: 'a space between all characters',
    kinds: ['token'],
    make: ({ value }) => `${perl('$_ = join " ", split //', value)}\n`,
  },
  {
    form: 'tac',
    about: 'the lines from the last to the first, by tac',
    kinds: ['pem', 'lines'],
    make: ({ value }) => textOf('tac', [], `${value}\n`),
  },
  {
    form: 'half',
    about: 'the second half only',
    kinds: ['token', 'hex64', 'jwt'],
    make: ({ value }) => `…${value.slice(value.length / 2)}\n`,
  },
  {
    form: 'cut',
    about: 'cut to 16 columns by cut -c',
    kinds: ['token', 'password', 'pem'],
    make: ({ core }) => textOf('cut', ['-c1-16'], `${core}\n`),
  },
  {
    form: 'truncated',
    about: 'cut off with an ellipsis',
    kinds: ['token', 'jwt'],
    make: ({ core }) => `login ${core.slice(0, 24)}… ok\n`,
  },
  {
    form: 'split',
    about: 'over two lines with a line of something else between them',
    kinds: ['token', 'hex64'],
    make: ({ value }) => `${value.slice(0, value.length / 2)}\n--- page 2 ---\n${value.slice(value.length / 2)}\n`,
  },
  {
    form: 'echoed',
    about: 'unquoted in a shell: blanks for line ends',
    kinds: ['pem', 'lines'],
    make: ({ value }) => bash('set -f; echo $V', value),
  },
];

const token = kinds.find(({ kind }) => kind === 'token')?.value ?? '';
const tokenSecret = { name: 'ci/token', value: token };
const tokenUrl = { name: 'ci/url', value: `https://ci:${token}@git.example/orders.git` };

function meeting(file: string, about: string, secrets: Scenario['secrets'], text: string): Scenario {
  return { file: `meeting-${file}`, about, through: 'pipeline', secrets, input: Buffer.from(text) };
}

export const moreScenarios: readonly Scenario[] = [
  ...variants.flatMap(({ form, about, kinds: of, make }) =>
    kinds
      .filter(({ kind }) => of.includes(kind))
      .map(
        (kind): Scenario => ({
          file: `more-${kind.kind}-${form}`,
          about,
          through: 'pipeline',
          secrets: [{ name: kind.name, value: kind.value }],
          input: joined(make(kind)).bytes,
        }),
      ),
  ),
  meeting(
    'inside',
    'one value inside another, then alone',
    [tokenSecret, tokenUrl],
    `origin ${tokenUrl.value} (push)\n${token}\n`,
  ),
  meeting(
    'inside-base64',
    'the same in base64',
    [tokenUrl, tokenSecret],
    textOf('base64', ['-w0'], `${tokenUrl.value}\n${token}\n`),
  ),
  meeting('twice', 'the same value twice, side by side', [tokenSecret], `${token}${token}\n${token},${token}\n`),
  meeting(
    'in-base64',
    'two values side by side in one base64',
    [tokenSecret, { name: 'app/pin', value: 'hT4#k9Qz' }],
    textOf('base64', ['-w0'], `${token}hT4#k9Qz:${token}`),
  ),
  meeting(
    'every-kind',
    'the secrets of all kinds in one output',
    kinds.map(({ name, value }) => ({ name, value })),
    kinds.map(({ name, value }) => `${name}=${value}\n`).join(''),
  ),
];
