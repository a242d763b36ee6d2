// `.env` files: what dotenv accepts, where it stands, and what is left of the file afterwards.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'dotenv';
import fc from 'fast-check';
import { named, refusal, valuesOf } from '../../adapters/imports.testkit.ts';
import { SecretName } from '../../contract/vocabulary.ts';
import { readDotenvLines } from './dotenv-lines.ts';
import { readDotenv } from './read-dotenv.ts';
import { replaceDotenv } from './replace-dotenv.ts';

const forms = [
  '# a comment',
  'PLAIN=plain-value-1',
  'export EXPORTED=exported-value',
  '  INDENTED = spaced value here   ',
  "SINGLE='single # not a comment'",
  'DOUBLE="line one\\nline two"',
  'BACKTICK=`it\'s "quoted"`',
  'LINES="-----BEGIN PRIVATE KEY-----',
  'MIIEvQIBADANBgkqh',
  '-----END PRIVATE KEY-----"',
  'TRAILING=value-before # comment',
  'HASH="with#hash-inside"',
  'COLON: yaml-like-value',
  'JSON={"a":"b","c":"d-e-f"}',
  'URL=postgres://me:hunter2secret@db.example/app?ssl=1',
  '',
].join('\n');

test('takes every form that dotenv takes, and gives each variable its value, its name and its lines', () => {
  const read = readDotenv(Buffer.from(forms));
  const expected = Object.entries(parse(forms)).map(([name, value]) => [name, { value }]);
  assert.deepEqual(valuesOf(read), Object.fromEntries(expected));
  assert.deepEqual(
    read.candidates.map(({ from, draft }) => [from, draft.fields[0]?.env]),
    [
      ['2: PLAIN', 'PLAIN'],
      ['3: EXPORTED', 'EXPORTED'],
      ['4: INDENTED', 'INDENTED'],
      ['5: SINGLE', 'SINGLE'],
      ['6: DOUBLE', 'DOUBLE'],
      ['7: BACKTICK', 'BACKTICK'],
      ['8 to 10: LINES', 'LINES'],
      ['11: TRAILING', 'TRAILING'],
      ['12: HASH', 'HASH'],
      ['13: COLON', 'COLON'],
      ['14: JSON', 'JSON'],
      ['15: URL', 'URL'],
    ],
  );
  assert.equal(named(read, 'URL').draft.kind, 'database');
  assert.equal(named(read, 'LINES').draft.kind, 'ssh_key');
  assert.deepEqual(read.skipped, []);
});

test('means the same as dotenv whatever the file, and knows the lines of every variable', () => {
  const piece = fc.constantFrom(
    ...[
      'A',
      'B=',
      'C=1\n',
      '=',
      '"',
      "'",
      '`',
      '\n',
      '\\n',
      '\\"',
      "\\'",
      ' ',
      '#',
      'x',
      'export ',
      ': ',
      '\r\n',
      '-',
      '\t',
    ],
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const text = pieces.join('');
      const file = readDotenvLines(text);
      assert.deepEqual(
        new Map(file.variables.map(({ name, value }) => [name, value])),
        new Map(Object.entries(parse(text))),
      );
      assert.notEqual(file.statements, null);
    }),
    { numRuns: 5000 },
  );
});

test('of two lines with the same variable the last one counts, and the first one is reported', () => {
  const read = readDotenv(Buffer.from('KEY=first-value-1\nKEY=second-value\n'));
  assert.deepEqual(valuesOf(read), { KEY: { value: 'second-value' } });
  assert.deepEqual(read.skipped, [{ from: '1: KEY', why: 'repeated' }]);
});

test('loses nothing without a word: empty values, a prototype as a name, names that are no names of secrets', () => {
  const read = readDotenv(
    Buffer.from('EMPTY=\n__proto__=sneaky-value\nconstructor=fine-value-1\n_A=first-value-1\nA=other-value-2\n'),
  );
  assert.deepEqual(read.skipped, [
    { from: '2: __proto__', why: 'malformed' },
    { from: '1: EMPTY', why: 'empty' },
  ]);
  assert.deepEqual(valuesOf(read), {
    constructor: { value: 'fine-value-1' },
    A: { value: 'first-value-1' },
    'A-2': { value: 'other-value-2' },
  });
  assert.deepEqual(named(read, 'A').notes, ['name_changed']);
  assert.deepEqual(named(read, 'A-2').notes, ['name_numbered']);
  assert.equal(({} as Record<string, unknown>).value, undefined);
});

test('text that looks like a reference stays a plain value', () => {
  const read = readDotenv(Buffer.from('A=op://vault/item/field\nB=cmd:cat /etc/passwd\n'));
  for (const { draft } of read.candidates) assert.equal(draft.fields[0]?.content.kind, 'value');
  assert.deepEqual(valuesOf(read), { A: { value: 'op://vault/item/field' }, B: { value: 'cmd:cat /etc/passwd' } });
});

