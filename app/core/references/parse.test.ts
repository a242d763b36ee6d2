import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fault } from '../../adapters/vault.testkit.ts';
import { EnvName } from '../../contract/vocabulary.ts';
import { type ParsedReference, parseReference } from './parse.ts';
import { environmentOf, type ProgramCall } from './program-call.ts';

const call = (text: string): ProgramCall => {
  const parsed = parseReference(text);
  return parsed.kind === 'program' ? parsed.call : assert.fail('it names a program');
};

const words: Readonly<Record<string, readonly string[]>> = {
  'op://Private/GitHub/token': ['op', 'read', '--no-newline', 'op://Private/GitHub/token'],
  'op://My vault/db/section/pass word?attribute=otp': [
    'op',
    'read',
    '--no-newline',
    'op://My vault/db/section/pass word?attribute=otp',
  ],
  'bw://GitHub%2Fwork/password': ['bw', 'get', 'item', 'GitHub/work', '--nointeraction'],
  'pass:web/git%23hub#user': ['pass', 'show', 'web/git#hub'],
  'keepassxc:/home/me/my db.kdbx#Mail': [
    'keepassxc-cli',
    'show',
    '--no-password',
    '--attributes=Password',
    '/home/me/my db.kdbx',
    'Mail',
  ],
  'keepassxc:/a%23b.kdbx?keyfile=/k%3Fey#Web/me%40example.com@API key': [
    'keepassxc-cli',
    'show',
    '--no-password',
    '--attributes=API key',
    '--key-file=/k?ey',
    '/a#b.kdbx',
    'Web/me@example.com',
  ],
  'aws-sm:arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf#password': [
    'aws',
    'secretsmanager',
    'get-secret-value',
    '--secret-id=arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf',
    '--output=json',
  ],
  "cmd:secret-tool lookup service 'my mail'": ['secret-tool', 'lookup', 'service', 'my mail'],
  'cmd:/opt/get --name=-x': ['/opt/get', '--name=-x'],
};
for (const [text, expected] of Object.entries(words)) {
  test(`${text} runs ${expected[0]} with exactly these arguments`, () => {
    const { word, args } = call(text);
    assert.deepEqual([word, ...args], expected);
  });
}

const others: Readonly<Record<string, ParsedReference>> = {
  'env:GITHUB_TOKEN': { kind: 'variable', name: EnvName.parse('GITHUB_TOKEN') },
  'file:/home/me/my key#1': { kind: 'file', path: '/home/me/my key#1' },
  'vault:secret/data/app#password': {
    kind: 'kv',
    prefixes: ['VAULT'],
    path: ['secret', 'data', 'app'],
    key: 'password',
  },
  'bao:kv/a%20b#c%23': { kind: 'kv', prefixes: ['BAO', 'VAULT'], path: ['kv', 'a b'], key: 'c#' },
};
for (const [text, expected] of Object.entries(others)) {
  test(`${text} is read by Postern itself`, () => assert.deepEqual(parseReference(text), expected));
}

