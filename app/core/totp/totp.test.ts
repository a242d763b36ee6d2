import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fault } from '../../adapters/vault.testkit.ts';
import { decodeBase32 } from './base32.ts';
import { parseSeed } from './seed.ts';
import { judgeSeed, secondsLeft, totpCode } from './totp.ts';

/** ASCII "1234567890…" of 20, 32 and 64 bytes: the keys of RFC 6238 Appendix B (erratum 2866). */
const seeds = {
  SHA1: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
  SHA256: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZA',
  SHA512: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNA',
};

const table: readonly (readonly [seconds: number, sha1: string, sha256: string, sha512: string])[] = [
  [59, '94287082', '46119246', '90693936'],
  [1111111109, '07081804', '68084774', '25091201'],
  [1111111111, '14050471', '67062674', '99943326'],
  [1234567890, '89005924', '91819424', '93441116'],
  [2000000000, '69279037', '90698825', '38618901'],
  [20000000000, '65353130', '77737706', '47863826'],
];

for (const [seconds, sha1, sha256, sha512] of table) {
  test(`RFC 6238 Appendix B at ${seconds} s`, () => {
    const code = (hash: keyof typeof seeds) =>
      totpCode(`otpauth://totp/x?secret=${seeds[hash]}&algorithm=${hash}&digits=8`, seconds * 1000);
    assert.deepEqual([code('SHA1'), code('SHA256'), code('SHA512')], [sha1, sha256, sha512]);
  });
}

test('RFC 4226 Appendix D: the six-digit codes of the counters 0 to 9', () => {
  const codes = Array.from({ length: 10 }, (_, counter) => totpCode(seeds.SHA1, counter * 30_000));
  const expected = '755224 287082 359152 969429 338314 254676 287922 162583 399871 520489';
  assert.equal(codes.join(' '), expected);
});

test('a code holds to the last millisecond of its period, and says for how long', () => {
  assert.equal(totpCode(seeds.SHA1, 59_999), totpCode(seeds.SHA1, 30_000));
  assert.notEqual(totpCode(seeds.SHA1, 60_000), totpCode(seeds.SHA1, 59_999));
  assert.deepEqual(
    [30_000, 30_999, 31_000, 59_999, 60_000].map((at) => secondsLeft(seeds.SHA1, at)),
    [30, 30, 29, 1, 30],
  );
  assert.equal(secondsLeft(`otpauth://totp/x?secret=${seeds.SHA1}&period=60`, 61_000), 59);
});

test('a seed is read as sites print it: lower case, grouped, padded, as a link with its label', () => {
  const expected = totpCode(seeds.SHA1, 0);
  const same = [
    seeds.SHA1.toLowerCase(),
    ` ${seeds.SHA1.replace(/.{4}/g, '$& ')}\n`,
    seeds.SHA1.replace(/.{4}/g, '$&-').slice(0, -1),
    `otpauth://totp/ACME%20Co:joe@example.com?secret=${seeds.SHA1}&issuer=ACME%20Co&image=https%3A%2F%2Fx`,
    `OTPAUTH://TOTP/x?secret=${seeds.SHA1}&algorithm=sha1&period=30&digits=6`,
    `otpauth://totp/?secret=${seeds.SHA1}`,
  ];
  for (const text of same) assert.equal(totpCode(text, 0), expected, text);
  assert.equal(totpCode(`${seeds.SHA256}====`, 0), totpCode(seeds.SHA256, 0));
});

