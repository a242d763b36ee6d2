import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallHeader } from '../../contract/call-outcome.ts';
import type { CallMethod } from '../../contract/provider.ts';
import { callRisk } from './call-risk.ts';

const json: readonly CallHeader[] = [['Content-Type', 'application/json; charset=utf-8']];

interface Given {
  readonly method?: CallMethod;
  readonly path?: string;
  readonly query?: string;
  readonly headers?: readonly CallHeader[];
  readonly body?: string;
}

function riskOf({ method = 'POST', path = 'posts', query = '', headers = json, body = '' }: Given) {
  const held = body === '' ? ({ kind: 'none' } as const) : ({ kind: 'whole', bytes: Buffer.from(body) } as const);
  return callRisk({ provider: null, method, steps: path.split('/'), query, headers, body: held });
}

test('a request that may be taken for another method is neither a read nor a write (P2)', () => {
  for (const query of ['_method=DELETE', 'a=1&%5Fmethod=delete', 'X-HTTP-Method-Override=PUT', '%24httpHeaders=x']) {
    assert.equal(riskOf({ method: 'GET', query }), 'unknown', query);
  }
  const part = '--b\r\nContent-Disposition: form-data; name="_method"\r\n\r\nDELETE\r\n--b--';
  for (const body of [
    'a=1&_method=DELETE',
    'a=1&%5fmethod=delete',
    '{"_method": "DELETE"}',
    '{"\\u005fmethod":"put"}',
    part,
  ]) {
    assert.equal(riskOf({ body }), 'unknown', body);
  }
  assert.equal(riskOf({ method: 'GET', query: 'filter=@http.method:POST&method=GET' }), 'read');
  assert.equal(riskOf({ body: 'x_method _methods '.repeat(17) }), 'unknown', 'more places than are looked at');
  assert.equal(riskOf({ body: '{"payment_method":"delete","code":"this._method;"}' }), 'write');
});

test('GraphQL is read for what it does only where the server can read nothing else (P2)', () => {
  const path = 'api/GraphQL';
  const query = '{"query":"{viewer{login}}","variables":{"query":"is:open"}}';
  assert.equal(riskOf({ path, body: query }), 'read');
  assert.equal(riskOf({ path, body: '{"query":"mutation{deleteIssue(id:1){id}}"}' }), 'delete');
  const remove = 'mutation{deleteIssue(id:1){id}}';
  const others: Readonly<Record<string, Given>> = {
    'another document in the query': { body: query, query: `query=${remove}` },
    'by GET': { method: 'GET', query: `query=${remove}` },
    'a form that is JSON too': {
      headers: [['content-type', 'application/x-www-form-urlencoded']],
      body: `{"query":"{a}","variables":{"x":"&query=${remove}&"}}`,
    },
    'another character set': {
      headers: [['content-type', 'application/json; charset=utf-7']],
      body: '{"query":"mutation{+AGQ-eleteIssue(id:1){id}}"}',
    },
    'a name twice': { body: `{"query":"${remove}","query":"{a}"}` },
    'a name twice, written otherwise': { body: `{"qu\\u0065ry":"${remove}","query":"{a}"}` },
    'a name in capitals': { body: `{"query":"{a}","Query":"${remove}"}` },
    'one that the server keeps': { body: '{"query":"{a}","id":"7"}' },
    'several at once': { body: `[{"query":"${remove}"}]` },
  };
  for (const [how, given] of Object.entries(others)) assert.equal(riskOf({ path, ...given }), 'unknown', how);
});
