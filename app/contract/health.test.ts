import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ExposureFinding, ScanRoots } from './health.ts';

test('a place to scan is an absolute path of any system, and one to a hundred of them', () => {
  for (const path of ['/home/a', 'C:\\Users\\a', 'd:/x', '\\\\server\\share']) {
    assert.ok(ScanRoots.safeParse([{ kind: 'folder', path }]).success, path);
  }
  for (const path of ['', '.', 'relative/path', '~/x', '/nul\0', `/${'x'.repeat(4096)}`]) {
    assert.ok(!ScanRoots.safeParse([{ kind: 'folder', path }]).success, path);
  }
  assert.ok(!ScanRoots.safeParse([]).success);
  assert.ok(!ScanRoots.safeParse(Array.from({ length: 101 }, () => ({ kind: 'file', path: '/x' }))).success);
});

test('P7: a finding has no room for text out of a file', () => {
  const place = { path: '/x', line: 1, fixes: [], rule: 'jwt', what: 'JSON web token' };
  assert.deepEqual(ExposureFinding.parse({ kind: 'shape', ...place, text: 'the line' }), { kind: 'shape', ...place });
});
