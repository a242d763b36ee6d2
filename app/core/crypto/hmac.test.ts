import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hmac } from './hmac.ts';

// RFC 2202 for SHA-1, RFC 4231 for the others.
const key = Buffer.alloc(20, 0x0b);
const message = Buffer.from('Hi There');

test('HMAC is that of RFC 2202 and RFC 4231: test case 1', () => {
  assert.equal(hmac('sha1', key, message).toString('hex'), 'b617318655057264e28bc0b6fb378c8ef146be00');
  assert.equal(
    hmac('sha256', key, message).toString('hex'),
    'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
  );
  assert.equal(
    hmac('sha512', key, message).toString('hex'),
    '87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854',
  );
});

test('a key longer than a block is hashed first: RFC 4231 test case 6', () => {
  const long = Buffer.alloc(131, 0xaa);
  const text = Buffer.from('Test Using Larger Than Block-Size Key - Hash Key First');
  assert.equal(
    hmac('sha256', long, text).toString('hex'),
    '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
  );
});
