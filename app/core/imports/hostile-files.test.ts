// Files that are broken or made to do harm: each a coded refusal, soon, or a reported item; nothing is lost without a word.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { archive, fixture, named, refusal, valuesOf } from '../../adapters/imports.testkit.ts';
import type { FaultCode } from '../../contract/fault.ts';
import type { ImportFileKind } from '../../contract/import.ts';
import { readImport } from './read-import.ts';

const MiB = 1024 * 1024;
const exportData = fixture('onepassword-export-data.json');
const kdbxHeader = 'Group,Title,Username,Password,URL,Notes';

function refuses(kind: ImportFileKind, bytes: Uint8Array, code: FaultCode): void {
  const started = performance.now();
  assert.throws(() => readImport(kind, bytes), refusal(code));
  assert.ok(performance.now() - started < 20_000, `${code} took too long`);
}

test('a zip bomb that tells its size is refused before it is unpacked', () => {
  const packed = deflateRawSync(Buffer.alloc(65 * MiB, 0x20));
  const bomb = withContent(Buffer.from(archive(Buffer.from('{}'))), packed, 65 * MiB);
  refuses('onepassword_1pux', bomb, 'import_expands');
});

test('a zip bomb that lies about its size is stopped at the bound', () => {
  const packed = deflateRawSync(Buffer.alloc(150 * MiB));
  const zip = Buffer.from(archive(Buffer.from('{}')));
  const lying = withContent(zip, packed, 100);
  const outside = process.memoryUsage().external;
  refuses('onepassword_1pux', lying, 'import_expands');
  // Not all 150 MiB of it were made.
  assert.ok(process.memoryUsage().external - outside < 140 * MiB);
});

test('an attachment that is a bomb is not unpacked', () => {
  const bytes = archive(exportData, { 'files/big': Buffer.alloc(100 * MiB) });
  assert.equal(readImport('onepassword_1pux', bytes).candidates.length, 5);
});

test('names in the archive that point outside of it refuse the whole file', () => {
  for (const name of ['../evil', 'files/../../evil', '/etc/passwd', 'C:\\evil', 'files\\..\\evil', 'a\0b', '..']) {
    refuses('onepassword_1pux', archive(exportData, { [name]: Buffer.from('x') }), 'import_unsafe_archive');
  }
});

test('an archive that is cut, changed, encrypted, ambiguous or none is refused', () => {
  const good = Buffer.from(archive(exportData));
  for (const length of [0, 1, 21, 22, 100, good.length - 1]) {
    refuses('onepassword_1pux', good.subarray(0, length), 'import_unreadable');
  }
  const stored = Buffer.from(zipSync({ 'export.data': [exportData, { level: 0 }] }));
  const flipped = Buffer.from(stored);
  const at = flipped.indexOf('correct-horse-1');
  flipped[at] = (flipped[at] ?? 0) ^ 1;
  assert.equal(readImport('onepassword_1pux', stored).candidates.length, 5);
  refuses('onepassword_1pux', flipped, 'import_unreadable');
  const central = good.indexOf(
    Buffer.from([0x50, 0x4b, 0x01, 0x02]),
    good.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02])) + 4,
  );
  const encrypted = Buffer.from(good);
  encrypted.writeUInt16LE(1, central + 8);
  refuses('onepassword_1pux', encrypted, 'import_encrypted');
  const twice = Buffer.from(zipSync({ 'export.data': exportData, 'export.dat2': exportData }));
  for (let i = twice.indexOf('export.dat2'); i >= 0; i = twice.indexOf('export.dat2')) twice.write('export.data', i);
  refuses('onepassword_1pux', twice, 'import_unreadable');
  refuses('onepassword_1pux', zipSync({ other: exportData }), 'import_unreadable');
});

test('an archive with more entries than an export has is refused', () => {
  const empty: [Buffer, { level: 0 }] = [Buffer.alloc(0), { level: 0 }];
  const many = Object.fromEntries(Array.from({ length: 10_001 }, (_, i) => [`files/${i}`, empty]));
  refuses('onepassword_1pux', archive(exportData, many), 'import_expands');
});

