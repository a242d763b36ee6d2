// For the tests of vault: and bao: references: a loopback HTTP server that answers as the documents of KV 1 and KV 2 say.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { TestContext } from 'node:test';

export const token = 'hvs.CAESIJ-loopback';
const envelope = {
  request_id: 'r',
  lease_id: '',
  renewable: false,
  lease_duration: 2764800,
  wrap_info: null,
  auth: null,
};

/** KV 2, as its API documents show it. */
export function versioned(data: unknown, metadata: Readonly<Record<string, unknown>> = {}): string {
  const created = { created_time: '2018-03-22T02:24:06.945319214Z', custom_metadata: null, deletion_time: '' };
  return JSON.stringify({
    ...envelope,
    data: { data, metadata: { ...created, destroyed: false, version: 2, ...metadata } },
  });
}

/** KV 1. */
export function plain(data: unknown): string {
  return JSON.stringify({ ...envelope, data });
}

export interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
}

export interface Store {
  readonly env: Readonly<Record<string, string>>;
  readonly seen: readonly Seen[];
  readonly address: string;
}

export async function listen(t: TestContext, server: Server, scheme: string): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  return `${scheme}://127.0.0.1:${address.port}`;
}

/** A store that gives each answer it is told to, and remembers what it was asked. */
export async function store(t: TestContext, answer: (response: ServerResponse, seen: Seen) => void): Promise<Store> {
  const seen: Seen[] = [];
  const listener: RequestListener = ({ method, url, headers }, response) => {
    const asked = { method, url, headers };
    seen.push(asked);
    answer(response, asked);
  };
  const address = await listen(t, createServer(listener), 'http');
  return { env: { VAULT_ADDR: address, VAULT_TOKEN: token, HOME: '/nowhere' }, seen, address };
}

export function send(status: number, body: string, headers: Readonly<Record<string, string>> = {}) {
  return (response: ServerResponse) => void response.writeHead(status, headers).end(body);
}
