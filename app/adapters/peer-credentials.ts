// Who is at the other end of an agent's connection, as the kernel says. Never what the other end says.
import type { Socket } from 'node:net';
import type { PeerCredentials } from './native-library.ts';
import { peerCredentials } from './native-library.ts';

/** null: it cannot be known (Windows, a socket that is closed), so the caller counts as unidentified. */
export function peerOf(socket: Socket): PeerCredentials | null {
  const fd = descriptorOf(socket);
  return fd === null ? null : peerCredentials(fd);
}

/** Node keeps the descriptor of a socket to itself; on Windows it has none. */
function descriptorOf(socket: object): number | null {
  const handle = '_handle' in socket ? socket._handle : null;
  const fd = typeof handle === 'object' && handle !== null && 'fd' in handle ? handle.fd : null;
  return typeof fd === 'number' && fd >= 0 ? fd : null;
}