test('a table over 64 MiB is refused without being read', () => {
  const bytes = Buffer.alloc(100 * MiB, 'a,b,c\n');
  const started = performance.now();
  for (const kind of [
    'keepassxc_csv',
    'onepassword_csv',
    'bitwarden_csv',
    'bitwarden_json',
    'onepassword_1pux',
  ] as const) {
    refuses(kind, bytes, 'import_too_large');
  }
  assert.ok(performance.now() - started < 2000);
});

test('thousands of columns, and two of one name, are refused wherever they stand', () => {
  refuses('keepassxc_csv', Buffer.from(`${kdbxHeader}${',x'.repeat(5000)}\n`), 'import_columns');
  refuses('keepassxc_csv', Buffer.from(`${kdbxHeader}\n${','.repeat(10_000_000)}\n`), 'import_columns');
  refuses('keepassxc_csv', Buffer.from(`${kdbxHeader},password\nRoot,a,b,c,d,e,f\n`), 'import_columns');
  refuses('keepassxc_csv', Buffer.from(`${kdbxHeader}\nRoot,too,few\n`), 'import_unreadable');
  refuses('keepassxc_csv', Buffer.from(`${kdbxHeader}\nRoot,"never closed,b,c,d,e\n`), 'import_unreadable');
});

test('20,000 rows are taken, 100,000 are refused', () => {
  const rows = (count: number) => Buffer.from(`${kdbxHeader}\n${'Root,same title,me,pass-word-1,,\n'.repeat(count)}`);
  const read = readImport('keepassxc_csv', rows(20_000));
  assert.equal(new Set(read.candidates.map(({ draft }) => draft.name.toLowerCase())).size, 20_000);
  refuses('keepassxc_csv', rows(20_001), 'import_too_many_items');
  refuses('keepassxc_csv', rows(100_000), 'import_too_many_items');
  const items = JSON.stringify({ encrypted: false, items: Array.from({ length: 20_001 }, () => 7) });
  refuses('bitwarden_json', Buffer.from(items), 'import_too_many_items');
});

test('JSON that nests too deep or has too many parts is refused before it is parsed', () => {
  refuses('bitwarden_json', Buffer.from(`{"encrypted":false,"items":${'['.repeat(30_000_000)}`), 'import_too_deep');
  refuses('bitwarden_json', Buffer.from(`[${'{},'.repeat(20_000_000)}{}]`), 'import_too_deep');
  refuses('docker', Buffer.from(`${'{"a":'.repeat(65)}1${'}'.repeat(65)}`), 'import_too_deep');
  const text = JSON.stringify({ auths: { 'a.example': { auth: Buffer.from('[[{{"\\":p-a-s-s').toString('base64') } } });
  assert.equal(readImport('docker', Buffer.from(text)).candidates.length, 1);
});

test('broken UTF-8, UTF-16 without a mark and NUL are refused in every text', () => {
  for (const kind of ['keepassxc_csv', 'bitwarden_json', 'aws', 'gh', 'npmrc', 'docker', 'dotenv'] as const) {
    refuses(kind, Buffer.from([0x41, 0xc3, 0x28, 0x0a]), 'import_wrong_encoding');
    refuses(kind, Buffer.from([0x41, 0x00, 0x42, 0x00]), 'import_has_nul');
    refuses(kind, Buffer.from([0xff, 0xfe, 0x41]), 'import_wrong_encoding');
  }
  const csv = `\ufeff${kdbxHeader}\r\nRoot,Ämter,me,pass-wörd-1,,\r\n`;
  const read = readImport('keepassxc_csv', Buffer.from(csv, 'utf16le'));
  assert.deepEqual(valuesOf(read), { Amter: { password: 'pass-wörd-1', username: 'me' } });
});

