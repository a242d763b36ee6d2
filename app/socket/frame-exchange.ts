// One accepted socket from hello to close: frames in, calls to the broker, answers out. It decides nothing about a request.
import type { Socket } from 'node:net';
import type { BrokerFrame, BrokerMethod, Call } from '../contract/broker.ts';
import {
  AnyHello,
  Hello,
  isBrokerMethod,
  maxFrameBytes,
  maxRequestFrameBytes,
  methodTable,
  protocolVersion,
  ShimFrame,
} from '../contract/broker.ts';
import type { FaultCode } from '../contract/fault.ts';
import { assertNever, BrokerError, faultCodeOf } from '../contract/fault.ts';
import { encodeFrame, FrameDecoder } from '../contract/framing.ts';
import { posternVersion } from '../contract/version.ts';
import type { ClientId } from '../contract/vocabulary.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Log } from '../core/ports/log.ts';
import { errorFrame, refuse } from './closing.ts';
import type { CallContext, ConnectionHandlers, Handlers, Peer } from './connection.ts';

/** For the first frame, and from a frame's first byte to its newline. */
const frameMs = 10_000;
/** Who has not said hello yet is not worth more memory. */
const maxHelloBytes = 8 * 1024;
/** A client has at most 16 requests open; the rest are waits for them and questions that are answered at once. */
const maxCalls = 32;
/** A shim that leaves more than this unread is closed. */
const maxUnreadBytes = 16 * 1024 * 1024;

export interface ExchangeParts {
  readonly id: string;
  readonly peer: Peer | null;
  readonly handlers: Handlers;
  readonly clock: Clock;
  readonly log: Log;
  /** It said hello as this client; false: that client has too many connections. */
  greeted(client: ClientId): boolean;
}

export class FrameExchange {
  readonly #socket: Socket;
  readonly #parts: ExchangeParts;
  readonly #decoder = new FrameDecoder(maxRequestFrameBytes);
  readonly #underWay = new Map<number, AbortController>();
  #handlers: ConnectionHandlers | null = null;
  #drained: Promise<void> | null = null;
  #over = false;
  #stopTimer = () => {};

  constructor(socket: Socket, parts: ExchangeParts) {
    this.#socket = socket;
    this.#parts = parts;
  }

  start(): void {
    this.#expectFrame();
    this.#socket.on('data', (chunk) => this.#read(chunk));
    this.#socket.on('error', () => this.#socket.destroy());
    this.#socket.on('close', () => this.#end());
  }

