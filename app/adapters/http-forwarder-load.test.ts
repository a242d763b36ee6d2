// Much at once: neither end gets far ahead of the other, and many calls are held beside each other.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textOf, wayTo } from './http-forwarder.testkit.ts';

test('a streamed body arrives while it comes, and waits when the origin does not read', async (t) => {
  let [given, most] = [0, 0];
  const { call } = await wayTo(
    t,
    async (request, response) => {
      let bytes = 0;
      request.on('end', () => response.end(String(bytes)));
      // Nothing is read until no more comes.
      while (most < given) {
        most = given;
        await new Promise((resolve) => setTimeout(resolve, 30));
      }
      request.on('data', (part: Buffer) => (bytes += part.length));
    },
    { reads: 'early' },
  );
  const part = Buffer.alloc(65_536);
  const body = (async function* () {
    for (let count = 0; count < 512; count += 1) {
      given += part.length;
      yield part;
    }
  })();
  assert.equal(await textOf(await call({ method: 'POST', body })), String(512 * part.length));
  // What the buffers of both ends hold, far from all 32 MiB.
  assert.ok(most > 0 && most < 16 * 1024 * 1024, String(most));
});

test('300 calls are held at once, and answered each by its own answer', async (t) => {
  const waiting: (() => void)[] = [];
  const { call } = await wayTo(t, (request, response) => {
    waiting.push(() => response.end(request.url));
    if (waiting.length === 300) for (const answer of waiting) answer();
  });
  const all = Array.from({ length: 300 }, async (_, at) => textOf(await call({ target: `/${at}`, timeoutMs: 30_000 })));
  assert.deepEqual(
    await Promise.all(all),
    Array.from({ length: 300 }, (_, at) => `/${at}`),
  );
});

test('an answer of 32 MiB comes whole, and never far ahead of who reads it', async (t) => {
  const part = Buffer.alloc(65_536, 'x');
  let sent = 0;
  const { call } = await wayTo(t, (_, response) => {
    const more = () => {
      while (sent < 512 * part.length) {
        sent += part.length;
        if (!response.write(part)) return;
      }
      response.end();
    };
    response.on('drain', more);
    more();
  });
  let [bytes, most] = [0, 0];
  for await (const got of (await call()).body) {
    if (bytes === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    bytes += got.length;
    most = Math.max(most, sent - bytes);
  }
  assert.equal(bytes, 512 * part.length);
  // What the buffers of both ends hold.
  assert.ok(most < 16 * 1024 * 1024, String(most));
});