test('an item whose value is too long, has a NUL or is no text is skipped by name, and the others are taken', () => {
  const item = (name: string, password: string) => ({ type: 1, name, login: { password } });
  const items = [
    item('exact', `a1-${'xyz-'.repeat(262_143)}b`),
    item('long', `a1-${'xyz-'.repeat(262_144)}b`),
    item('wide', 'ü'.repeat(524_289)),
    item('nul', 'pass\0word-1'),
    item('half', 'pass\ud800word-1'),
    item('good', 'pass-word-1'),
  ];
  const read = readImport('bitwarden_json', Buffer.from(JSON.stringify({ encrypted: false, items })));
  assert.deepEqual(
    read.candidates.map(({ draft }) => draft.name),
    ['exact', 'good'],
  );
  assert.deepEqual(read.skipped, [
    { from: 'long', why: 'value_too_long' },
    { from: 'wide', why: 'value_too_long' },
    { from: 'nul', why: 'value_has_nul' },
    { from: 'half', why: 'value_not_text' },
  ]);
});

test('more fields than a secret has are dropped with a note, and a prototype as a name is only a name', () => {
  const fields = Array.from({ length: 30 }, (_, i) => ({
    name: i === 0 ? '__proto__' : 'same',
    value: `value-number-${i}`,
    type: 1,
  }));
  const text = `{"__proto__":{"polluted":1},"encrypted":false,"items":[{"__proto__":{"type":1},"type":1,"name":"__proto__","login":{"password":"pass-word-1"},"fields":${JSON.stringify(fields)}}]}`;
  const item = named(readImport('bitwarden_json', Buffer.from(text)), 'proto__');
  assert.equal(item.draft.fields.length, 20);
  assert.deepEqual(
    item.draft.fields.slice(0, 4).map(({ name }) => name),
    ['password', 'proto__', 'same', 'same-2'],
  );
  assert.deepEqual(item.notes, ['field_renamed', 'field_dropped', 'name_changed']);
  assert.equal(({} as Record<string, unknown>).polluted, undefined);
});

test('notes that are more than a word or two are a sensitive field, whatever stands in them', () => {
  const notes = ['main', 'pin 42', 'a'.repeat(50_000), 'x\ny', 'one two three'];
  const items = notes.map((text, i) => ({ type: 1, name: `n${i}`, notes: text, login: { password: 'pass-word-1' } }));
  const read = readImport('bitwarden_json', Buffer.from(JSON.stringify({ encrypted: false, items })));
  assert.deepEqual(
    read.candidates.map(({ draft }) => [draft.notes, draft.fields.length]),
    [['main', 1], ...notes.slice(1).map(() => ['', 2])],
  );
});

test('titles become names whatever stands in them', () => {
  const titles = ['', '/', '../..', '銀行', 'a'.repeat(1_000_000), 'A b', 'a B', 'a-b', '\u202eevil', 'Ｆｕｌｌ'];
  const items = titles.map((name) => ({ type: 1, name, login: { password: 'pass-word-1' } }));
  const read = readImport('bitwarden_json', Buffer.from(JSON.stringify({ encrypted: false, items })));
  assert.deepEqual(
    read.candidates.map(({ draft }) => draft.name),
    ['item', 'item-2', 'item-3', 'item-4', 'a'.repeat(60), 'A-b', 'a-B-2', 'a-b-3', 'evil', 'Full'],
  );
  assert.ok(read.candidates.every(({ from }) => from.length <= 300));
});

/** An archive whose `export.data` is `packed`, and says that it unpacks to `size` bytes. */
function withContent(zip: Buffer, packed: Buffer, size: number): Buffer {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  const directory = zip.readUInt32LE(end + 16);
  const second = zip.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]), directory + 4);
  const local = zip.readUInt32LE(second + 42);
  const header = Buffer.from(
    zip.subarray(local, local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)),
  );
  const entry = Buffer.from(zip.subarray(second, end));
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt32LE(size, 24);
  const tail = Buffer.from(zip.subarray(end));
  tail.writeUInt32LE(local + header.length + packed.length, 16);
  return Buffer.concat([zip.subarray(0, local), header, packed, zip.subarray(directory, second), entry, tail]);
}
