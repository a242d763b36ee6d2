// What the socket hands to the broker for each accepted shim, and what it asks of it. No frame, file or byte shows here.
import type { BrokerMethod, Hello, ParamsOf } from '../contract/broker.ts';
import type { LivePart } from '../contract/live.ts';
import type { WaitingFor } from '../contract/run.ts';

/** The process at the other end, as the kernel names it. */
export interface Peer {
  readonly pid: number;
  readonly uid: number;
}

export interface OpenedConnection {
  /** Unique while the broker runs. */
  readonly id: string;
  /** null only where the system names no peer (Windows pipes). */
  readonly peer: Peer | null;
  readonly hello: Hello;
}

export interface CallContext {
  /** Aborted when the agent cancels this call; not when its connection closes. */
  readonly signal: AbortSignal;
  /** Dropped when the call is over. */
  progress(waitingFor: WaitingFor): void;
  /** Dropped when the call is over. A promise: the other side reads more slowly than this comes; it resolves when it has caught up. */
  live(part: LivePart): Promise<void> | undefined;
}

export interface ConnectionHandlers {
  /** The welcome asks the client to make itself a new key. */
  readonly newKey: boolean;
  /**
   * Params are parsed already; the result is parsed by the method's schema before it is sent. A thrown BrokerError becomes
   * its code, anything else thrown becomes `internal`.
   */
  call<M extends BrokerMethod>(method: M, params: ParamsOf<M>, context: CallContext): Promise<unknown>;
  /** Called once when the connection is gone, with its calls perhaps still under way: they are not aborted. */
  closed(): void;
}

export interface Handlers {
  /** A shim said hello. A thrown BrokerError refuses the whole connection with its code. */
  opened(connection: OpenedConnection): ConnectionHandlers;
}
