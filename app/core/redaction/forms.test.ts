import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formsOf, minFormBytes } from './forms.ts';

/** White space at the ends of a value is no secret, and a row of one character none either. */
function trimmed(texts: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return texts.map((text) => text.trim()).filter((text) => text.length >= 8 && new Set(text).size > 1);
}

test('knows what JavaScript itself makes of any text', () => {
  fc.assert(
    fc.property(trimmed(fc.string({ unit: 'binary', minLength: 8, maxLength: 40 })), (text) => {
      const forms = formsOf(text);
      assert.ok(forms.has(text));
      assert.ok(forms.has(JSON.stringify(text).slice(1, -1)));
      assert.ok(forms.has(encodeURIComponent(text)));
      assert.ok(forms.has(encodeURI(text)));
      assert.ok(forms.has(new URLSearchParams({ a: text }).toString().slice(2)));
      assert.ok(forms.has(Buffer.from(text).toString('hex')));
      assert.ok(forms.has(Buffer.from(text).toString('hex').toUpperCase()));
    }),
  );
});

test('knows what a URL makes of a password in it', () => {
  fc.assert(
    fc.property(trimmed(fc.string({ unit: 'grapheme', minLength: 8, maxLength: 40 })), (text) => {
      fc.pre(!/[\t\n\r]/.test(text));
      const url = new URL('http://host');
      url.password = text;
      assert.ok(formsOf(text).has(url.password));
    }),
  );
});

test('finds base64 and base64url whatever stands before and after, but for the characters that are shared', () => {
  const around = fc.uint8Array({ maxLength: 12 });
  fc.assert(
    fc.property(around, trimmed(fc.string({ minLength: 8, maxLength: 40 })), around, (before, text, after) => {
      const whole = Buffer.concat([before, Buffer.from(text), after]);
      for (const alphabet of ['base64', 'base64url'] as const) {
        const written = whole.toString(alphabet);
        const found = [...formsOf(text)].filter((form) => written.includes(form));
        const longest = Math.max(...found.map(({ length }) => length));
        assert.ok(longest >= Math.floor((Buffer.byteLength(text) * 8 - 5 - 5) / 6), `${longest}`);
      }
    }),
  );
});

test('has no form under eight bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 12 }), (text) => {
      for (const form of formsOf(text)) assert.ok(Buffer.byteLength(form) >= minFormBytes);
    }),
  );
  assert.equal(formsOf('').size, 0);
  assert.ok(!formsOf('seven77').has('seven77'));
});

test('takes a lone surrogate for what an environment makes of it', () => {
  assert.ok(formsOf('broken \ud800 half').has('broken \ufffd half'));
});

test('has each line of eight characters, but no armour and no line of one character', () => {
  const forms = formsOf(
    '-----BEGIN TEST KEY-----\nQUJDREVGR0g=\n  indented line  \nshort\n==========\r\n-----END TEST KEY-----\n',
  );
  for (const line of ['QUJDREVGR0g=', 'indented line']) assert.ok(forms.has(line), line);
  for (const line of ['-----BEGIN TEST KEY-----', '-----END TEST KEY-----', 'short', '==========']) {
    assert.ok(!forms.has(line), line);
  }
});
