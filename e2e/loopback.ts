// A port of this machine that counts whoever comes, over TCP and UDP: what a page that got out would reach.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';

export interface Loopback {
  /** The same number for TCP and UDP. */
  readonly port: number;
  /** The first bytes of every connection and datagram so far; a connection without any counts as ''. */
  readonly visits: () => readonly string[];
  close(): Promise<void>;
}

export async function startLoopback(): Promise<Loopback> {
  const seen: string[] = [];
  const server = createServer((socket) => {
    const at = seen.push('') - 1;
    socket.once('data', (chunk) => {
      seen[at] = chunk.toString('latin1');
      socket.end('HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n');
    });
    socket.on('error', () => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const datagrams = createSocket('udp4', (message) => seen.push(`udp ${message.toString('hex')}`));
  datagrams.bind(port, '127.0.0.1');
  await once(datagrams, 'listening');
  return {
    port,
    visits: () => seen,
    close: async () => {
      datagrams.close();
      server.close();
      await once(server, 'close');
    },
  };
}
