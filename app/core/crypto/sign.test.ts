import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BrokerError } from '../../contract/fault.ts';
import { isSignedBy, signingKey } from './sign.ts';

const hex = (text: string): Buffer => Buffer.from(text, 'hex');

// RFC 8032 §7.1, TEST 1 to 3.
const vectors = [
  {
    privateKey: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    publicKey: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    message: '',
    signature:
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  },
  {
    privateKey: '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    publicKey: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    message: '72',
    signature:
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  },
  {
    privateKey: 'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
    publicKey: 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    message: 'af82',
    signature:
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  },
];

for (const [index, vector] of vectors.entries()) {
  test(`signs and checks as RFC 8032 test ${index + 1} says`, () => {
    const key = signingKey(hex(vector.privateKey));
    assert.equal(key.publicKey.toString('hex'), vector.publicKey);
    assert.equal(key.sign(hex(vector.message)).toString('hex'), vector.signature);
    assert.equal(isSignedBy(hex(vector.publicKey), hex(vector.message), hex(vector.signature)), true);
  });
}

test('a signature with any bit changed is none', () => {
  const key = signingKey(Buffer.alloc(32, 7));
  const message = Buffer.from('head');
  const signature = key.sign(message);
  for (let bit = 0; bit < signature.length * 8; bit++) {
    const changed = Buffer.from(signature);
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    assert.equal(isSignedBy(key.publicKey, message, changed), false, `bit ${bit}`);
  }
});

test('another message, another key and bytes that are no key or signature do not pass, and nothing is thrown', () => {
  const key = signingKey(Buffer.alloc(32, 7));
  const message = Buffer.from('head');
  const signature = key.sign(message);
  assert.equal(isSignedBy(key.publicKey, Buffer.from('heat'), signature), false);
  assert.equal(isSignedBy(signingKey(Buffer.alloc(32, 8)).publicKey, message, signature), false);
  assert.equal(isSignedBy(Buffer.alloc(0), message, signature), false);
  assert.equal(isSignedBy(Buffer.alloc(32, 0xff), message, signature), false);
  assert.equal(isSignedBy(key.publicKey, message, Buffer.alloc(0)), false);
  assert.equal(isSignedBy(key.publicKey, message, Buffer.alloc(65)), false);
});

test('a private key of another length is refused', () => {
  assert.throws(() => signingKey(Buffer.alloc(31)), new BrokerError('internal'));
});
