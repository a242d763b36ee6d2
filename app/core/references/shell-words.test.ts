import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import fc from 'fast-check';
import { splitWords } from './shell-words.ts';

const read: Readonly<Record<string, readonly string[]>> = {
  '': [],
  '   ': [],
  "get 'one value' now": ['get', 'one value', 'now'],
  'a"b c"d': ['ab cd'],
  '\'\' ""': ['', ''],
  'a\\ b \\$HOME \\\\ \\" \\\'': ['a b', '$HOME', '\\', '"', "'"],
  '"\\$a \\` \\" \\\\ \\n \\a"': ['$a ` " \\ \\n \\a'],
  "'$HOME `id` \\ \"'": ['$HOME `id` \\ "'],
  'a~ b#c {x,y} a=b !': ['a~', 'b#c', '{x,y}', 'a=b', '!'],
  'sch\u00a0lüssel': ['sch\u00a0lüssel'],
};
for (const [line, words] of Object.entries(read)) {
  test(`reads ${JSON.stringify(line)} as ${words.length} words`, () => assert.deepEqual(splitWords(line), words));
}

const refused = '$HOME;`id`;$(id);a|b;a>b;a<b;a&;(a);*;a?;[a];~;~/x;#c;a #c;"$a";"`a`";\'a;"a;a\\;"a\\"'.split(';');
for (const line of [...refused, 'a;b', 'a\nb']) {
  test(`refuses ${JSON.stringify(line)}, which a shell would not take as it stands`, () =>
    assert.equal(splitWords(line), null));
}

test('the words are those that /bin/sh sees', () => {
  // Nothing in the alphabet can start a program, and what could expand is refused.
  const char = fc.constantFrom('a', 'b', ' ', "'", '"', '\\', '$', '~', '#', '=', '{', '}', 'ü');
  const lines = fc.sample(fc.string({ unit: char, maxLength: 12 }), { numRuns: 3000, seed: 1 });
  const readable = lines.flatMap((line) => {
    const words = splitWords(line);
    return words === null ? [] : [{ line, words }];
  });
  assert.ok(readable.length > 300, `${readable.length}`);
  const script = readable.map(({ line }) => `w ${line}`).join('\n');
  const whole = `w() { printf '%s\\0' "$#" "$@"; }\n${script}\n`;
  const seen = execFileSync('/bin/sh', { input: whole, encoding: 'utf8' });
  assert.equal(
    seen,
    readable
      .flatMap(({ words }) => [words.length, ...words])
      .map((word) => `${word}\0`)
      .join(''),
  );
});

test('any line gives words or null, in time that grows with its length alone', () => {
  fc.assert(fc.property(fc.string({ maxLength: 200 }), (line) => splitWords(line) === null || true));
  assert.equal(splitWords('"'.repeat(100_001)), null);
});
