// The way out to HTTP APIs. It verifies TLS, connects only to addresses it has checked, follows no redirect and writes no body to disk.
import type { CallHeader } from '../../contract/call-outcome.ts';
import type { CallMethod } from '../../contract/provider.ts';

export interface Outgoing {
  readonly method: CallMethod;
  /** With a port where it is not 443. */
  readonly host: string;
  /** From the first slash, with the query; ASCII. */
  readonly target: string;
  /** All of them but Host, Connection and what says how the body is framed. */
  readonly headers: readonly CallHeader[];
  /** Whole, or as it comes; null: none. What throws while it comes ends the request before its body is complete. */
  readonly body: Uint8Array | AsyncIterable<Uint8Array> | null;
  /** The host may lie on this computer or in a private network. */
  readonly privateAddress: boolean;
  /** So long until the answer begins, counted anew with each part of `body`, and between any two parts of it. */
  readonly timeoutMs: number;
}

export interface Incoming {
  readonly status: number;
  /** In order, as they came, without what belongs to the connection, Content-Length and Content-Encoding. */
  readonly headers: readonly CallHeader[];
  /**
   * Unpacked (gzip, br, deflate), in parts as they arrive: none is held back for another. Each part is good until the next is asked
   * for. @throws BrokerError upstream_broken, upstream_timeout
   */
  readonly body: AsyncIterable<Uint8Array>;
}

export interface Forwarder {
  /**
   * Sends it and resolves when the answer begins. Aborting the signal breaks the connection off, also while the body of the answer
   * is read.
   * @throws BrokerError upstream_unreachable, upstream_address_refused, upstream_untrusted, upstream_timeout, upstream_broken (also on
   * abort), value_not_sendable; and what `body` threw
   */
  forward(outgoing: Outgoing, signal: AbortSignal): Promise<Incoming>;
  /** Ends all connections. */
  close(): void;
}
