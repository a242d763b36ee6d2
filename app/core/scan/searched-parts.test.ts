import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { formsOf } from '../redaction/forms.ts';
import { searchedParts } from './searched-parts.ts';

test('a value of one line is searched for as redaction searches for it', () => {
  const value = 'q7#Zpf01-xyW "quoted"';
  const parts = [...searchedParts(value)];
  assert.deepEqual(
    parts.map(({ text }) => text),
    [value],
  );
  assert.deepEqual([...(parts[0]?.forms ?? [])].sort(), [...formsOf(value)].sort());
});

test('a value that cannot be told from ordinary text is not searched for', () => {
  for (const value of ['', 'short', 'password', '12345678', 'aaaaaaaaaaaa'])
    assert.deepEqual([...searchedParts(value)], []);
});

test('an ordinary line of a value is not searched for by itself, and a telling one is', () => {
  const token = 'pk9QxT4vZ81mLw0RbY';
  const [part] = [...searchedParts(`apiVersion: v1\nkind: Config\n  token: ${token}\n`)];
  assert.ok(part?.forms.has(`token: ${token}`));
  assert.ok(part?.forms.has(`apiVersion: v1\nkind: Config\n  token: ${token}`));
  assert.ok(!part?.forms.has('apiVersion: v1'));
  assert.ok(!part?.forms.has('kind: Config'));
});

test('a long value is searched for in pieces that are cut at line ends and hold something random', () => {
  const boilerplate = 'This file is part of the configuration, and this line says so once more.\n'.repeat(20);
  // The same at each run: one line in some thousand of real randomness looks like words, and would not be a form.
  const key = bytesFrom(1500).toString('base64').replace(/.{64}/g, '$&\n');
  const parts = [...searchedParts(boilerplate + key)];
  assert.ok(parts.length >= 3);
  assert.ok(parts.every(({ text }) => text.length <= 512));
  assert.ok((boilerplate + key).endsWith(parts.map(({ text }) => text).join('')));
  for (const line of key.trim().split('\n')) {
    if (line.length === 64) assert.ok(parts.some(({ forms }) => forms.has(line)));
  }
});

test('a megabyte on one line is cut too, and no character is split', () => {
  const value = '🔑'.repeat(200) + randomBytes(50_000).toString('base64') + '🔑'.repeat(300);
  const parts = [...searchedParts(value)];
  assert.ok(parts.length > 100);
  for (const { text } of parts) assert.ok(text.length <= 512 && text.isWellFormed());
});

function bytesFrom(count: number): Buffer {
  return createHash('shake256', { outputLength: count }).update('a key').digest();
}
