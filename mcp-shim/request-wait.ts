// One request waited for to its end, over broken connections and restarts of Postern. SECURITY P2: what may have run is never
// asked for again; only a request that never got beyond the unlock and the pairing is, when Postern came back without it.
import { waitingWords } from '../app/contract/broker.ts';
import { BrokerError, faultCodeOf } from '../app/contract/fault.ts';
import type { LivePart } from '../app/contract/live.ts';
import type { RequestAnswer, WaitingFor } from '../app/contract/run.ts';
import type { RequestId } from '../app/contract/vocabulary.ts';
import type { BrokerConnection } from './broker-connection.ts';
import type { Pulse, Timing } from './waiting.ts';
import { awayWords, pause } from './waiting.ts';

/** One call under way. */
export interface Hold {
  readonly signal: AbortSignal;
  readonly pulse: Pulse;
  /** When the client must have an answer, in ms since 1970. */
  readonly until: number;
  /** Gets the output of a run while it runs, and holds it up until it is done with a part. Absent: nobody wants it. */
  readonly onLive?: (part: LivePart) => Promise<void>;
}

/** `away`: the client must have an answer, and Postern is not there. */
export type Waited = RequestAnswer | { readonly state: 'away'; readonly requestId: RequestId };

export class RequestWait {
  readonly #broker: BrokerConnection;
  readonly #timing: Timing;
  readonly #hold: Hold;

  constructor(broker: BrokerConnection, timing: Timing, hold: Hold) {
    this.#broker = broker;
    this.#timing = timing;
    this.#hold = hold;
  }

  /**
   * Starts a request and waits for it. Running commands do not outlive Postern; what waits does.
   * @throws BrokerError: connection_lost when what became of it is not known; app_not_running when nothing did; the broker's
   * own code. The signal's reason.
   */
  async started(start: () => Promise<RequestAnswer>): Promise<Waited> {
    for (;;) {
      const answer = await start();
      const waited = answer.state === 'done' ? answer : await this.#waited(answer.requestId, answer.waitingFor);
      if (waited !== null) return waited;
    }
  }

  /** Waits for a request of which only the id is known. @throws as `started`, and BrokerError unknown_request */
  async found(requestId: RequestId): Promise<Waited> {
    const waited = await this.#waited(requestId, null);
    if (waited === null) throw new BrokerError('unknown_request');
    return waited;
  }

  /** null: Postern came back without it, and it had never been more than waiting for the unlock or the pairing. */
  async #waited(requestId: RequestId, first: WaitingFor | null): Promise<Waited | null> {
    const { signal, pulse, until, onLive } = this.#hold;
    const live = onLive === undefined ? {} : { live: true };
    const { comeBackMs, maxRetryMs } = this.#timing;
    let { retryMs } = this.#timing;
    let waitingFor = first;
    let awaySince: number | null = null;
    const onProgress = (what: WaitingFor): void => {
      waitingFor = what;
      pulse.say(waitingWords[what]);
    };
    if (first !== null) onProgress(first);
    for (;;) {
      try {
        const waitMs = Math.max(0, until - Date.now());
        const mayStart = first === null && awaySince === null;
        return await this.#broker.call(
          'request.wait',
          { requestId, waitMs, ...live },
          { signal, onProgress, mayStart, ...(onLive && { onLive }) },
        );
      } catch (thrown) {
        const code = faultCodeOf(thrown);
        const never = waitingFor === 'unlock' || waitingFor === 'pairing';
        if (code === 'unknown_request' && (first !== null || awaySince !== null)) {
          if (never) return null;
          throw new BrokerError('connection_lost');
        }
        if (code !== 'connection_lost' && code !== 'app_not_running') throw thrown;
        if (code === 'connection_lost') {
          awaySince = Date.now();
          ({ retryMs } = this.#timing);
        }
        awaySince ??= Date.now();
        const over = Date.now() - awaySince > comeBackMs || (waitingFor === 'run' && code === 'app_not_running');
        if (over) throw new BrokerError(never ? 'app_not_running' : 'connection_lost');
      }
      if (Date.now() >= until) return { state: 'away', requestId };
      pulse.say(awayWords);
      await pause(Math.min(retryMs, until - Date.now()), signal);
      signal.throwIfAborted();
      retryMs = Math.min(2 * retryMs, maxRetryMs);
    }
  }
}
