import assert from 'node:assert/strict';
import { test } from 'node:test';
import { needsOwnSqlite } from './native-sqlite.ts';

test('compiles SQLite only for an Electron whose Node-API is too old for the prebuilt one', () => {
  assert.equal(needsOwnSqlite('33.2.1'), true);
  assert.equal(needsOwnSqlite('34.9.0'), true);
  assert.equal(needsOwnSqlite('35.0.0'), false);
  assert.equal(needsOwnSqlite('45.4.1'), false);
});
