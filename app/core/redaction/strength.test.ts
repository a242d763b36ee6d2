import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeValue } from './strength.ts';

const cases = {
  secret_too_short: ['', 'a', 'hunter2', '  abc123  ', 'Kx9#mQ2', '🔑🔑🔒🔓🗝', '\n\nabcdefg\n'],
  secret_too_plain: [
    ...['aaaaaaaa', '10101010', 'aabbccaabbccab', '--------==', 'ab ab ab ab'],
    ...['abababab', 'abcdabcd', 'abcdabcdab', '1a2b1a2b1a2b1a2b1a2b'],
    ...['12345678', '1234567890', '9876543210', 'abcdefgh', 'abcdefghijklmnopqrstuvwxyz', 'ZYXWVUTSRQPONMLKJIHG'],
    ...['password', 'localhost', 'production', 'LOCALHOST', 'Production', ' password\n', 'abcdefghijkz'],
    ...['314159265', '127.0.0.1', '2024-11-22', '12:34:56.789', '0.0.0.0:8080'],
  ],
  ok: [
    ...['Kx9#mQ2z', 'correct-horse', 'passw0rd', 'passWord', 'abcdefghijkmz', 'PRODUCTIONSYSTEM'],
    ...['3141592653', '192.168.100.101', 'abcd-efgh', '9f2c4e8a', 'äöüßÄÖÜx', 'abcde'.repeat(3), 'p@ssword'],
    ...['-----BEGIN KEY-----\nQUJD\n-----END KEY-----'],
  ],
} as const;

for (const [verdict, values] of Object.entries(cases)) {
  for (const value of values)
    test(`${JSON.stringify(value)} is ${verdict}`, () => assert.equal(judgeValue(value), verdict));
}

test('judges the largest value that a vault takes', () => {
  assert.equal(judgeValue('x7#'.repeat(349_525)), 'secret_too_plain');
  assert.equal(judgeValue('x7#qK'.repeat(209_715)), 'ok');
});
