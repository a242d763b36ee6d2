// For tests: a clock that is moved by hand, a raw peer that can say anything, and a server in a temp folder.
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { BrokerMethod, ParamsOf } from '../contract/broker.ts';
import { BrokerFrame, protocolVersion } from '../contract/broker.ts';
import { FrameDecoder } from '../contract/framing.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Log, LogField } from '../core/ports/log.ts';
import type { CallContext, Handlers, OpenedConnection } from './connection.ts';
import type { SocketServerParts } from './server.ts';
import { SocketServer } from './server.ts';

export const ownUid = process.getuid?.() ?? 0;

export class HandClock implements Clock {
  #now = 1_000;
  readonly #timers = new Set<{ readonly at: number; readonly fire: () => void }>();

  get waiting(): number {
    return this.#timers.size;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, fire: () => void): () => void {
    const timer = { at: this.#now + ms, fire };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  pass(ms: number): void {
    this.#now += ms;
    for (const timer of this.#timers) {
      if (timer.at > this.#now) continue;
      this.#timers.delete(timer);
      timer.fire();
    }
  }
}

/** Resolves once `holds` does; polled by turns of the event loop, given up after 20 s. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  const giveUp = Date.now() + 20_000;
  while (!holds()) {
    if (Date.now() > giveUp) throw new Error(`never came: ${what}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

export async function tempFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'postern-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export const helloFrame = {
  type: 'hello',
  protocol: protocolVersion,
  client: 'claude-code',
  key: 'k'.repeat(43),
  claims: { name: 'claude-code', version: '2.1' },
  session: null,
};

/** Speaks bytes, remembers frames. */
export class RawPeer {
  readonly frames: BrokerFrame[] = [];
  closed = false;
  readonly connected: Promise<unknown>;
  readonly #socket;

  constructor(path: string) {
    const decoder = new FrameDecoder(64 * 1024 * 1024);
    this.#socket = createConnection(path);
    this.connected = once(this.#socket, 'connect').catch(() => {});
    this.#socket.on('data', (chunk) => {
      for (const frame of decoder.push(chunk)) this.frames.push(BrokerFrame.parse(frame));
    });
    this.#socket.on('error', () => {});
    this.#socket.on('close', () => {
      this.closed = true;
    });
  }

  say(...frames: readonly unknown[]): void {
    this.#socket.write(frames.map((frame) => `${JSON.stringify(frame)}\n`).join(''));
  }

  sayBytes(bytes: string | Uint8Array): void {
    this.#socket.write(bytes);
  }

  stopReading(): void {
    this.#socket.pause();
  }

  close(): void {
    this.#socket.destroy();
  }

  async greet(more: Readonly<Record<string, unknown>> = {}): Promise<this> {
    this.say({ ...helloFrame, ...more });
    await until('a welcome', () => this.frames.some(({ type }) => type === 'welcome'));
    return this;
  }

  /** What the peer was told, without the welcome, once it is closed. */
  async lastWords(): Promise<readonly string[]> {
    await until('the close', () => this.closed);
    return this.frames
      .filter(({ type }) => type !== 'welcome')
      .map((frame) => (frame.type === 'error' && frame.id === null ? frame.code : frame.type));
  }
}

export type Answer = (method: BrokerMethod, params: ParamsOf<BrokerMethod>, context: CallContext) => Promise<unknown>;

export interface ServerUnderTest {
  readonly path: string;
  readonly server: SocketServer;
  readonly clock: HandClock;
  readonly opened: OpenedConnection[];
  readonly closed: string[];
  readonly logged: { readonly event: string; readonly fields: Readonly<Record<string, LogField>> }[];
  peer(): RawPeer;
}

export async function serve(
  t: TestContext,
  answer: Answer,
  other: Partial<SocketServerParts> = {},
): Promise<ServerUnderTest> {
  const clock = new HandClock();
  const opened: OpenedConnection[] = [];
  const closed: string[] = [];
  const logged: ServerUnderTest['logged'] = [];
  const log: Log = { write: (_level, event, fields = {}) => logged.push({ event, fields }) };
  const handlers: Handlers = {
    opened: (connection) => {
      opened.push(connection);
      return { newKey: false, call: answer, closed: () => closed.push(connection.id) };
    },
  };
  const endpoints = [join(await tempFolder(t), 'run', 'broker.sock')];
  const peerOf = () => ({ pid: process.pid, uid: ownUid });
  const server = new SocketServer({ endpoints, uid: ownUid, peerOf, handlers, clock, log, ...other });
  const path = await server.start();
  const peers: RawPeer[] = [];
  t.after(async () => {
    for (const peer of peers) peer.close();
    await server.stop();
  });
  const peer = () => {
    const made = new RawPeer(path);
    peers.push(made);
    return made;
  };
  return { path, server, clock, opened, closed, logged, peer };
}
