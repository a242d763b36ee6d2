// A gateway on a real socket with real agents and tokens. What lies behind it (the pipeline, the person) is scripted. For tests only.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { peerOf } from '../adapters/peer-credentials.ts';
import type { AuditEvent } from '../contract/audit.ts';
import { Provider, Scope } from '../contract/provider.ts';
import { OwnSecretView } from '../contract/secret.ts';

import { SystemRandomness } from '../core/crypto/randomness.ts';
import { FakeClock } from '../core/fake-clock.testkit.ts';
import { AdminTokens } from '../core/gateway/admin-tokens.ts';
import { Agents } from '../core/gateway/agents.ts';
import { Tokens } from '../core/gateway/tokens.ts';
import { claimEndpoint } from '../socket/endpoint.ts';
import { type AskedWindow, type GatewayParts, gatewayTimes } from './gateway-parts.ts';
import { Gateway } from './server.ts';

export type Call = GatewayParts['call'];
/** The pipeline when it answers with this and no more. */
export const answering =
  (body: string, status = 200): Call =>
  async (_asker, _wish, _handle, sink) => {
    sink.head(status, [['content-type', 'text/plain']]);
    await sink.part(Buffer.from(body));
    return { kind: 'answered', status, answerBytes: body.length, redactions: [], durationMs: 1 };
  };

export const provider = Provider.parse({
  ...{ id: 'acme', name: 'Acme', baseUrl: 'https://api.acme.test/v1', auth: { kind: 'bearer' }, secret: 'acme/key' },
  permissions: [
    { name: 'read', says: 'Read things', rules: [{ methods: ['GET', 'HEAD'], path: '/**' }] },
    {
      name: 'write',
      says: 'Write things',
      rules: [{ methods: ['POST', 'PUT', 'PATCH', 'DELETE'], path: '/things/**' }],
    },
  ],
  ...{ deletes: [], discloses: [], headers: ['x-acme-*'], privateAddress: false, wellKnown: false },
});

export const secret = OwnSecretView.parse({
  ...{
    name: 'acme/key',
    kind: 'token',
    description: 'not shown',
    tags: ['work'],
    url: '',
    projects: [],
    environment: null,
  },
  ...{
    tier: 'placeholder',
    authPattern: 'bearer',
    authInstructions: '',
    allowedHosts: ['api.acme.test'],
    expiresAt: null,
  },
  ...{ rotateAfterDays: null, showsLastFour: false, id: '1'.repeat(32), notes: 'not shown', longestYes: 'rule' },
  fields: [
    {
      ...{ name: 'value', sensitive: true, inject: 'environment', env: null },
      ...{ value: null, lastFour: null, reference: null },
    },
  ],
  ...{ version: 1, createdAt: 0, updatedAt: 0, rotatedAt: 0, lastUsedAt: null, olderVersions: 0 },
});

