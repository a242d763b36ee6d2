import assert from 'node:assert/strict';
import { posix } from 'node:path';
import test from 'node:test';
import fc from 'fast-check';
import { readPath } from './call-path.ts';

test('a plain path is read into its decoded steps, and one slash at its end is none', () => {
  const read: readonly (readonly [string, readonly string[]])[] = [
    ['/', []],
    ['/v1/models', ['v1', 'models']],
    ['/api/0/issues/7/', ['api', '0', 'issues', '7']],
    ['/repos/octo/hello.js/contents/a%20b', ['repos', 'octo', 'hello.js', 'contents', 'a b']],
    ['/v1beta/models/gemini-2:generateContent', ['v1beta', 'models', 'gemini-2:generateContent']],
    ['/labels/caf%C3%A9', ['labels', 'café']],
    ["/~me/a!$&'()*+,=:@b/...x", ['~me', "a!$&'()*+,=:@b", '...x']],
  ];
  for (const [raw, steps] of read) assert.deepEqual(readPath(raw), steps, raw);
});

test('a path that a server could take for another one is refused (P2)', () => {
  const attacks = [
    // Dots that climb.
    ...[
      '/a/../b',
      '/a/./b',
      '/..',
      '/.',
      '/a/..',
      '/a/...',
      '/a/%2e%2e/b',
      '/a/%2E%2E/b',
      '/a/.%2e/b',
      '/a/%2e/b',
      '/a%2eb',
    ],
    // Slashes that are none yet, and steps that are none.
    ...['/a/..%2fb', '/a%2fb', '/a%2Fb', '//a', '/a//b', '/a//', '//', '/a\\b', '/a%5cb', '/a%5Cb', '/..\\a', '/a/%2f'],
    // Encoded twice.
    ...['/a/%252e%252e/b', '/a%252fb', '/a%255cb', '/a/%25', '/%2525'],
    // Parameters of steps, which some servers cut off.
    ...['/a/..;/b', '/a;x=1/b', '/a/.;/b', '/a%3bx', '/a%3B/..', '/admin;.css'],
    // What ends a path, or a line.
    ...[
      '/a?b',
      '/a%3fb',
      '/a#b',
      '/a%23b',
      '/a%00',
      '/a\u0000',
      '/a%0d%0ab',
      '/a\r\nb',
      '/a\nb',
      '/a\tb',
      '/a%09b',
      '/a b',
      '/a%7f',
    ],
    // What looks like nothing, or becomes a dot or slash when it is mapped to plain letters.
    ...[
      '/a%E2%80%8Bb',
      '/a%E2%80%AEb',
      '/a%EF%BC%8Fb',
      '/%EF%BC%8E%EF%BC%8E',
      '/%E2%80%A5',
      '/%E2%80%A4',
      '/a%EF%BC%85',
    ],
    // Over-long or broken UTF-8, and what is not ASCII.
    ...['/%c0%ae%c0%ae', '/%c0%af', '/%ff', '/%e2%80', '/%u002e', '/é', '/a\u2215b', '/a\uff0fb'],
    // Codes that are none, or not needed.
    ...['/%', '/a%2', '/a%zz', '/%64elete', '/%41', '/a%2dc', '/a%5fb', '/a%7eb'],
    // Steps of spaces, and what begins otherwise.
    ...['/%20', '/a/.%20', '', 'a', '*', 'https://x/a', '/"', '/<a>', '/{a}', '/a|b', '/a^b', '/`', '/[a]'],
    `/${'a'.repeat(8192)}`,
  ];
  for (const raw of attacks) assert.equal(readPath(raw), null, JSON.stringify(raw));
});

const pieces = [
  'a',
  'B',
  '7',
  '/',
  '.',
  '..',
  '%2e',
  '%2F',
  '%25',
  '%5c',
  '\\',
  ';',
  ':',
  '~',
  '%20',
  '%C3%A9',
  '%E2%80%A5',
  '?',
  '#',
  '%',
  '\n',
  'é',
  '//',
  '%41',
  '+',
  '@',
];
const rawPaths = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom('a', 'b1', '/x', '/y', '.z', '%20k', '%C3%A9', ':m') },
      fc.constantFrom(...pieces),
    ),
    { maxLength: 10 },
  )
  .map((parts) => `/${parts.join('')}`);

test('what is judged is what is sent: no reader finds other steps in a path that is let through (P2)', () => {
  let passed = 0;
  fc.assert(
    fc.property(rawPaths, (raw) => {
      const steps = readPath(raw);
      if (steps === null) return;
      passed += 1;
      // A parser of URLs changes nothing in it.
      assert.equal(new URL(`https://h.test${raw}`).pathname, raw);
      assert.equal(posix.normalize(raw), raw);
      const joined = `/${steps.join('/')}`;
      // Decoded before it is split, or after; once or twice; with capitals mapped; climbing or not: the same steps.
      assert.deepEqual(decodeURIComponent(raw).replace(/(?<=.)\/$/, ''), joined);
      assert.equal(decodeURIComponent(joined), joined);
      assert.equal(posix.normalize(joined), joined);
      assert.equal(joined.normalize('NFKC').split('/').length, joined.split('/').length);
      assert.ok(steps.every((step) => step !== '' && !/[/\\?#%;]/.test(step)));
    }),
    { numRuns: 2000 },
  );
  assert.ok(passed > 300, `${passed} were let through`);
});
