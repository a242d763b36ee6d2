import assert from 'node:assert/strict';
import test from 'node:test';
import { isForbidden, isSendableName, isSendableValue, returnedHeaders, sentHeaders } from './call-headers.ts';

test('the usual headers of a client go out, in their order and as they are written', () => {
  const usual = [
    'Accept',
    'accept-language',
    'Content-Type',
    'User-Agent',
    'Idempotency-Key',
    'If-None-Match',
    'Range',
    'Prefer',
    'X-Request-Id',
    'X-Stainless-Lang',
  ];
  const headers = usual.map((name) => [name, 'x'] as const);
  assert.deepEqual(sentHeaders(headers, []), { sent: headers, dropped: [] });
});

test('what only one API knows goes out where its provider lists it', () => {
  assert.ok(!isSendableName('Notion-Version', []));
  assert.ok(isSendableName('Notion-Version', ['notion-version']));
  assert.ok(isSendableName('X-Goog-Upload-Offset', ['x-goog-upload-*']));
  assert.ok(!isSendableName('X-Goog-Upload', ['x-goog-upload-*']));
});

test('what signs in, belongs to the connection or misleads a server is never sent, whatever a provider lists (P2)', () => {
  const never = [
    ...[
      'authorization',
      'Authorization',
      'cookie',
      'proxy-authorization',
      'proxy-connection',
      'x-api-key',
      'api-key',
      'apikey',
      'x-goog-api-key',
      'private-token',
    ],
    ...[
      'x-auth-token',
      'x-auth-user',
      'x-amz-security-token',
      'x-vault-token',
      'dd-application-key',
      'x-access-token',
      'x-csrf-token',
      'x-stainless-api-key',
      'x-figma-token',
      'x-secret',
    ],
    ...[
      'host',
      'connection',
      'keep-alive',
      'content-length',
      'transfer-encoding',
      'expect',
      'te',
      'trailer',
      'upgrade',
      'http2-settings',
      'content-encoding',
      'accept-encoding',
    ],
    ...[
      'forwarded',
      'x-forwarded-for',
      'x-forwarded-host',
      'x-real-ip',
      'via',
      'true-client-ip',
      'cf-connecting-ip',
      'x-original-url',
      'x-rewrite-url',
      'x-host',
    ],
    ...[
      'x-http-method-override',
      'x-http-method',
      'x-method-override',
      'origin',
      'referer',
      'sec-fetch-site',
      'access-control-request-method',
    ],
  ];
  for (const name of never) {
    assert.ok(isForbidden(name), name);
    assert.ok(!isSendableName(name, [name.toLowerCase(), 'x-*']), name);
  }
  for (const name of ['', 'a b', 'a:b', 'a\r\nb', 'é', 'a\u0000', 'x'.repeat(65)])
    assert.ok(!isSendableName(name, [name, 'x*']), name);
});

test('a value with a line end, a NUL or another control character is left out, and so is a second of its name', () => {
  for (const value of ['a\r\nX: y', 'a\nb', 'a\rb', 'a\u0000', 'a\u007f', 'a\u001b', 'ā', '\u2028', 'a'.repeat(8193)]) {
    assert.ok(!isSendableValue(value), JSON.stringify(value.slice(0, 9)));
  }
  const headers = [
    ['Accept', 'a'],
    ['accept', 'b'],
    ['Range', 'x\r\ny'],
    ['X-Other', 'c'],
  ] as const;
  assert.deepEqual(sentHeaders(headers, []), { sent: [['Accept', 'a']], dropped: ['accept', 'range', 'x-other'] });
});

test('what comes back keeps all but what speaks to a connection or a browser', () => {
  const kept = [
    ['Content-Type', 'text/plain'],
    ['Set-Cookie', 'a=1'],
    ['Set-Cookie', 'b=2'],
    ['WWW-Authenticate', 'Bearer'],
    ['Location', '/x'],
    ['X-RateLimit', 'é'],
  ] as const;
  const gone = [
    ...[
      'Connection',
      'Keep-Alive',
      'Transfer-Encoding',
      'Upgrade',
      'Trailer',
      'Proxy-Authenticate',
      'X-Hop',
      'Content-Length',
    ],
    ...[
      'Alt-Svc',
      'NEL',
      'Report-To',
      'Public-Key-Pins',
      'Public-Key-Pins-Report-Only',
      'Clear-Site-Data',
      'Strict-Transport-Security',
      'Access-Control-Allow-Origin',
    ],
  ];
  const headers = [
    ...gone.map((name) => [name, name === 'Connection' ? 'close, X-Hop' : 'x'] as const),
    ...kept,
    ['X-Bad', 'a\nb'] as const,
    ['X Bad', 'a'] as const,
  ];
  assert.deepEqual(returnedHeaders(headers), kept);
});
