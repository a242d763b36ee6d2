// Has matchers made in a thread of their own. The one importer of node:worker_threads besides the thread itself.
import { Worker } from 'node:worker_threads';
import { BrokerError } from '../contract/fault.ts';
import type { SecretName } from '../contract/vocabulary.ts';
import type { MatcherBuilder } from '../core/ports/matcher-builder.ts';
import type { Matcher } from '../core/redaction/matcher.ts';
import type { MatcherDelivery, MatcherOrder } from './matcher-thread.ts';

interface Order extends MatcherOrder {
  readonly values: readonly Uint8Array<ArrayBuffer>[];
}

interface Waiting {
  readonly names: readonly SecretName[];
  readonly resolve: (matcher: Matcher) => void;
  readonly reject: (fault: BrokerError) => void;
}

export class ThreadMatcherBuilder implements MatcherBuilder {
  readonly #file: string | URL;
  #thread: Worker | null = null;
  #waiting = new Map<number, Waiting>();
  #last = 0;

  /** `file`: the thread's program. */
  constructor(file: string | URL) {
    this.#file = file;
  }

  build(values: Parameters<MatcherBuilder['build']>[0]): Promise<Matcher> {
    const order: Order = {
      id: ++this.#last,
      values: values.map(({ bytes }) => new Uint8Array(bytes)),
    };
    return new Promise((resolve, reject) => {
      this.#waiting.set(order.id, { names: values.map(({ name }) => name), resolve, reject });
      const thread = this.#running();
      thread.ref();
      // Handed over, not copied: no second copy stays here.
      thread.postMessage(
        order,
        order.values.map(({ buffer }) => buffer),
      );
    });
  }

  async forget(): Promise<void> {
    const thread = this.#thread;
    this.#thread = null;
    this.#fail();
    await thread?.terminate();
  }

  #running(): Worker {
    if (this.#thread !== null) return this.#thread;
    // It needs no environment, and writes nothing.
    const thread = new Worker(this.#file, { env: {}, execArgv: [], stdin: false, stdout: true, stderr: true });
    thread.on('message', (delivery: MatcherDelivery) => this.#deliver(delivery));
    const lost = () => {
      if (this.#thread !== thread) return;
      this.#thread = null;
      this.#fail();
    };
    thread.on('error', lost);
    thread.on('exit', lost);
    this.#thread = thread;
    return thread;
  }

  #deliver({ id, tables }: MatcherDelivery): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    // An idle thread does not keep the process alive.
    if (this.#waiting.size === 0) this.#thread?.unref();
    if (tables === null) waiting?.reject(new BrokerError('internal'));
    else waiting?.resolve({ names: waiting.names, ...tables });
  }

  #fail(): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(new BrokerError('internal'));
  }
}