  /** Refuses it in favour of another, as long as it has not said hello; false: it has. */
  makesRoom(): boolean {
    if (this.#handlers !== null || this.#over) return false;
    this.#fail('too_many_requests');
    return true;
  }

  /** Closes at once. Calls under way go on; their answers are dropped. */
  stop(): void {
    this.#socket.destroy();
    this.#end();
  }

  #read(chunk: Uint8Array): void {
    try {
      let completed = 0;
      const begun = this.#decoder.unfinished;
      for (const frame of this.#decoder.push(chunk)) {
        completed += 1;
        this.#take(frame);
        if (this.#over) return;
      }
      if (this.#handlers === null && this.#decoder.heldBytes > maxHelloBytes) throw new BrokerError('frame_too_large');
      if (completed > 0 && this.#handlers !== null) this.#stopTimer();
      if (this.#decoder.unfinished && (!begun || completed > 0) && this.#handlers !== null) this.#expectFrame();
    } catch (thrown) {
      this.#fail(faultCodeOf(thrown));
    }
  }

  #expectFrame(): void {
    this.#stopTimer();
    this.#stopTimer = this.#parts.clock.after(frameMs, () => this.#fail('frame_too_slow'));
  }

  #take(raw: unknown): void {
    if (this.#handlers === null) {
      this.#greet(raw);
      return;
    }
    const frame = ShimFrame.safeParse(raw);
    if (!frame.success) throw new BrokerError('frame_malformed');
    switch (frame.data.type) {
      case 'hello':
        throw new BrokerError('frame_malformed');
      case 'cancel':
        this.#underWay.get(frame.data.id)?.abort();
        return;
      case 'call':
        this.#call(frame.data, this.#handlers);
        return;
      default:
        assertNever(frame.data);
    }
  }

  #greet(raw: unknown): void {
    const first = AnyHello.safeParse(raw);
    if (!first.success) throw new BrokerError('frame_malformed');
    if (first.data.protocol !== protocolVersion) throw new BrokerError('protocol_version');
    const hello = Hello.safeParse(raw);
    if (!hello.success) throw new BrokerError('frame_malformed');
    if (!this.#parts.greeted(hello.data.client)) throw new BrokerError('too_many_requests');
    const handlers = this.#parts.handlers.opened({ id: this.#parts.id, peer: this.#parts.peer, hello: hello.data });
    this.#handlers = handlers;
    const rotate = handlers.newKey ? { rotate: true as const } : {};
    this.#send({ type: 'welcome', protocol: protocolVersion, version: posternVersion, ...rotate });
  }

  #call(call: Call, handlers: ConnectionHandlers): void {
    if (this.#underWay.has(call.id)) throw new BrokerError('frame_malformed');
    if (this.#underWay.size >= maxCalls) {
      this.#send(errorFrame(call.id, 'too_many_requests'));
      return;
    }
    const abort = new AbortController();
    this.#underWay.set(call.id, abort);
    const context: CallContext = {
      signal: abort.signal,
      progress: (waitingFor) => {
        if (this.#underWay.get(call.id) === abort) this.#send({ type: 'progress', id: call.id, waitingFor });
      },
      live: (part) => {
        if (this.#over || this.#underWay.get(call.id) !== abort) return undefined;
        this.#send({ type: 'live', id: call.id, part });
        return this.#socket.writableNeedDrain ? this.#untilRead() : undefined;
      },
    };
    void this.#answerTo(call, handlers, context).then((answer) => {
      this.#underWay.delete(call.id);
      this.#send(answer);
    });
  }

  /** Never rejects. */
  async #answerTo(call: Call, handlers: ConnectionHandlers, context: CallContext): Promise<BrokerFrame> {
    try {
      if (!isBrokerMethod(call.method)) throw new BrokerError('bad_request');
      const result = await perform(handlers, call.method, call.params, context);
      return { type: 'result', id: call.id, result };
    } catch (thrown) {
      const code = faultCodeOf(thrown);
      const method = isBrokerMethod(call.method) ? call.method : 'unknown';
      this.#parts.log.write(code === 'internal' ? 'fault' : 'note', 'socket.call_refused', { method, code });
      return errorFrame(call.id, code, thrown instanceof BrokerError ? thrown.retryMs : null);
    }
  }

  #send(frame: BrokerFrame): void {
    if (this.#over) return;
    if (this.#socket.writableLength > maxUnreadBytes) {
      this.#parts.log.write('warning', 'socket.peer_does_not_read', { connection: this.#parts.id });
      this.stop();
      return;
    }
    try {
      this.#socket.write(encodeFrame(frame, maxFrameBytes));
    } catch (thrown) {
      const id = 'id' in frame ? frame.id : null;
      this.#socket.write(encodeFrame(errorFrame(id, faultCodeOf(thrown)), maxFrameBytes));
    }
  }

  /** Resolves when what was written is read, or never will be. */
  #untilRead(): Promise<void> {
    this.#drained ??= new Promise((resolve) => {
      const done = (): void => {
        this.#drained = null;
        this.#socket.off('drain', done).off('close', done);
        resolve();
      };
      this.#socket.once('drain', done).once('close', done);
    });
    return this.#drained;
  }

  #fail(code: FaultCode): void {
    if (this.#over) return;
    this.#parts.log.write('warning', 'socket.connection_refused', { connection: this.#parts.id, code });
    refuse(this.#socket, code, this.#parts.clock);
    this.#end();
  }

  #end(): void {
    if (this.#over) return;
    this.#over = true;
    this.#stopTimer();
    this.#handlers?.closed();
  }
}

/** SECURITY P1: params and result are both parsed, so a field that the contract does not name goes nowhere. */
async function perform<M extends BrokerMethod>(
  handlers: ConnectionHandlers,
  method: M,
  raw: unknown,
  context: CallContext,
): Promise<unknown> {
  const params = methodTable[method].params.safeParse(raw);
  if (!params.success) throw new BrokerError('bad_request');
  const result = methodTable[method].result.safeParse(await handlers.call(method, params.data, context));
  // The issues quote the answer, so they are not kept.
  if (!result.success) throw new BrokerError('internal');
  return result.data;
}
