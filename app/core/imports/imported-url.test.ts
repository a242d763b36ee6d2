// Agents see the address of an imported secret, so what could be a secret in it must not stand there.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importedUrl } from './imported-url.ts';

const cases: readonly (readonly [string, string])[] = [
  ['', ''],
  ['https://github.com/login', 'https://github.com/login'],
  ['example.com', 'example.com'],
  ['https://me:hunter2@example.com:8443/path', 'https://example.com:8443/path'],
  ['https://example.com/reset?token=abc', 'https://example.com/reset'],
  ['https://example.com/#access_token=abc', 'https://example.com'],
  ['https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXX4XXXXXXXXXXX', 'https://hooks.slack.com'],
  [
    'https://intranet.example.com/department-of-long-names/wiki',
    'https://intranet.example.com/department-of-long-names/wiki',
  ],
  ['postgres://me:pw@db.example/app', 'postgres://db.example/app'],
  ['me:pw@no-scheme.example', ''],
  ['example.com/?q=1', ''],
  ['https://bücher.example', ''],
  [`https://example.com/${'a/'.repeat(1000)}`, ''],
  ['javascript:alert(1)?', ''],
];

for (const [whole, shown] of cases) {
  test(`shows ${shown || 'nothing'} of ${whole.slice(0, 40) || 'nothing'}`, () => {
    assert.deepEqual(importedUrl(whole), { shown, whole: shown === whole ? null : whole });
  });
}
