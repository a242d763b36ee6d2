// Requests that a person or a running command holds open: by id, by client, picked up once. SECURITY P8: nobody sees another's.
import { BrokerError, faultCodeOf, faultMessages } from '../../contract/fault.ts';
import type { RequestAnswer, RequestOutcome, WaitingFor } from '../../contract/run.ts';
import type { ClientId } from '../../contract/vocabulary.ts';
import { RequestId } from '../../contract/vocabulary.ts';
import { Listeners } from '../listeners.ts';
import type { Clock } from '../ports/clock.ts';
import type { Randomness } from '../ports/randomness.ts';

/** Why a request ends before its time. */
export type Withdrawal = Extract<RequestOutcome, { kind: 'cancelled' }>['by'];

/** A client may have this many open at once. */
const maxOpen = 16;
/** A connection may stay away this long before its requests are withdrawn. */
const graceMs = 30_000;
/** An answer nobody picks up is forgotten after this. */
const keepMs = 10 * 60_000;

export interface RequestHandle {
  readonly id: RequestId;
  readonly signal: AbortSignal;
  /** Says what the request waits for now; shown as progress. */
  waitsFor(what: WaitingFor): void;
}

/** Whose request it is. `owner` names the client and its key: an id alone is only a label. */
export interface Holder {
  readonly clientId: ClientId;
  readonly owner: string;
  readonly connection: string;
}

interface Entry {
  readonly id: RequestId;
  readonly clientId: ClientId;
  readonly owner: string;
  readonly abort: AbortController;
  readonly done: Promise<RequestOutcome>;
  connection: string | null;
  waitingFor: WaitingFor;
  outcome: RequestOutcome | null;
  stopTimer: () => void;
}

export class Requests {
  /** Told after every change. */
  readonly changed = new Listeners();
  readonly #clock: Clock;
  readonly #randomness: Randomness;
  readonly #entries = new Map<RequestId, Entry>();

  constructor(clock: Clock, randomness: Randomness) {
    this.#clock = clock;
    this.#randomness = randomness;
  }

  /**
   * Starts `work` as a request of this client and connection. Whatever `work` throws becomes a failed outcome.
   * @throws BrokerError too_many_requests
   */
  start(holder: Holder, work: (handle: RequestHandle) => Promise<RequestOutcome>): RequestId {
    const open = [...this.#entries.values()].filter((entry) => entry.owner === holder.owner && entry.outcome === null);
    if (open.length >= maxOpen) throw new BrokerError('too_many_requests');
    const id = RequestId.parse(`req_${this.#randomness.bytes(16).toString('hex')}`);
    const abort = new AbortController();
    const handle: RequestHandle = {
      id,
      signal: abort.signal,
      waitsFor: (what) => {
        entry.waitingFor = what;
        this.changed.notify();
      },
    };
    const settled = Promise.withResolvers<RequestOutcome>();
    const entry: Entry = {
      id,
      clientId: holder.clientId,
      owner: holder.owner,
      connection: holder.connection,
      abort,
      done: settled.promise,
      waitingFor: 'approval',
      outcome: null,
      stopTimer: () => {},
    };
    this.#entries.set(id, entry);
    void work(handle)
      .catch((thrown: unknown) => failed(thrown))
      .then((outcome) => {
        entry.outcome = outcome;
        entry.stopTimer();
        entry.stopTimer = this.#clock.after(keepMs, () => this.#entries.delete(id));
        settled.resolve(outcome);
        this.changed.notify();
      });
    return id;
  }

  /**
   * Waits for the outcome, at most `waitMs`, and picks it up: a second wait finds nothing. Attaches the request to this
   * connection, so that a client may come back on a new one.
   * @throws BrokerError unknown_request, also for another client's id
   */
  async wait(id: RequestId, holder: Holder, waitMs: number): Promise<RequestAnswer> {
    const entry = this.#own(id, holder);
    entry.connection = holder.connection;
    if (entry.outcome === null) {
      entry.stopTimer();
      if (waitMs > 0) await this.#settledWithin(entry, waitMs);
    }
    // A wait of a connection that is gone, or that another one took over, must not take the answer from it.
    if (entry.outcome === null || entry.connection !== holder.connection) {
      return { state: 'pending', requestId: id, waitingFor: entry.waitingFor };
    }
    entry.stopTimer();
    this.#entries.delete(id);
    return { state: 'done', requestId: id, outcome: entry.outcome };
  }

  /** How many run a command now. */
  get running(): number {
    return [...this.#entries.values()].filter((entry) => entry.outcome === null && entry.waitingFor === 'run').length;
  }

  /** What an open request waits for, for progress; null when it is done or not this client's. */
  waitingFor(id: RequestId, holder: Holder): WaitingFor | null {
    const entry = this.#entries.get(id);
    return entry !== undefined && entry.owner === holder.owner && entry.outcome === null ? entry.waitingFor : null;
  }

  /** @returns whether it was still open. @throws BrokerError unknown_request */
  withdraw(id: RequestId, holder: Holder, by: Withdrawal): boolean {
    const entry = this.#own(id, holder);
    if (entry.outcome !== null) return false;
    entry.abort.abort(by);
    return true;
  }

  /** The connection is gone: its requests are withdrawn in 30 s unless the client comes back for them. */
  disconnected(connection: string): void {
    for (const entry of this.#entries.values()) {
      if (entry.connection !== connection || entry.outcome !== null) continue;
      entry.connection = null;
      entry.stopTimer = this.#clock.after(graceMs, () => entry.abort.abort('disconnect' satisfies Withdrawal));
    }
  }

  /** SECURITY P8: a paused or removed client's requests end now. */
  withdrawClient(clientId: ClientId, by: Withdrawal, except: RequestId | null): void {
    for (const entry of this.#entries.values()) {
      if (entry.clientId === clientId && entry.id !== except) entry.abort.abort(by);
    }
  }

  /** SECURITY P4: at a lock only what already runs ends; what waits for the person goes on waiting. */
  withdrawRunning(by: Withdrawal): void {
    for (const entry of this.#entries.values()) if (entry.waitingFor === 'run') entry.abort.abort(by);
  }

  /** Ends everything and resolves when all of it has ended. */
  async stop(): Promise<void> {
    for (const entry of this.#entries.values()) entry.abort.abort('quit' satisfies Withdrawal);
    await Promise.all([...this.#entries.values()].map(({ done }) => done));
    for (const entry of this.#entries.values()) entry.stopTimer();
    this.#entries.clear();
  }

  #own(id: RequestId, holder: Holder): Entry {
    const entry = this.#entries.get(id);
    if (entry === undefined || entry.owner !== holder.owner) throw new BrokerError('unknown_request');
    return entry;
  }

  async #settledWithin(entry: Entry, waitMs: number): Promise<void> {
    const late = Promise.withResolvers<void>();
    const stopTimer = this.#clock.after(waitMs, late.resolve);
    await Promise.race([entry.done, late.promise]);
    stopTimer();
  }
}

/** The outcome of an aborted request; the signal's reason says who ended it. */
export function cancelled(signal: AbortSignal): Extract<RequestOutcome, { kind: 'cancelled' }> {
  const by: unknown = signal.reason;
  switch (by) {
    case 'lock':
    case 'disconnect':
    case 'pause':
    case 'quit':
      return { kind: 'cancelled', by };
    default:
      return { kind: 'cancelled', by: 'agent' };
  }
}

function failed(thrown: unknown): RequestOutcome {
  const code = faultCodeOf(thrown);
  return { kind: 'failed', code, message: faultMessages[code] };
}
