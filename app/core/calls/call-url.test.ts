import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { isQuery, readBase, readUrl } from './call-url.ts';

test('a plain address is read as it is written; its host in lower case, without the usual port', () => {
  const url = (host: string, path = '/', query = '') => ({ host, path, query });
  assert.deepEqual(readUrl('https://api.example.com'), url('api.example.com'));
  assert.deepEqual(readUrl('https://API.Example.COM:443/v1/a?b=c'), url('api.example.com', '/v1/a', 'b=c'));
  assert.deepEqual(readUrl('https://localhost:8443/a/?'), url('localhost:8443', '/a/'));
  assert.deepEqual(readUrl('https://h.test?a[]=1&b={x}&c=/?:@|^'), url('h.test', '/', 'a[]=1&b={x}&c=/?:@|^'));
  assert.deepEqual(readUrl('https://10.0.0.5/a'), url('10.0.0.5', '/a'));
  assert.deepEqual(readUrl('https://xn--bcher-kva.example/'), url('xn--bcher-kva.example'));
  assert.deepEqual(readUrl('https://1password.com/'), url('1password.com'));
});

test('an address that another reader could take for another host or path is refused (P2)', () => {
  const attacks = [
    // Not https, or not clearly.
    ...[
      'http://a.test/',
      'HTTPS://a.test/',
      'https:/a.test',
      'https:a.test',
      '//a.test',
      'ftp://a.test',
      'wss://a.test/',
      'file:///etc/passwd',
      '',
    ],
    ...[
      ' https://a.test',
      'https://a.test ',
      'ht\ntps://a.test',
      'https://a.te\nst/',
      'https://a.test/\tb',
      'https:\\\\a.test\\b',
      'https://a.test\\@b.test/',
    ],
    // Users, fragments, and hosts that are hidden behind them.
    ...[
      'https://u@a.test/',
      'https://u:p@a.test/',
      'https://a.test@b.test/',
      'https://a.test:443@b.test/',
      'https://@a.test/',
      'https://a.test/#b',
      'https://a.test#@b.test/',
    ],
    // Ports.
    ...[
      'https://a.test:/',
      'https://a.test:0/',
      'https://a.test:65536/',
      'https://a.test:0443/',
      'https://a.test:99999/',
      'https://a.test:+1/',
      'https://a.test:8443:1/',
      'https://a.test:１/',
    ],
    // Names.
    ...[
      'https://a.test./',
      'https://.a.test/',
      'https://a..test/',
      'https:///a',
      'https://-a.test/',
      'https://a-.test/',
      'https://a_b.test/',
      'https://a%2etest/',
      'https://a,b/',
      'https://*.test/',
    ],
    ...[
      'https://bücher.example/',
      'https://ａ.test/',
      'https://a。test/',
      'https://a\u00adb.test/',
      `https://${'a'.repeat(64)}.test/`,
    ],
    // Addresses in other clothes.
    ...[
      'https://[::1]/',
      'https://[::ffff:127.0.0.1]/',
      'https://2130706433/',
      'https://0x7f000001/',
      'https://0x7f.1/',
      'https://017700000001/',
      'https://127.1/',
      'https://127.0.0.01/',
      'https://127.0.0.256/',
      'https://1.2.3.4.5/',
      'https://0x/',
      'https://a.0x1/',
    ],
    // Paths and queries.
    ...[
      'https://a.test/../b',
      'https://a.test//b',
      'https://a.test/%2e%2e',
      'https://a.test/a\\b',
      'https://a.test/é',
      'https://a.test/?q=a b',
      'https://a.test/?q=<',
      'https://a.test/?q=%',
      'https://a.test/?q=é',
      'https://a.test/?q=\r\nX: y',
      'https://a.test/?a\\b',
    ],
    `https://a.test/?${'a'.repeat(8192)}`,
  ];
  for (const text of attacks) assert.equal(readUrl(text), null, JSON.stringify(text));
});

test('a parser of URLs finds the same host, path and query in each address that is let through (P2)', () => {
  const parts = fc.array(
    fc.constantFrom(
      'a',
      'B',
      '9',
      '.',
      '-',
      ':',
      '443',
      '/',
      '?',
      '=',
      '&',
      '%20',
      '%2e',
      '@',
      '#',
      '[',
      ']',
      '\\',
      '0x1',
      '127',
      ' ',
      '\t',
      '%',
      "'",
    ),
    { maxLength: 12 },
  );
  const texts = fc.tuple(fc.constantFrom('', 'a.test', 'A.b', '10.0.0.1', 'x:8443', '1'), parts);
  let passed = 0;
  fc.assert(
    fc.property(texts, ([start, rest]) => {
      const text = `https://${start}${rest.join('')}`;
      const read = readUrl(text);
      if (read === null) return;
      passed += 1;
      const parsed = new URL(text);
      assert.equal(parsed.host, read.host);
      assert.equal(parsed.pathname, read.path);
      assert.equal(parsed.search.slice(1).replaceAll('%27', "'"), read.query);
      assert.equal(`${parsed.username}${parsed.password}${parsed.hash}`, '');
    }),
    { numRuns: 3000 },
  );
  assert.ok(passed > 100, `${passed} were let through`);
});

test('a base has no slash at its end and no query', () => {
  assert.deepEqual(readBase('https://api.example.com/'), { host: 'api.example.com', path: '' });
  assert.deepEqual(readBase('https://api.example.com:8443/client/v4/'), {
    host: 'api.example.com:8443',
    path: '/client/v4',
  });
  for (const text of ['https://a.test/?', 'https://a.test/v1?x=1', 'http://a.test', 'https://a.test/../v1']) {
    assert.equal(readBase(text), null, text);
  }
});

test('a query holds only what stays as it is', () => {
  for (const query of ['', 'a=1&b[]=%20', "q='x'"]) assert.ok(isQuery(query), query);
  for (const query of ['a b', 'a#b', 'a\nb', '%zz', '"', 'é', '\u0000'])
    assert.ok(!isQuery(query), JSON.stringify(query));
});