const malformed = [
  ...['', 'password', 'op:', 'http://x/y', 'OP://a/b/c', ' env:A', 'env:A\u0000', 'env:A\n', 'env:A\u202e'],
  ...['op:a/b/c', 'op://a/b', 'op://a//c', 'op://a/b/c/d/e', 'op://a/b/c#d', 'op://a/b/c?x', 'op://a/b/c?x=$(id)'],
  ...[
    'bw://item',
    'bw://item/',
    'bw:///password',
    'bw://a/b/c',
    'bw://a/b#c',
    'bw://--help/password',
    'bw://%ff/password',
  ],
  ...[
    'pass:/abs',
    'pass:a//b',
    'pass:../x',
    'pass:a/../../x',
    'pass:a/%2e%2e/b',
    'pass:a%2Fb',
    'pass:-x',
    'pass:a#',
    'pass:a#b#c',
  ],
  ...['pass:#x', 'pass:a/', 'pass:a%00', 'pass:a%0a', 'pass:%'],
  ...[
    'keepassxc:db.kdbx#E',
    'keepassxc:/db.kdbx',
    'keepassxc:/db.kdbx#',
    'keepassxc:/db.kdbx#a@b@c',
    'keepassxc:/db.kdbx#a@',
  ],
  ...[
    'keepassxc:/db?key=/k#a',
    'keepassxc:/db?keyfile=k#a',
    'keepassxc:/db?keyfile=#a',
    'keepassxc:/db?password-secret=x#a',
  ],
  ...['keepassxc:/db.kdbx#-x', 'keepassxc:/db.kdbx#a@-x', 'keepassxc:/folder/#a'],
  ...['aws-sm:#key', 'aws-sm:-x', 'aws-sm:a#', 'aws-sm:a#b#c'],
  ...[
    'vault:secret/data/app',
    'vault:secret/data/app#',
    'vault:#key',
    'vault:/secret#a',
    'vault:a/../sys/raw#a',
    'vault:a/%2E#b',
  ],
  ...['vault:a?version=2#b', 'vault:a/%2e%2e/b#c', 'bao:a%2Fb#c'],
  ...['env:', 'env:1A', 'env:A-B', 'env:A B', 'env:PATH=x', 'file:', 'file:relative', 'file:~/x', 'file:/folder/'],
  ...[
    'cmd:',
    'cmd: ',
    'cmd:./x',
    'cmd:bin/x',
    'cmd:a | b',
    'cmd:echo $HOME',
    'cmd:A=b c',
    "cmd:''",
    "cmd:echo 'x",
    'cmd:a; b',
  ],
  `env:${'A'.repeat(129)}`,
  `file:/${'a'.repeat(2000)}`,
];
for (const text of malformed) {
  test(`refuses ${JSON.stringify(text.slice(0, 60))} as a reference`, () =>
    assert.throws(() => parseReference(text), fault('reference_malformed')));
}

test('any text is a reference or reference_malformed, and no part of one can be an option or leave its path', () => {
  const scheme = fc.constantFrom(
    'op://',
    'bw://',
    'pass:',
    'keepassxc:/',
    'vault:',
    'bao:',
    'aws-sm:',
    'env:',
    'file:/',
    'cmd:',
  );
  const tail = fc.string({
    unit: fc.constantFrom('a', 'B', '/', '.', '#', '@', '?', '=', '-', '%', '2', 'e', 'F', ' ', "'"),
  });
  let parsed = 0;
  fc.assert(
    fc.property(scheme, tail, (begin, end) => {
      let reference: ParsedReference;
      try {
        reference = parseReference(begin + end);
      } catch (thrown) {
        return fault('reference_malformed')(thrown);
      }
      parsed += 1;
      if (reference.kind === 'kv') assert.ok(!reference.path.some((part) => /^\.{0,2}$|\//.test(part)));
      if (reference.kind !== 'program' || begin === 'cmd:') return true;
      const free = reference.call.args.filter(
        (arg) => !/^--(?:no-newline|nointeraction|no-password|output=json|attributes=|key-file=|secret-id=)/.test(arg),
      );
      return free.every((arg) => !arg.startsWith('-') && arg !== '');
    }),
    { numRuns: 5000 },
  );
  assert.ok(parsed > 100, `${parsed}`);
});

test('a program gets what it needs of the login shell and nothing else', () => {
  const login = {
    ...{ PATH: '/bin', HOME: '/h', LD_PRELOAD: '/x.so', GITHUB_TOKEN: 't', LC_ALL: 'de_DE', NODE_OPTIONS: '-r x' },
    ...{ OP_SERVICE_ACCOUNT_TOKEN: 'o', AWS_PROFILE: 'p', BW_SESSION: 'b', VAULT_TOKEN: 'v', PASSWORD_STORE_DIR: '/s' },
    ...{ PASSWORD_STORE_ENABLE_EXTENSIONS: 'true', AWSOME: 'x' },
  };
  const fixed = { PATH: '/bin', HOME: '/h', LC_ALL: 'C.UTF-8', TERM: 'dumb', NO_COLOR: '1' };
  const of = (text: string) => environmentOf(call(text), login);
  assert.deepEqual(of('cmd:true'), fixed);
  assert.deepEqual(of('keepassxc:/a#b'), fixed);
  assert.deepEqual(of('op://a/b/c'), { ...fixed, OP_SERVICE_ACCOUNT_TOKEN: 'o' });
  assert.deepEqual(of('bw://a/b'), { ...fixed, BW_SESSION: 'b' });
  assert.deepEqual(of('pass:a'), { ...fixed, PASSWORD_STORE_DIR: '/s' });
  assert.deepEqual(of('aws-sm:a'), { ...fixed, AWS_PROFILE: 'p', AWS_PAGER: '' });
});
