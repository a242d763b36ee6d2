// The container: what was put in comes out, and a file that is not exactly what was written is refused with a code.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { fault } from '../../adapters/vault.testkit.ts';
import { BrokerError } from '../../contract/fault.ts';
import { type Backup, encodeBackup, parseBackup } from './backup-file.ts';
import { someRows } from './rows.testkit.ts';

const rows = someRows(4);
const backup: Backup = {
  madeAt: 1_795_000_000_000,
  madeBy: '0.1.0',
  rows,
  ownWrap: { ...(rows.wraps[0] ?? assert.fail()), id: 'f'.repeat(32), kind: 'passphrase' },
};
const file = encodeBackup(backup);
const lines = file.toString('latin1').split('\n').slice(0, -1);

test('what was put in comes out, and the same vault gives the same file', () => {
  assert.deepEqual(parseBackup(file), backup);
  const shuffled = { ...backup, rows: { ...rows, records: rows.records.toReversed() } };
  assert.deepEqual(encodeBackup(shuffled), file);
  const plain = { ...backup, ownWrap: null };
  assert.deepEqual(parseBackup(encodeBackup(plain)), plain);
  const empty = { ...backup, rows: { ...rows, records: [] } };
  assert.deepEqual(parseBackup(encodeBackup(empty)), empty);
});

test('a backup cut after any byte is damaged, or no backup at all', () => {
  for (let length = 0; length < file.length; length += 1) {
    const code = length < '{"backup":{"format":1,'.length ? 'backup_unreadable' : 'backup_damaged';
    assert.throws(() => parseBackup(file.subarray(0, length)), fault(code), `cut at ${length}`);
  }
});

test('a flipped bit anywhere keeps it shut', () => {
  for (let bit = 0; bit < file.length * 8; bit += 1) {
    const flipped = Buffer.from(file);
    flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
    assert.throws(() => parseBackup(flipped), BrokerError, `bit ${bit}`);
  }
});

test('a line that is missing, doubled, moved or added is damage, even under a right closing digest', () => {
  const body = lines.slice(0, -1);
  for (let at = 1; at < body.length; at += 1) {
    assert.throws(() => parse(closed(body.toSpliced(at, 1))), fault('backup_damaged'), `${at} missing`);
    assert.throws(() => parse(closed(body.toSpliced(at, 0, body[at] ?? ''))), fault('backup_damaged'), `${at} twice`);
    const [line = '', next = ''] = body.slice(at, at + 2);
    if (next !== '') {
      assert.throws(() => parse(closed(body.toSpliced(at, 2, next, line))), fault('backup_damaged'), `${at} swapped`);
    }
    assert.throws(() => parse(closed(body.toSpliced(at, 0, ''))), fault('backup_damaged'), `empty line at ${at}`);
  }
  assert.throws(() => parse(closed(body.slice(1))), fault('backup_unreadable'));
  assert.deepEqual(parse(closed(body)), backup, 'the tools of this test close a file rightly');
});

test('bytes after the end, other line ends and a byte order mark are refused', () => {
  const text = file.toString('latin1');
  for (const more of ['\n', ' ', 'x', `${text}`, '\0']) {
    assert.throws(() => parse(`${text}${more}`), fault('backup_damaged'));
  }
  assert.throws(() => parse(text.replaceAll('\n', '\r\n')), fault('backup_damaged'));
  assert.throws(() => parseBackup(Buffer.concat([Buffer.from('\ufeff', 'utf8'), file])), fault('backup_unreadable'));
});

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

test('there is one way to write a line: other JSON of the same meaning is damage', () => {
  const body = lines.slice(0, -1);
  const changes: ((line: string) => string)[] = [
    (line) => line.replace('":', '": '),
    (line) => line.replace('"version":1', '"version":1.0'),
    (line) => line.replace('"keyVersion":1', '"keyVersion":1,"keyVersion":1'),
    (line) => line.replace('"keyVersion":1', '"__proto__":{},"keyVersion":1'),
    (line) => line.replace('"secret"', '"\\u0073ecret"'),
    (line) => line.replace('"secret"', '"secrét"'),
    (line) => line.replace('"version":', '"version":-'),
    (line) => line.replace(/\t.*/, ''),
    (line) => line.replace('\t', '\t\t'),
    (line) => line.replace('\t', '\t '),
    (line) => line.replace(/[A-Za-z0-9+/](=*)$/, '_$1'),
    (line) => `${line}=`,
    // Bits of base64 that stand for nothing must be zero.
    (line) => line.replace(/[^=](?==+$)/, (last) => alphabet.charAt(alphabet.indexOf(last) + 1)),
    (line) => `${line}AAAA\t`,
  ];
  let tried = 0;
  for (let at = 1; at < body.length; at += 1) {
    for (const change of changes) {
      const line = body[at] ?? '';
      if (change(line) === line) continue;
      tried += 1;
      assert.throws(
        () => parse(closed(body.with(at, change(line)))),
        fault('backup_damaged'),
        change(line).slice(0, 200),
      );
    }
  }
  assert.ok(tried > 60);
});

