// The way out to APIs of an app under test: the everyday one, until a test names the authority of its own origin.
import { HttpForwarder } from '../app/adapters/http-forwarder.ts';
import type { Forwarder, Incoming, Outgoing } from '../app/core/ports/forwarder.ts';

export class LoopbackForwarder implements Forwarder {
  #way: Forwarder = new HttpForwarder();

  /** From now on every name leads to this computer, and only these authorities are trusted, PEM. */
  trust(certificates: readonly string[]): void {
    this.#way.close();
    const lookup = async () => [{ address: '127.0.0.1', family: 4 as const }];
    this.#way = new HttpForwarder({ certificates, lookup, mayConnect: () => true });
  }

  forward(outgoing: Outgoing, signal: AbortSignal): Promise<Incoming> {
    return this.#way.forward(outgoing, signal);
  }

  close(): void {
    this.#way.close();
  }
}
