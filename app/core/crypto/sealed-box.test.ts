import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SystemRandomness } from './randomness.ts';
import { boxKey, sealTo } from './sealed-box.ts';

const randomness = new SystemRandomness();
const aad = Buffer.from('vault ‖ place');
const plain = Buffer.from('{"kind":"vault.locked"}');
// RFC 7748 §6.1: Bob's pair.
const bobPrivate = Buffer.from('5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb', 'hex');
const bobPublic = Buffer.from('de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f', 'hex');
const ephemeralPrivate = Buffer.alloc(32, 0x77);

/** The same written format, made by another implementation: WebCrypto, from the words of the format alone. */
async function sealWithWebCrypto(recipient: Buffer, iv: Buffer): Promise<Buffer> {
  const { subtle } = globalThis.crypto;
  const pair = await subtle.generateKey({ name: 'X25519' }, false, ['deriveBits']);
  if (!('privateKey' in pair)) throw new Error('X25519 makes pairs');
  const ephemeral = Buffer.from(await subtle.exportKey('raw', pair.publicKey));
  const peer = await subtle.importKey('raw', new Uint8Array(recipient), { name: 'X25519' }, false, []);
  const shared = await subtle.deriveBits({ name: 'X25519', public: peer }, pair.privateKey, 256);
  const material = await subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey']);
  const salt = new Uint8Array(Buffer.concat([ephemeral, recipient]));
  const info = new TextEncoder().encode('postern/sealed-box/1');
  const derivation = { name: 'HKDF', hash: 'SHA-256', salt, info };
  const key = await subtle.deriveKey(derivation, material, { name: 'AES-GCM', length: 256 }, false, ['encrypt']);
  const gcm = { name: 'AES-GCM', iv: new Uint8Array(iv), additionalData: new Uint8Array(aad) };
  return Buffer.concat([ephemeral, iv, Buffer.from(await subtle.encrypt(gcm, key, new Uint8Array(plain)))]);
}

test('the public key is the one RFC 7748 gives for the private one', () => {
  assert.equal(boxKey(bobPrivate).publicKey.toString('hex'), bobPublic.toString('hex'));
});

test('opens what an independent implementation of the written format sealed', async () => {
  const box = await sealWithWebCrypto(bobPublic, Buffer.alloc(12, 3));
  assert.equal(boxKey(bobPrivate).open(box, aad).toString(), plain.toString());
});

test('what is sealed opens with the private key and shows nothing of the plaintext', () => {
  const box = sealTo(bobPublic, plain, aad, randomness);
  assert.equal(box.length, 32 + 12 + plain.length + 16);
  assert.equal(box.includes(Buffer.from('vault')), false);
  assert.equal(boxKey(bobPrivate).open(box, aad).toString(), plain.toString());
});

test('no two boxes of the same plaintext are alike', () => {
  const [one, two] = [sealTo(bobPublic, plain, aad, randomness), sealTo(bobPublic, plain, aad, randomness)];
  assert.notEqual(one.subarray(0, 32).toString('hex'), two.subarray(0, 32).toString('hex'));
  assert.notEqual(one.subarray(44).toString('hex'), two.subarray(44).toString('hex'));
});

test('a box with any byte changed, cut short, with other AAD or for another key does not open', () => {
  const key = boxKey(bobPrivate);
  const box = sealTo(bobPublic, plain, aad, randomness);
  const refused = { code: 'vault_corrupt' };
  for (let index = 0; index < box.length; index++) {
    const changed = Buffer.from(box);
    // 0x01 and not 0x80: X25519 ignores the top bit of a public key, and the salt is what still tells it.
    changed[index] = (changed[index] ?? 0) ^ 0x01;
    assert.throws(() => key.open(changed, aad), refused, `byte ${index}`);
    assert.throws(() => key.open(box.subarray(0, index), aad), refused, `length ${index}`);
  }
  const topBit = Buffer.from(box);
  topBit[31] = (topBit[31] ?? 0) ^ 0x80;
  assert.throws(() => key.open(topBit, aad), refused);
  assert.throws(() => key.open(box, Buffer.from('elsewhere')), refused);
  assert.throws(() => boxKey(Buffer.alloc(32, 9)).open(box, aad), refused);
});

test('a public key that gives everybody the same shared secret is refused, both to seal and to open', () => {
  const one = Buffer.alloc(32);
  one[0] = 1;
  for (const weak of [Buffer.alloc(32), one]) {
    assert.throws(() => sealTo(weak, plain, aad, randomness), { code: 'internal' });
    assert.throws(() => boxKey(bobPrivate).open(Buffer.concat([weak, Buffer.alloc(40)]), aad), {
      code: 'vault_corrupt',
    });
  }
  assert.throws(() => sealTo(Buffer.alloc(31, 9), plain, aad, randomness), { code: 'internal' });
});

test('the ephemeral private key is wiped, however sealing ends', () => {
  const handed: Buffer[] = [];
  const watched = {
    bytes: (length: number): Buffer => {
      const bytes = length === 32 ? Buffer.from(ephemeralPrivate) : Buffer.alloc(length, 1);
      if (length === 32) handed.push(bytes);
      return bytes;
    },
  };
  sealTo(bobPublic, plain, aad, watched);
  assert.throws(() => sealTo(Buffer.alloc(32), plain, aad, watched), { code: 'internal' });
  assert.equal(handed.length, 2);
  assert.equal(
    handed.every((bytes) => bytes.every((byte) => byte === 0)),
    true,
  );
});