test('a backup of a later format is told as that, whatever follows', () => {
  assert.throws(() => parse('{"backup":{"format":2,"new":true}}\nanything'), fault('backup_newer'));
  assert.throws(() => parse('{"backup":{"format":12}}'), fault('backup_newer'));
  for (const none of [
    '',
    '{',
    'SQLite format 3\0',
    '{"backup":{"format":0,',
    '{"backup":{"format":01,',
    '\n',
    'PK\x03\x04',
  ]) {
    assert.throws(() => parse(none), fault('backup_unreadable'));
  }
});

test('hostile lines are refused before much is made of them', () => {
  const body = lines.slice(0, -1);
  const opening = lines[0] ?? '';
  const claims = opening.replace('"records":4', '"records":500000');
  assert.notEqual(claims, opening);
  assert.throws(() => parse(closed(body.with(0, claims))), fault('backup_damaged'));
  assert.throws(
    () => parse(closed(body.with(0, opening.replace('"records":4', '"records":500001')))),
    fault('backup_damaged'),
  );
  assert.throws(
    () => parse(closed(body.with(0, opening.replace('"records":4', '"records":1e3')))),
    fault('backup_damaged'),
  );
  assert.throws(() => parse(closed(body.with(0, opening.replace('"wraps":1', '"wraps":17')))), fault('backup_damaged'));
  const deep = '['.repeat(40_000_000);
  assert.throws(() => parse(closed(body.with(1, `{"wrap":${deep}\tAAAA`))), fault('backup_damaged'));
  assert.throws(() => parse(closed(body.with(1, `${body[1]}${'A'.repeat(2 ** 27)}`))), fault('backup_damaged'));
});

test('rows that could not be read back are not written', () => {
  const [record] = rows.records;
  assert.ok(record);
  const withRecord = (changes: object) =>
    encodeBackup({ ...backup, rows: { ...rows, records: [{ ...record, ...changes }] } });
  for (const changes of [{ id: 'x' }, { kind: 'a kind\n' }, { version: 0 }, { keyVersion: 1.5 }]) {
    assert.throws(() => withRecord(changes), fault('vault_corrupt'));
  }
  assert.throws(() => withRecord({ sealed: Buffer.alloc(2 ** 27) }), fault('backup_too_large'));
});

test('random bytes, and a backup with random damage, give a coded fault or what was written', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
      assert.throws(() => parseBackup(Buffer.from(bytes)), BrokerError);
    }),
    { numRuns: 500 },
  );
  const splice = fc.record({
    at: fc.nat(file.length),
    cut: fc.nat(400),
    put: fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.constantFrom(...lines).map((line) => Buffer.from(`${line}\n`)),
    ),
  });
  fc.assert(
    fc.property(splice, fc.boolean(), ({ at, cut, put }, closeIt) => {
      const text = Buffer.concat([file.subarray(0, at), put, file.subarray(at + cut)]).toString('latin1');
      const tried = closeIt ? closed(text.split('\n').slice(0, -2)) : text;
      try {
        parse(tried);
      } catch (thrown) {
        assert.ok(thrown instanceof BrokerError);
      }
    }),
    { numRuns: 2000 },
  );
});

function parse(text: string): Backup {
  return parseBackup(Buffer.from(text, 'latin1'));
}

/** The lines with a closing digest that fits them, as a forger would write it. */
function closed(body: readonly string[]): string {
  const text = body.map((line) => `${line}\n`).join('');
  const digest = createHash('sha256').update(text, 'latin1').digest('hex');
  return `${text}{"end":"${digest}"}\n`;
}
