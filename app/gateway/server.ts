// The gateway: HTTP for agents of this computer, while the person has it switched on. It listens on 127.0.0.1 or on a Unix socket,
// never anywhere else, and reads every request with suspicion.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { BrokerError } from '../contract/fault.ts';
import { Listeners } from '../core/listeners.ts';
import { removeAddress, writeAddress } from './address-file.ts';
import { refuseRaw, sendRefusal } from './answers.ts';
import type { GatewayParts } from './gateway-parts.ts';
import { codeOfBroken, OpenExchanges } from './open-exchanges.ts';
import { ProxyCalls } from './proxy-call.ts';
import { RequestDesk } from './request-desk.ts';
import { isLoopback } from './request-safety.ts';

/** Of one request, the address with it. Node’s parser ends the connection at more. */
const mostHeaderBytes = 32_768;
/** Room for all calls that may be under way, and some that ask for tokens. */
const mostConnections = 5000;

interface Opened {
  readonly door: 'port' | 'socket';
  readonly server: Server;
  readonly sockets: Set<Socket>;
  readonly address: string;
}

export class Gateway {
  /** It opened or closed. */
  readonly changed = new Listeners();
  /** The first call began, or the last one ended. */
  readonly busy = new Listeners();
  readonly #parts: GatewayParts;
  readonly #calls: ProxyCalls;
  readonly #desk: RequestDesk;
  #opened: Opened | null = null;
  /** Opening and closing come one after the other. */
  #turn: Promise<void> = Promise.resolve();

  constructor(parts: GatewayParts) {
    this.#parts = parts;
    this.#calls = new ProxyCalls(parts, () => this.busy.notify());
    this.#desk = new RequestDesk(parts, this.#calls, () => this.#opened?.door ?? 'port');
  }

  /** `http://127.0.0.1:PORT` or the path of the socket; null: it is closed. */
  get address(): string | null {
    return this.#opened?.address ?? null;
  }

  get addressFile(): string {
    return this.#parts.place.addressFile;
  }

  /** Calls under way. */
  get calls(): number {
    return this.#calls.count;
  }

  /**
   * Opens this door, and closes the other one first. Nothing happens when it is open.
   * @throws BrokerError gateway_unavailable; audit_unwritable, disk_full, profile_readonly. It is closed then.
   */
  open(door: 'port' | 'socket'): Promise<void> {
    return this.#next(async () => {
      if (this.#opened?.door === door) return;
      await this.#close();
      await this.#open(door);
    });
  }

  /** Breaks off whatever is under way, and resolves when nothing listens any more. Nothing happens when it is closed. */
  close(): Promise<void> {
    return this.#next(() => this.#close());
  }

  #next(step: () => Promise<void>): Promise<void> {
    const next = this.#turn.then(step);
    this.#turn = next.catch(() => {});
    return next;
  }

  async #open(door: 'port' | 'socket'): Promise<void> {
    const { place, audit, clock } = this.#parts;
    const sockets = new Set<Socket>();
    const hosts = new Set<string>();
    const server = this.#server(door, hosts, sockets);
    try {
      const address = door === 'port' ? await listenOnPort(server) : await this.#listenOnSocket(server);
      for (const host of hostsOf(door, server)) hosts.add(host);
      // SECURITY P3: on record before anybody finds it.
      audit.record({ kind: 'gateway.opened', at: clock.now(), door });
      await writeAddress(place.addressFile, door === 'port' ? { url: address } : { socket: address });
      this.#opened = { door, server, sockets, address };
    } catch (thrown) {
      await closed(server, sockets);
      await removeAddress(place.addressFile);
      throw thrown instanceof BrokerError ? thrown : new BrokerError('gateway_unavailable', { cause: thrown });
    }
    this.changed.notify();
  }

  async #close(): Promise<void> {
    const { place, audit, clock, log } = this.#parts;
    const opened = this.#opened;
    if (opened === null) return;
    this.#opened = null;
    this.#calls.stop();
    await removeAddress(place.addressFile);
    await closed(opened.server, opened.sockets);
    try {
      audit.record({ kind: 'gateway.closed', at: clock.now() });
    } catch {
      log.write('fault', 'audit.unrecorded', { kind: 'gateway.closed' });
    }
    this.changed.notify();
  }

  async #listenOnSocket(server: Server): Promise<string> {
    const { claim, socketPath, uid } = this.#parts.place;
    await claim(server, socketPath, uid).catch((cause: unknown) => {
      throw new BrokerError('gateway_unavailable', { cause });
    });
    return socketPath;
  }

  /** `hosts` is filled when the port is known; until then every request is refused. */
  #server(door: 'port' | 'socket', hosts: ReadonlySet<string>, sockets: Set<Socket>): Server {
    const { times } = this.#parts.place;
    const server = createServer({
      // SECURITY P8: what two readers could take for two different requests is no request.
      insecureHTTPParser: false,
      maxHeaderSize: mostHeaderBytes,
      // Both are judged with the other headers, and refused in the same words.
      requireHostHeader: false,
      headersTimeout: times.headersMs,
      requestTimeout: times.requestMs,
      keepAliveTimeout: times.keepAliveMs,
      connectionsCheckingInterval: times.checkMs,
    });
    // Node would leave out the ones above its own limit without a word.
    server.maxHeadersCount = 0;
    server.maxConnections = mostConnections;
    const open = new OpenExchanges();
    const take = (request: IncomingMessage, response: ServerResponse, expectsContinue: boolean) => {
      open.add(request, response);
      void this.#desk.answer({ request, response, expectsContinue }, hosts);
    };
    server.on('error', () => this.#parts.log.write('fault', 'gateway.accept_failed'));
    server.on('connection', (socket) => this.#admit(door, socket, sockets));
    server.on('request', (request, response) => take(request, response, false));
    server.on('checkContinue', (request, response) => take(request, response, true));
    server.on('checkExpectation', (request, response) => {
      open.add(request, response);
      sendRefusal(response, new BrokerError('header_forbidden'));
    });
    const refuse = (_request: IncomingMessage, socket: Duplex) => refuseRaw(socket, 'gateway_method_unknown');
    server.on('connect', refuse);
    server.on('upgrade', refuse);
    server.on('clientError', (cause: NodeJS.ErrnoException, socket) => {
      if (cause.code === 'ECONNRESET' || !socket.writable || !open.mayAnswer(socket)) socket.destroy();
      else refuseRaw(socket, codeOfBroken(cause.code));
    });
    return server;
  }

  /** SECURITY P8: programs of this computer; through the socket those of this account alone. */
  #admit(door: 'port' | 'socket', socket: Socket, sockets: Set<Socket>): void {
    const { uid, peerOf } = this.#parts.place;
    const isOne = door === 'port' ? isLoopback(socket.remoteAddress) : uid === null || peerOf(socket)?.uid === uid;
    if (!isOne) {
      this.#parts.log.write('warning', 'gateway.connection_refused', { code: 'peer_refused' });
      socket.destroy();
      return;
    }
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  }
}

async function listenOnPort(server: Server): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: 0, host: '127.0.0.1' }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return `http://127.0.0.1:${portOf(server)}`;
}

/** SECURITY P8: a name that somebody’s DNS leads here is not among them. */
function hostsOf(door: 'port' | 'socket', server: Server): readonly string[] {
  if (door === 'socket') return ['localhost'];
  return ['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${portOf(server)}`);
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new BrokerError('internal');
  return address.port;
}

function closed(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    for (const socket of sockets) socket.destroy();
  });
}
