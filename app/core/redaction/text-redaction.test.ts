import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SecretName } from '../../contract/vocabulary.ts';
import { redactText } from './text-redaction.ts';

const values = [{ name: SecretName.parse('db/password'), value: 'q7#Zpf01-xyW' }];

test('redacts a command for the audit log in every form', () => {
  assert.equal(
    redactText(`mysql -p'q7#Zpf01-xyW' && curl https://x/?p=q7%23Zpf01-xyW # ü`, values),
    `mysql -p'[REDACTED:db/password]' && curl https://x/?p=[REDACTED:db/password] # ü`,
  );
});

test('keeps everything else, control characters too', () => {
  const text = 'echo \x1b[31mred\x1b[0m\r\n\ttab q7#Zpf01-xy';
  assert.equal(redactText(text, values), text);
  assert.equal(redactText(text, []), text);
});
