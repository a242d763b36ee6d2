// The way to the broker: connects at the first call, again after a loss, and parses what goes out and what comes back.
import { lstat } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { createConnection } from 'node:net';
import { dirname } from 'node:path';
import type { BrokerMethod, Hello, ParamsOf, ResultOf } from '../app/contract/broker.ts';
import { methodTable } from '../app/contract/broker.ts';
import { BrokerError } from '../app/contract/fault.ts';
import type { RequestId } from '../app/contract/vocabulary.ts';
import type { CallOptions } from './broker-link.ts';
import { BrokerLink } from './broker-link.ts';
import { pause, unlessAborted } from './waiting.ts';

const othersMayWrite = 0o022;

export interface BrokerConnectionParts {
  /** From `shimEndpoints`, in the order they are tried. */
  readonly endpoints: readonly string[];
  /** null on Windows. */
  readonly uid: number | null;
  /** Made anew for each connection, and only once something listens. */
  readonly hello: () => Promise<Hello>;
  /** Asks for the app to be started, where the person allowed that; whether somebody took the order. */
  readonly startApp: () => Promise<boolean>;
  /** The broker wants this client to have another key than `held`; `offer` has it know the new one. */
  readonly renewKey: (held: string, offer: (key: string) => Promise<unknown>) => Promise<void>;
}

export interface ConnectedCallOptions extends CallOptions {
  /** false: an app that the person ended is waited for, not started. */
  readonly mayStart: boolean;
}

/** How long an app that was just started may take until it listens. */
const startMs = 15_000;
const tryEveryMs = 200;
/** A new key is put in place before the end, if that takes no longer. */
const renewMs = 300;

export class BrokerConnection {
  readonly #parts: BrokerConnectionParts;
  readonly #over = new AbortController();
  #link: Promise<BrokerLink | null> | null = null;
  #live: BrokerLink | null = null;
  #greeting: Socket | null = null;
  #starting: Promise<BrokerLink | null> | null = null;
  #renewing = Promise.resolve();

  constructor(parts: BrokerConnectionParts) {
    this.#parts = parts;
  }

  /**
   * @throws BrokerError: app_not_running, connection_lost, protocol_version when the answer has another shape,
   * message_too_large, or the broker's own code. The signal's reason when aborted, at once.
   */
  async call<M extends BrokerMethod>(
    method: M,
    params: ParamsOf<M>,
    { mayStart, ...options }: ConnectedCallOptions,
  ): Promise<ResultOf<M>> {
    const parsed = methodTable[method].params.safeParse(params);
    if (!parsed.success) throw new BrokerError('bad_request');
    const link = await unlessAborted(this.#reached(mayStart), options.signal);
    const result = methodTable[method].result.safeParse(await link.call(method, parsed.data, options));
    if (!result.success) throw new BrokerError('protocol_version');
    return result.data;
  }

  /** Withdraws the calls under way and these requests, then closes. Never connects for it. */
  async close(open: readonly RequestId[]): Promise<void> {
    this.#over.abort();
    this.#greeting?.destroy();
    const link = this.#live;
    if (link === null) return;
    const { signal } = new AbortController();
    await Promise.race([this.#renewing, pause(renewMs, signal)]);
    for (const requestId of open) {
      link.call('request.cancel', { requestId }, { signal, onProgress: () => {} }).catch(() => {});
    }
    await link.finish();
  }

  async #reached(mayStart: boolean): Promise<BrokerLink> {
    const link = (await this.#connected()) ?? (mayStart ? await this.#started() : null);
    if (link === null) throw new BrokerError('app_not_running');
    return link;
  }

  /** null: nobody listens anywhere. */
  #connected(): Promise<BrokerLink | null> {
    this.#link ??= this.#dial().then(
      (link) => {
        if (link === null) this.#link = null;
        return link;
      },
      (thrown: unknown) => {
        this.#link = null;
        throw thrown;
      },
    );
    return this.#link;
  }

  /** One start for all calls that wait for it; null: nobody took the order, or nobody listens after 15 s. */
  #started(): Promise<BrokerLink | null> {
    this.#starting ??= this.#start().finally(() => {
      this.#starting = null;
    });
    return this.#starting;
  }

  async #start(): Promise<BrokerLink | null> {
    if (!(await this.#parts.startApp())) return null;
    for (let waited = 0; waited < startMs && !this.#over.signal.aborted; waited += tryEveryMs) {
      await pause(tryEveryMs, this.#over.signal);
      const link = await this.#connected();
      if (link !== null) return link;
    }
    return null;
  }

  async #dial(): Promise<BrokerLink | null> {
    for (const path of this.#parts.endpoints) {
      const socket = await this.#knock(path);
      if (socket === null) continue;
      this.#greeting = socket;
      const link = new BrokerLink(socket);
      const hello = await this.#helloOr(socket);
      const { rotate } = await link.greet(hello, () => {
        this.#link = null;
        this.#live = null;
      });
      if (rotate) this.#renewing = this.#renewKey(link, hello.key);
      this.#greeting = null;
      this.#live = link;
      return link;
    }
    return null;
  }

  /** Never rejects: what fails is asked for again with the next welcome, and the key that is held goes on counting. */
  async #renewKey(link: BrokerLink, held: string): Promise<void> {
    const options = { signal: new AbortController().signal, onProgress: () => {} };
    const offer = (key: string) => link.call('client.rotate', { key }, options);
    await this.#parts.renewKey(held, offer).catch(() => {});
  }

  /** null: nobody listens there. */
  async #knock(path: string): Promise<Socket | null> {
    // The hello holds the client key: it goes only to a socket in a folder that is this account's own.
    const { uid } = this.#parts;
    if (uid !== null) {
      const folder = await lstat(dirname(path)).catch(() => null);
      if (folder === null) return null;
      const isOwn = folder.isDirectory() && folder.uid === uid && (folder.mode & othersMayWrite) === 0;
      if (!isOwn) throw new BrokerError('endpoint_unsafe');
    }
    return new Promise((resolve) => {
      const socket = createConnection(path);
      socket.on('error', () => resolve(null));
      socket.once('connect', () => resolve(socket));
    });
  }

  async #helloOr(socket: Socket): Promise<Hello> {
    try {
      return await this.#parts.hello();
    } catch (thrown) {
      socket.destroy();
      throw thrown;
    }
  }
}
