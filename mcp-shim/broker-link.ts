// One live connection to the broker, from hello to close: many calls at once, each answered by its id.
import type { Socket } from 'node:net';
import type { Hello, ShimFrame } from '../app/contract/broker.ts';
import { BrokerFrame, maxFrameBytes, maxRequestFrameBytes } from '../app/contract/broker.ts';
import type { FaultCode } from '../app/contract/fault.ts';
import { assertNever, BrokerError, faultCodeOf } from '../app/contract/fault.ts';
import { encodeFrame, FrameDecoder } from '../app/contract/framing.ts';
import type { LivePart } from '../app/contract/live.ts';
import type { WaitingFor } from '../app/contract/run.ts';

const welcomeMs = 10_000;
/** For the last frames to reach the kernel. */
const finishMs = 500;

export interface CallOptions {
  /** Aborted: the call and the request behind it are withdrawn at the broker. */
  readonly signal: AbortSignal;
  onProgress(waitingFor: WaitingFor): void;
  /** For a call with `live`. Until the promise, which never rejects, resolves, nothing more is read from the broker. */
  onLive?(part: LivePart): Promise<void>;
}

/** `rotate`: the client is to make itself a new key. */
export interface Welcome {
  readonly rotate: boolean;
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (fault: unknown) => void;
  readonly onProgress: (waitingFor: WaitingFor) => void;
  readonly onLive: CallOptions['onLive'];
}

export class BrokerLink {
  readonly #socket: Socket;
  readonly #decoder = new FrameDecoder(maxFrameBytes);
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #showing = 0;
  #welcome: { readonly resolve: (welcome: Welcome) => void; readonly reject: (fault: BrokerError) => void } | null =
    null;
  #fault: FaultCode = 'connection_lost';

  /** @param socket already connected */
  constructor(socket: Socket) {
    this.#socket = socket;
  }

  /**
   * Says hello and waits for the welcome.
   * @throws BrokerError with the broker's reason, or app_not_running when it is shutting down
   */
  async greet(hello: Hello, closed: () => void): Promise<Welcome> {
    if (this.#socket.destroyed) throw new BrokerError('app_not_running');
    this.#socket.on('data', (chunk) => this.#read(chunk));
    this.#socket.on('error', () => this.#socket.destroy());
    this.#socket.on('close', () => {
      this.#end();
      closed();
    });
    const timer = setTimeout(() => this.#fail('frame_too_slow'), welcomeMs);
    try {
      return await new Promise<Welcome>((resolve, reject) => {
        this.#welcome = { resolve, reject };
        this.#write(hello);
      });
    } finally {
      clearTimeout(timer);
      this.#welcome = null;
    }
  }

  /** @throws BrokerError: the broker's code; connection_lost when it goes away first. The signal's reason when aborted. */
  call(method: string, params: unknown, { signal, onProgress, onLive }: CallOptions): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#lastId += 1;
      const id = this.#lastId;
      const withdraw = () => {
        this.#write({ type: 'cancel', id });
        settle(() => reject(signal.reason));
      };
      const settle = (finish: () => void) => {
        this.#waiting.delete(id);
        signal.removeEventListener('abort', withdraw);
        finish();
      };
      signal.throwIfAborted();
      // Nothing was sent, so there is no doubt about what became of it.
      if (this.#socket.destroyed) throw new BrokerError('app_not_running');
      this.#write({ type: 'call', id, method, params });
      signal.addEventListener('abort', withdraw, { once: true });
      this.#waiting.set(id, {
        resolve: (result) => settle(() => resolve(result)),
        reject: (fault) => settle(() => reject(fault)),
        onProgress,
        onLive,
      });
    });
  }

  /** Withdraws every call under way, lets what was written reach the broker, and closes. At most 500 ms. */
  async finish(): Promise<void> {
    for (const id of this.#waiting.keys()) this.#write({ type: 'cancel', id });
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, finishMs);
      this.#socket.once('close', () => {
        clearTimeout(timer);
        resolve();
      });
      if (this.#socket.destroyed) resolve();
      else this.#socket.end();
    });
    this.#socket.destroy();
  }

  #read(chunk: Uint8Array): void {
    try {
      for (const raw of this.#decoder.push(chunk)) {
        const frame = BrokerFrame.safeParse(raw);
        // A frame this shim does not know comes from another version.
        if (!frame.success) throw new BrokerError('protocol_version');
        this.#take(frame.data);
      }
    } catch (thrown) {
      this.#fail(faultCodeOf(thrown));
    }
  }

  #take(frame: BrokerFrame): void {
    switch (frame.type) {
      case 'welcome':
        this.#welcome?.resolve({ rotate: frame.rotate === true });
        return;
      case 'progress':
        this.#waiting.get(frame.id)?.onProgress(frame.waitingFor);
        return;
      case 'live':
        this.#show(frame.id, frame.part);
        return;
      case 'result':
        this.#waiting.get(frame.id)?.resolve(frame.result);
        return;
      case 'error':
        if (frame.id === null) this.#fault = frame.code;
        else this.#waiting.get(frame.id)?.reject(new BrokerError(frame.code, { retryMs: frame.retryMs ?? null }));
        return;
      default:
        assertNever(frame);
    }
  }

  /** Who shows slowly reads slowly, and the command behind it waits. */
  #show(id: number, part: LivePart): void {
    const shown = this.#waiting.get(id)?.onLive?.(part);
    if (shown === undefined) return;
    this.#showing += 1;
    this.#socket.pause();
    void shown.then(() => {
      this.#showing -= 1;
      if (this.#showing === 0) this.#socket.resume();
    });
  }

  #write(frame: ShimFrame): void {
    const bytes = encodeFrame(frame, maxRequestFrameBytes);
    if (!this.#socket.destroyed && this.#socket.writable) this.#socket.write(bytes);
  }

  #fail(code: FaultCode): void {
    this.#fault = code;
    this.#socket.destroy();
  }

  #end(): void {
    this.#welcome?.reject(new BrokerError(this.#fault === 'connection_lost' ? 'app_not_running' : this.#fault));
    for (const { reject } of [...this.#waiting.values()]) reject(new BrokerError(this.#fault));
  }
}