test('a variable that changes how programs load is kept without its binding, and a short value gets the strictest tier', () => {
  const read = readDotenv(
    Buffer.from('LD_PRELOAD=/tmp/evil-library.so\nPIN=1234\nWORD=password\na.b-c=good-value-9\n'),
  );
  const told = read.candidates.map(({ draft, notes }) => [draft.name, draft.fields[0]?.env, draft.tier, notes]);
  assert.deepEqual(told, [
    ['LD_PRELOAD', null, 'run', ['env_dropped']],
    ['PIN', 'PIN', 'placeholder', ['too_short_for_run']],
    ['WORD', 'WORD', 'placeholder', ['too_plain_for_run']],
    ['a.b-c', null, 'run', ['env_dropped']],
  ]);
});

test('a value too long for an environment is given as a file', () => {
  const read = readDotenv(Buffer.from(`BIG=${'ab1-cd2.'.repeat(16_000)}\n`));
  assert.deepEqual(named(read, 'BIG').notes, ['as_file']);
  assert.equal(named(read, 'BIG').draft.fields[0]?.inject, 'file');
});

test('reads UTF-8 with a mark and UTF-16, and refuses other bytes, NUL and more than 1 MiB', () => {
  const value = 'KEY=wert-mit-ümlaut\n';
  const little = Buffer.from(`\ufeff${value}`, 'utf16le');
  for (const bytes of [Buffer.from(value), Buffer.from(`\ufeff${value}`), little, Buffer.from(little).swap16()]) {
    assert.deepEqual(valuesOf(readDotenv(bytes)), { KEY: { value: 'wert-mit-ümlaut' } });
  }
  assert.throws(() => readDotenv(Buffer.from('KEY=ümlaut', 'latin1')), refusal('import_wrong_encoding'));
  assert.throws(() => readDotenv(Buffer.from(value, 'utf16le')), refusal('import_wrong_encoding'));
  assert.throws(() => readDotenv(Buffer.from('KEY=value\0more')), refusal('import_has_nul'));
  assert.throws(() => readDotenv(Buffer.alloc(1024 * 1024 + 1, 'A=b\n')), refusal('import_too_large'));
});

test('reads a megabyte of blank lines, open quotes and escapes in seconds', () => {
  for (const trap of ['\n', "A='x\n", "A='\\'", 'export\n', 'A ', '"\\']) {
    const started = performance.now();
    readDotenvLines(trap.repeat(1_000_000 / trap.length));
    assert.ok(performance.now() - started < 20_000, JSON.stringify(trap));
  }
});

const kept = new Map([
  ['A', SecretName.parse('app/a')],
  ['KEY', SecretName.parse('app/key')],
]);

test('after the import each imported line is a comment, and every other byte is as it was', () => {
  const before = '# head\r\n\r\nexport A="one\r\ntwo" # why\r\nB=stays as it is  \rKEY=old\nKEY=new\n\tC=\'last\'';
  const after =
    "# head\r\n\r\n# A is kept in Postern as app/a\r\nB=stays as it is  \r# KEY is kept in Postern as app/key\n# KEY is kept in Postern as app/key\n\tC='last'";
  assert.equal(Buffer.from(replaceDotenv(Buffer.from(before), kept)).toString(), after);
});

test('what was replaced has no imported value left, whatever the form, and the other variables are the same', () => {
  const all = new Map(Object.keys(parse(forms)).map((name) => [name, SecretName.parse(`env/${name}`)]));
  const after = Buffer.from(replaceDotenv(Buffer.from(forms), all)).toString();
  assert.deepEqual(parse(after), {});
  assert.doesNotMatch(after, /value|BEGIN|hunter2|quoted|not a comment/);
  all.delete('HASH');
  assert.deepEqual(parse(Buffer.from(replaceDotenv(Buffer.from(forms), all)).toString()), { HASH: 'with#hash-inside' });
});

test('keeps the encoding and the mark of the file', () => {
  const before = '\ufeffA=wert-mit-ümlaut\r\nB=ü\r\n';
  const after = '\ufeff# A is kept in Postern as app/a\r\nB=ü\r\n';
  const big = (text: string) => Buffer.from(text, 'utf16le').swap16();
  assert.deepEqual(Buffer.from(replaceDotenv(Buffer.from(before, 'utf16le'), kept)), Buffer.from(after, 'utf16le'));
  assert.deepEqual(Buffer.from(replaceDotenv(big(before), kept)), big(after));
  assert.deepEqual(Buffer.from(replaceDotenv(Buffer.from(before), kept)), Buffer.from(after));
});

test('leaves a file alone whose lines cannot be told apart', () => {
  // dotenv ends a line at U+2028 too, so two assignments stand in what every editor shows as one line.
  assert.throws(
    () => replaceDotenv(Buffer.from('KEY=value # x\u2028B=second-value\n'), kept),
    refusal('import_lines_unclear'),
  );
  assert.equal(readDotenv(Buffer.from('KEY=value # x\u2028B=second-value\n')).candidates.length, 2);
});
