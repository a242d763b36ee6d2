// The broker's end of the socket: accepts shims of this account, and only of it, and gives each its exchange of frames.
import type { Socket } from 'node:net';
import { createServer } from 'node:net';
import type { FaultCode } from '../contract/fault.ts';
import type { ClientId } from '../contract/vocabulary.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Log } from '../core/ports/log.ts';
import { refuse } from './closing.ts';
import type { Handlers, Peer } from './connection.ts';
import { claimEndpoint, firstUsableEndpoint } from './endpoint.ts';
import { FrameExchange } from './frame-exchange.ts';

/** Each session of an agent is one; forty at once are many. With frames of 4 MiB they could hold half a GiB. */
const maxConnections = 128;
/** Half of the room, so that no client can keep the others out. */
const maxOfClient = 64;

export interface SocketServerParts {
  /** From `brokerEndpoints`, best first. */
  readonly endpoints: readonly string[];
  /** This process's account; null on Windows. */
  readonly uid: number | null;
  /** Asks the kernel who is at the other end; null when it does not say. */
  readonly peerOf: (socket: Socket) => Peer | null;
  readonly handlers: Handlers;
  readonly clock: Clock;
  readonly log: Log;
}

export class SocketServer {
  readonly #parts: SocketServerParts;
  readonly #server = createServer((socket) => this.#accept(socket));
  readonly #exchanges = new Map<FrameExchange, Socket>();
  readonly #turnedAway = new Set<Socket>();
  /** Of each client: the connections that said hello in its name. */
  readonly #ofClient = new Map<ClientId, Set<FrameExchange>>();
  #accepted = 0;

  constructor(parts: SocketServerParts) {
    this.#parts = parts;
  }

  /**
   * @returns the path it listens on.
   * @throws BrokerError as `claimEndpoint`
   */
  async start(): Promise<string> {
    const { endpoints, uid, log } = this.#parts;
    const path = await firstUsableEndpoint(endpoints);
    await claimEndpoint(this.#server, path, uid);
    this.#server.on('error', () => log.write('fault', 'socket.accept_failed'));
    return path;
  }

  /** Closes every connection, removes the socket and resolves when both are done. */
  async stop(): Promise<void> {
    const closed = this.#server.listening
      ? new Promise<void>((resolve) => this.#server.close(() => resolve()))
      : Promise.resolve();
    for (const exchange of this.#exchanges.keys()) exchange.stop();
    for (const socket of this.#turnedAway) socket.destroy();
    await closed;
  }

  #accept(socket: Socket): void {
    const { uid, handlers, clock, log } = this.#parts;
    const peer = this.#parts.peerOf(socket);
    // SECURITY P8: no account but this one; where the kernel can tell and does not, nobody.
    const refusal = uid !== null && peer?.uid !== uid ? 'peer_refused' : this.#hasRoom() ? null : 'too_many_requests';
    if (refusal !== null) {
      this.#turnAway(socket, refusal);
      return;
    }
    this.#accepted += 1;
    const exchange = new FrameExchange(socket, {
      id: `connection-${this.#accepted}`,
      peer,
      handlers,
      clock,
      log,
      greeted: (client) => this.#greeted(client, exchange, socket),
    });
    this.#exchanges.set(exchange, socket);
    socket.once('close', () => this.#exchanges.delete(exchange));
    exchange.start();
  }

  /** A shim says hello at once: in a full house whoever has been silent the longest makes room. */
  #hasRoom(): boolean {
    if (this.#exchanges.size < maxConnections) return true;
    for (const [exchange, socket] of this.#exchanges) {
      if (!exchange.makesRoom()) continue;
      this.#exchanges.delete(exchange);
      this.#untilClosed(socket);
      return true;
    }
    return false;
  }

  /** false: it has its part of the room. */
  #greeted(client: ClientId, exchange: FrameExchange, socket: Socket): boolean {
    const own = this.#ofClient.get(client) ?? new Set();
    if (own.size >= maxOfClient) return false;
    this.#ofClient.set(client, own.add(exchange));
    socket.once('close', () => {
      own.delete(exchange);
      if (own.size === 0) this.#ofClient.delete(client);
    });
    return true;
  }

  #turnAway(socket: Socket, code: FaultCode): void {
    this.#parts.log.write('warning', 'socket.connection_refused', { code });
    this.#untilClosed(socket);
    socket.on('error', () => socket.destroy());
    refuse(socket, code, this.#parts.clock);
  }

  #untilClosed(socket: Socket): void {
    this.#turnedAway.add(socket);
    socket.once('close', () => this.#turnedAway.delete(socket));
  }
}
