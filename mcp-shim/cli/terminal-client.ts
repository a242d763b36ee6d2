// The command line as a client of the broker: one among others, paired once, asked and refused like any agent.
import { join } from 'node:path';
import type { BrokerMethod, Hello, ParamsOf, ResultOf } from '../../app/contract/broker.ts';
import { protocolVersion, waitingWords } from '../../app/contract/broker.ts';
import { dataFolder, shimEndpoints } from '../../app/contract/endpoint.ts';
import { BrokerError, faultCodeOf } from '../../app/contract/fault.ts';
import type { LivePart } from '../../app/contract/live.ts';
import type { RequestAnswer } from '../../app/contract/run.ts';
import { posternVersion } from '../../app/contract/version.ts';
import { ClientId } from '../../app/contract/vocabulary.ts';
import { startApp } from '../app-start.ts';
import { BrokerConnection } from '../broker-connection.ts';
import { loadClientKey, renewClientKey } from '../client-key.ts';
import { RequestWait } from '../request-wait.ts';
import { sessionHash } from '../session-hash.ts';
import { surroundings } from '../surroundings.ts';
import type { Timing } from '../waiting.ts';
import { Pulse, usualTiming } from '../waiting.ts';
import type { Screen } from './screen.ts';

const client = ClientId.parse('terminal');
const day = 24 * 3_600_000;
const timing: Timing = { ...usualTiming, heartbeatMs: 1_000, patienceMs: () => day };
/** So long the person may take to let the terminal in, for a call that is no request. */
const pairingMs = 10 * 60_000;
/** A call that is answered sooner shows no waiting line. */
const silentMs = 1_000;

const words = {
  ...waitingWords,
  pairing: 'Waiting for you to let this terminal in, in Postern',
  start: 'Starting Postern',
  answer: 'Waiting for Postern',
};

/** Which method starts a request, with its own params. */
export type RequestStart = {
  [M in 'run.start' | 'secret.request' | 'audit.export']: {
    readonly method: M;
    readonly params: Omit<ParamsOf<M>, 'waitMs'>;
  };
}['run.start' | 'secret.request' | 'audit.export'];

/** Where the key lies that tells this client from others; it may not be there yet. */
export function clientKeyPath(): string {
  return join(dataFolder(surroundings()), 'clients', `${client}.key`);
}

export type Done = Extract<RequestAnswer, { state: 'done' }>;

export class TerminalClient {
  readonly #screen: Screen;
  readonly #signal: AbortSignal;
  readonly #broker: BrokerConnection;

  /** @param signal aborted: what was asked for is withdrawn */
  constructor(screen: Screen, signal: AbortSignal) {
    this.#screen = screen;
    this.#signal = signal;
    const here = surroundings();
    const place = { dataFolder: dataFolder(here), client, uid: here.uid };
    this.#broker = new BrokerConnection({
      endpoints: shimEndpoints(here),
      uid: here.uid,
      hello: async (): Promise<Hello> => ({
        type: 'hello',
        protocol: protocolVersion,
        client,
        key: await loadClientKey(place),
        claims: { name: 'Terminal', version: posternVersion },
        session: sessionHash(here.env),
      }),
      renewKey: (held, offer) => renewClientKey(place, held, offer),
      startApp: () => {
        screen.wait(words.start);
        return startApp(here);
      },
    });
  }

  /**
   * A call that is no request. The first one of a terminal waits until the person let it in.
   * @throws BrokerError as `BrokerConnection.call`. The signal's reason.
   */
  async ask<M extends BrokerMethod>(
    method: M,
    params: ParamsOf<M>,
    { mayStart }: { readonly mayStart: boolean },
  ): Promise<ResultOf<M>> {
    const pulse = this.#pulse();
    const late = setTimeout(() => pulse.say(words.answer), silentMs);
    const giveUp = Date.now() + pairingMs;
    try {
      for (;;) {
        try {
          return await this.#broker.call(method, params, { signal: this.#signal, onProgress: () => {}, mayStart });
        } catch (thrown) {
          if (faultCodeOf(thrown) !== 'client_waiting' || Date.now() > giveUp) throw thrown;
          pulse.say(words.pairing);
        }
      }
    } finally {
      clearTimeout(late);
      this.#rest(pulse);
    }
  }

  /**
   * Starts a request and waits to its end, for a day at most.
   * @param onLive gets the output of a run while it runs
   * @throws BrokerError as `RequestWait.started`. The signal's reason.
   */
  async request(start: RequestStart, onLive?: (part: LivePart) => Promise<void>): Promise<Done> {
    const pulse = this.#pulse();
    const live = onLive === undefined ? {} : { onLive };
    const hold = { signal: this.#signal, pulse, until: Date.now() + day, ...live };
    try {
      const answer = await new RequestWait(this.#broker, timing, hold).started(() => this.#start(start, pulse));
      if (answer.state !== 'done') throw new BrokerError('app_not_running');
      return answer;
    } finally {
      this.#rest(pulse);
    }
  }

  /** Withdraws what is under way. At most half a second. */
  close(): Promise<void> {
    return this.#broker.close([]);
  }

  #start({ method, params }: RequestStart, pulse: Pulse): Promise<RequestAnswer> {
    const onProgress = (what: keyof typeof waitingWords): void => pulse.say(words[what]);
    const options = { signal: this.#signal, onProgress, mayStart: true };
    switch (method) {
      case 'run.start':
        return this.#broker.call(method, { ...params, waitMs: 0 }, options);
      case 'secret.request':
        return this.#broker.call(method, { ...params, waitMs: 0 }, options);
      case 'audit.export':
        return this.#broker.call(method, { ...params, waitMs: 0 }, options);
    }
  }

  /** A command that runs shows itself. */
  #pulse(): Pulse {
    const tell = (message: string): void => {
      if (message.startsWith(waitingWords.run)) this.#screen.clear();
      else this.#screen.wait(message.replace(waitingWords.pairing, words.pairing));
    };
    return new Pulse(tell, timing.heartbeatMs);
  }

  #rest(pulse: Pulse): void {
    pulse.stop();
    this.#screen.clear();
  }
}
