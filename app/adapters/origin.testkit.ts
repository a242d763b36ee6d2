// For tests only: an HTTPS API on loopback that records what reaches it.
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { type Certificate, testCertificate } from './certificate.testkit.ts';

export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** As they came, name and value in turn. */
  readonly rawHeaders: readonly string[];
  /** So far, with `whole`; empty with `early`. */
  readonly body: Buffer;
  readonly isComplete: boolean;
}

export interface Origin {
  readonly port: number;
  /** `localhost:PORT` */
  readonly host: string;
  /** `https://localhost:PORT` */
  readonly baseUrl: string;
  /** What to trust, PEM: the authority that signed its certificate. */
  readonly certificates: string[];
  /** Each from the moment its head is read. */
  readonly requests: SeenRequest[];
  /** TCP connections so far, also those that never got through TLS. */
  readonly connections: number;
  /** Those of them that are open. */
  readonly openConnections: number;
  close(): Promise<void>;
}

export type OriginHandler = (request: IncomingMessage, response: ServerResponse, body: Buffer) => void;

export interface OriginOptions {
  readonly certificate?: Certificate;
  /** `early`: the handler is called when the head is read, and reads the body itself. Otherwise after the body. */
  readonly reads?: 'whole' | 'early';
  readonly address?: string;
}

/** Without a handler every request is answered with 200 and `{"ok":true}`. */
export async function startOrigin(handler: OriginHandler = answerOk, options: OriginOptions = {}): Promise<Origin> {
  const { key, cert, authority } = options.certificate ?? testCertificate();
  const requests: SeenRequest[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer({ key, cert, keepAliveTimeout: 60_000, requestTimeout: 0 }, (request, response) => {
    const parts: Buffer[] = [];
    request.on('error', () => {});
    response.on('error', () => {});
    requests.push({
      method: request.method ?? '',
      url: request.url ?? '',
      headers: request.headers,
      rawHeaders: request.rawHeaders,
      get body() {
        return Buffer.concat(parts);
      },
      get isComplete() {
        return request.complete;
      },
    });
    if (options.reads === 'early') return handler(request, response, Buffer.alloc(0));
    request.on('data', (part: Buffer) => parts.push(part));
    request.once('end', () => handler(request, response, Buffer.concat(parts)));
  });
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', () => {});
  const address = options.address ?? '127.0.0.1';
  await new Promise<void>((resolve) => server.listen({ host: address, port: 0, backlog: 2048 }, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    host: `localhost:${port}`,
    baseUrl: `https://localhost:${port}`,
    certificates: [authority],
    requests,
    get connections() {
      return connections;
    },
    get openConnections() {
      return sockets.size;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function answerOk(_: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': 11 }).end('{"ok":true}');
}
