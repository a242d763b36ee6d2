import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SecretName } from '../../contract/vocabulary.ts';
import { containsMarker, longestMarker, marker } from './markers.ts';

test('a marker names the secret and nothing else', () => {
  assert.equal(marker(SecretName.parse('github/token')), '[REDACTED:github/token]');
});

test('sees the marker of every name there can be', () => {
  const longest = SecretName.parse('n'.repeat(128));
  assert.equal(marker(longest).length, longestMarker);
  for (const name of ['a', 'A.b-c_d/9', longest]) {
    const text = `curl -H 'Authorization: Bearer ${marker(SecretName.parse(name))}' https://x`;
    assert.ok(containsMarker(text));
    assert.ok(containsMarker(text), 'a second look');
  }
});

test('takes nothing else for one', () => {
  for (const text of ['', '[REDACTED]', '[REDACTED:]', '[REDACTED:a', 'REDACTED:a]', '[redacted:a]', '[REDACTED: a]']) {
    assert.ok(!containsMarker(text), text);
  }
  assert.ok(!containsMarker(`grep -c '\\[REDACTED:.*\\]' log.txt`));
  assert.ok(!containsMarker(`[REDACTED:${'n'.repeat(129)}]`));
});
