// How a connection is refused: one coded error, then the end. The peer gets a moment to read it before the socket is destroyed.
import type { Socket } from 'node:net';
import type { BrokerFrame } from '../contract/broker.ts';
import { maxFrameBytes } from '../contract/broker.ts';
import type { FaultCode } from '../contract/fault.ts';
import { faultMessages } from '../contract/fault.ts';
import { encodeFrame } from '../contract/framing.ts';
import type { Clock } from '../core/ports/clock.ts';

const lingerMs = 1_000;

/** Sends the error, drops whatever else arrives, and destroys the socket when the peer closes or after 1 s. */
export function refuse(socket: Socket, code: FaultCode, clock: Clock): void {
  const stopTimer = clock.after(lingerMs, () => socket.destroy());
  socket.once('close', stopTimer);
  // Unread input would make the kernel reset the connection, and the peer could lose the error.
  socket.removeAllListeners('data');
  socket.resume();
  socket.end(encodeFrame(errorFrame(null, code), maxFrameBytes));
}

export function errorFrame(id: number | null, code: FaultCode, retryMs: number | null = null): BrokerFrame {
  return { type: 'error', id, code, message: faultMessages[code], ...(retryMs === null ? {} : { retryMs }) };
}
