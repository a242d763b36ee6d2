// What the rest of Postern may know of the gateway's door. The server behind it is connected by compose.
import type { Listeners } from '../listeners.ts';

export interface GatewayDoorState {
  /** `http://127.0.0.1:41731` or the path of the socket; null: it is shut. */
  readonly address: string | null;
  /** Absolute path of the 0600 file in which the address stands while it is open. */
  readonly addressFile: string;
  /** Requests under way. */
  readonly calls: number;
  /** Told after it was opened or shut. */
  readonly changed: Listeners;
}