const refused: Readonly<Record<string, string>> = {
  nothing: '',
  'a word': 'password',
  'a digit outside base32': 'GEZDGNBVGY3TQOJ1GEZDGNBVGY3TQOJQ',
  'letters of other alphabets': 'ＧＥＺＤＧＮＢＶＧＹ３ＴＱＯＪＱ',
  'a letter that only its upper case is base32': 'ıEZDGNBVGY3TQOJQ',
  'a missing character': 'GEZDGNBVGY3TQOJQG',
  'padding of the wrong length': 'GEZDGNBVGY3TQOJQGE==',
  'padding alone': '========',
  'a whole group of padding': 'GEZDGNBVGY3TQOJQ========',
  'padding in the middle': 'GEZDGNBVGY3=TQOJQ',
  'fewer than 80 bits': 'GEZDGNBVGY3TQOI',
  'more than 256 bytes': 'A'.repeat(416),
  'a very long text': 'A'.repeat(5000),
  'a counter link': 'otpauth://hotp/x?secret=GEZDGNBVGY3TQOJQ&counter=1',
  'a link without a seed': 'otpauth://totp/x?digits=6',
  'a link with two seeds': 'otpauth://totp/x?secret=GEZDGNBVGY3TQOJQ&secret=GEZDGNBVGY3TQOJQ',
  'a link with a fragment': 'otpauth://totp/x?secret=GEZDGNBVGY3TQOJQ#digits=8',
  'a link without a label': 'otpauth://totp?secret=GEZDGNBVGY3TQOJQ',
  'a migration link': 'otpauth-migration://offline?data=GEZDGNBVGY3TQOJQ',
  'another link': 'https://totp/x?secret=GEZDGNBVGY3TQOJQ',
  MD5: 'otpauth://totp/x?secret=GEZDGNBVGY3TQOJQ&algorithm=MD5',
  'five digits': 'otpauth://totp/x?secret=GEZDGNBVGY3TQOJQ&digits=5',
  'nine digits': 'otpauth://totp/x?secret=GEZDGNBVGY3TQOJQ&digits=9',
  'half a digit': 'otpauth://totp/x?secret=GEZDGNBVGY3TQOJQ&digits=6.5',
  'no period': 'otpauth://totp/x?secret=GEZDGNBVGY3TQOJQ&period=0',
  'a negative period': 'otpauth://totp/x?secret=GEZDGNBVGY3TQOJQ&period=-30',
  'a period in hex': 'otpauth://totp/x?secret=GEZDGNBVGY3TQOJQ&period=0x1e',
  'a period over an hour': 'otpauth://totp/x?secret=GEZDGNBVGY3TQOJQ&period=3601',
};
for (const [what, text] of Object.entries(refused)) {
  test(`refuses ${what} as a seed`, () => {
    assert.equal(judgeSeed(text), 'totp_malformed');
    assert.throws(() => totpCode(text, 0), fault('totp_malformed'));
    assert.throws(() => secondsLeft(text, 0), fault('totp_malformed'));
  });
}

test('what makes codes is not refused', () => {
  for (const text of [...Object.values(seeds), 'JBSWY3DPEHPK3PXP']) assert.equal(judgeSeed(text), null);
});

test('the key is wiped by the time the code is there', (t) => {
  const keys: Buffer[] = [];
  const alloc = Buffer.alloc;
  t.mock.method(Buffer, 'alloc', (size: number) => {
    const bytes = alloc(size);
    if (size === 20) keys.push(bytes);
    return bytes;
  });
  totpCode(seeds.SHA1, 59_000);
  assert.deepEqual(keys, [alloc(20)]);
});

test('base32 gives back the bytes that went in, padded or not', () => {
  const encode = (bytes: Uint8Array) => {
    const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
    const groups = bits.match(/.{1,5}/g) ?? [];
    return groups.map((group) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(group.padEnd(5, '0'), 2)]).join('');
  };
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      const text = encode(bytes);
      assert.deepEqual(decodeBase32(text), Buffer.from(bytes));
      assert.deepEqual(decodeBase32(text.padEnd(Math.ceil(text.length / 8) * 8, '=')), Buffer.from(bytes));
    }),
  );
});

test('any text is either a seed or totp_malformed', () => {
  const parameter = fc.tuple(fc.constantFrom('secret', 'digits', 'period', 'algorithm'), fc.string({ maxLength: 40 }));
  const link = fc.array(parameter).map((all) => `otpauth://totp/x?${all.map((one) => one.join('=')).join('&')}`);
  fc.assert(
    fc.property(fc.oneof(fc.string(), link), (text) => {
      if (judgeSeed(text) === null) assert.match(totpCode(text, 1e12), /^\d{6,8}$/);
      else assert.throws(() => parseSeed(text), fault('totp_malformed'));
    }),
  );
});