export async function startGateway(
  test: TestContext,
  change: Partial<GatewayParts> = {},
  door: 'port' | 'socket' = 'port',
) {
  const folder = mkdtempSync(join(tmpdir(), 'pg-'));
  mkdirSync(join(folder, 'run'), { mode: 0o700 });
  const [clock, randomness] = [new FakeClock(), new SystemRandomness()];
  const events: AuditEvent[] = [];
  const windows: AskedWindow[] = [];
  const record = (event: AuditEvent) => void events.push(event);
  const recordAll = (all: readonly AuditEvent[]) => void events.push(...all);
  const log = { write: () => {} };
  const records = { readRecords: () => [], putRecord: () => 1, removeRecord: () => true };
  const agents = new Agents({ records, clock, randomness });
  const tokens = new Tokens({ agents, audit: { record, recordAll }, clock, randomness, log });
  const admin = new AdminTokens({ audit: { record }, clock, randomness, log });
  const scopes = ['acme:read', 'acme:write', 'acme:*'].map((scope) => Scope.parse(scope));
  const limits = { scopes, callsPerMinute: 60_000, burst: 10_000 };
  const { record: agent, key } = agents.add({ name: 'Nightly report', purpose: 'to report' }, limits);
  const viewOf = () =>
    agents.list().map(({ id, name, purpose, state, registeredAt, ...each }) => ({
      ...{ id, name, purpose, state, limits: each.limits, registeredAt, lastSeenAt: agents.lastSeenAt(id) },
      ...{ pausedFor: state === 'paused' ? each.pausedFor : null, tokens: tokens.list() },
    }));
  const parts: GatewayParts = {
    place: {
      addressFile: join(folder, 'gateway.json'),
      ...{ socketPath: join(folder, 'run', 'gateway.sock'), uid: process.getuid?.() ?? null },
      ...{ claim: claimEndpoint, peerOf, times: gatewayTimes },
    },
    ...{ version: '1.2.3', vault: () => 'unlocked', agents, tokens, admin },
    registration: { ask: async () => ({ agent: agent.id, key, scopes }) },
    desk: {
      view: () => ({ agents: viewOf() }),
      pauseAgent: (id) => {
        agents.setState(id, 'paused');
        tokens.revokeAgent(id, 'pause');
      },
      removeAgent: (id) => {
        agents.remove(id);
        tokens.revokeAgent(id, 'remove');
      },
    },
    providers: { list: () => [provider], find: (id) => (id === provider.id ? provider : null) },
    secrets: { list: () => [secret], named: (name) => (name === secret.name ? secret : null) },
    call: answering('hello'),
    scan: async () => [],
    audit: { record, note: record, entries: () => [] },
    openWindow: (window) => void windows.push(window),
    redact: async (text) => text,
    ...{ clock, randomness, log, pause: async () => {} },
    ...change,
  };
  const gateway = new Gateway(parts);
  await gateway.open(door);
  test.after(async () => {
    await gateway.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const token = (wanted = scopes.slice(0, 1), uses: number | null = null) =>
    tokens.issue(agent.id, { scopes: wanted, ttlMs: 3_600_000, uses }).token;
  return {
    ...{ gateway, parts, folder, clock, events, windows, agents, tokens, admin, agent, key, scopes, token },
    kinds: () => events.map(({ kind }) => kind),
    /** As it is written: `METHOD /path`, then headers, with the right Host and a connection that ends. */
    ask: (method: string, path: string, more: AskMore = {}) => ask(gateway.address ?? '', method, path, more),
    raw: (text: string | Buffer) => raw(gateway.address ?? '', text),
    dial: () => dial(gateway.address ?? ''),
  };
}
export type TestGateway = Awaited<ReturnType<typeof startGateway>>;

export interface AskMore {
  readonly headers?: Readonly<Record<string, string>>;
  readonly bearer?: string;
  /** An object goes as JSON. */
  readonly body?: unknown;
}

export interface Told {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** undefined: it is no JSON. */
  readonly json: unknown;
}

function ask(address: string, method: string, path: string, { headers = {}, bearer, body }: AskMore): Promise<Told> {
  const sent = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        ...(address.startsWith('/') ? { socketPath: address } : { host: '127.0.0.1', port: address.split(':').at(-1) }),
        ...{ method, path, agent: false },
        headers: {
          ...(sent !== undefined && { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(sent) }),
          ...(bearer !== undefined && { Authorization: `Bearer ${bearer}` }),
          ...headers,
        },
      },
      (answer) => {
        const got: Buffer[] = [];
        answer.on('data', (part: Buffer) => got.push(part));
        answer.on('error', reject);
        answer.on('end', () => {
          const text = Buffer.concat(got).toString();
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text, json: jsonOf(text) });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(sent);
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function dial(address: string): Socket {
  return address.startsWith('/') ? connect(address) : connect(Number(address.split(':').at(-1)), '127.0.0.1');
}

/** Sends the bytes and waits until the gateway ends the connection: all that it said. */
function raw(address: string, bytes: string | Buffer): Promise<string> {
  return new Promise((resolve) => {
    const socket = dial(address);
    let got = '';
    socket.on('data', (part) => {
      got += part.toString('latin1');
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(got));
    socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  });
}

/** Resolves as soon as it is so. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}
