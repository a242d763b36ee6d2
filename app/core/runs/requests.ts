// Requests that a person or a running command holds open: by id, by client, picked up once. SECURITY P8: nobody sees another's.
// Those that the person was asked about are kept sealed, and wait on after a restart until their client comes back.
import { approvalLifeMs } from '../../contract/approval.ts';
import { BrokerError } from '../../contract/fault.ts';
import type { RequestAnswer, RequestOutcome, WaitingFor } from '../../contract/run.ts';
import { type ClientId, RequestId } from '../../contract/vocabulary.ts';
import { Listeners } from '../listeners.ts';
import type { Clock } from '../ports/clock.ts';
import type { Randomness } from '../ports/randomness.ts';
import type { KeptEnds } from './kept-ends.ts';
import type { KeptRequest, KeptRequests, Wanted } from './kept-requests.ts';
import {
  failed,
  firstWait,
  type Holder,
  RequestEntry,
  type RequestHandle,
  type Withdrawal,
  type Work,
} from './request-entry.ts';

/** A client may have this many open at once. */
const maxOpen = 16;
/** A connection may stay away this long before its requests are withdrawn. */
const graceMs = 30_000;
/** An answer nobody picks up is forgotten after this. */
const keepMs = 10 * 60_000;

export interface RequestsParts {
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly kept: KeptRequests;
  readonly keptEnds: KeptEnds;
  readonly ownerNow: (owner: string) => string;
}

export class Requests {
  /** Told after every change. */
  readonly changed = new Listeners();
  readonly #parts: RequestsParts;
  readonly #entries = new Map<RequestId, RequestEntry>();
  /** Sealed requests that somebody withdrew before the unlock, and who: it counts if that is their owner. */
  readonly #withdrawn = new Map<RequestId, string>();
  #stopped = false;

  constructor(parts: RequestsParts) {
    this.#parts = parts;
  }

  /** After the unlock: what was kept through a restart is known again. Never throws. */
  unlocked(): void {
    for (const request of this.#parts.kept.open()) {
      const known = this.#entries.get(request.id);
      if (known === undefined) this.#bringBack(request);
      else if (!known.isOpen) this.#parts.kept.remove(request.id);
    }
    this.#withdrawn.clear();
    // A lock may have come between the question and its keeping.
    for (const entry of this.#entries.values()) this.#keep(entry);
    this.changed.notify();
  }

  /** At a lock. SECURITY P4: only what already runs ends; what waits for the person goes on waiting. */
  locked(): void {
    for (const entry of this.#entries.values()) if (entry.waitingFor === 'run') this.#end(entry, 'lock');
    this.#parts.kept.close();
  }

  /** Starts `work` as a request of this client and connection. @throws BrokerError too_many_requests */
  start(holder: Holder, wanted: Wanted, work: Work): RequestId {
    if (this.#isFull(holder.owner)) throw new BrokerError('too_many_requests');
    const id = RequestId.parse(`req_${this.#parts.randomness.bytes(16).toString('hex')}`);
    const entry = new RequestEntry(id, holder, wanted);
    entry.connection = holder.connection;
    this.#entries.set(id, entry);
    this.#begin(entry, work);
    return id;
  }

  /**
   * Waits for the outcome, at most `waitMs`, and picks it up: a second wait finds nothing. Attaches the request to this
   * connection, so that a client may come back on a new one. A request that was kept through a restart begins only now, as
   * the work that `resume` makes of it.
   * @throws BrokerError unknown_request, also for another client's id
   */
  async wait(id: RequestId, holder: Holder, waitMs: number, resume: (wanted: Wanted) => Work): Promise<RequestAnswer> {
    const entry = this.#own(id, holder);
    entry.connection = holder.connection;
    if (entry.isOpen) {
      entry.stopTimer();
      if (!entry.begun) this.#begin(entry, resume(entry.wanted));
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

  /** A request of this id lies sealed, and whose it is only the unlock tells. */
  isSealed(id: RequestId): boolean {
    return !this.#entries.has(id) && this.#parts.kept.has(id);
  }

  /** How many run a command now. */
  get running(): number {
    return [...this.#entries.values()].filter((entry) => entry.isOpen && entry.waitingFor === 'run').length;
  }

  /** What an open request waits for, for progress; null when it is done or not this client's. */
  waitingFor(id: RequestId, holder: Holder): WaitingFor | null {
    const entry = this.#entries.get(id);
    return entry !== undefined && this.#isOf(entry, holder) && entry.isOpen ? entry.waitingFor : null;
  }

  /** @returns whether it was still open, as far as that can be told. @throws BrokerError unknown_request */
  withdraw(id: RequestId, holder: Holder, by: Withdrawal): boolean {
    if (this.isSealed(id)) {
      this.#withdrawn.set(id, holder.owner);
      return true;
    }
    const entry = this.#own(id, holder);
    const { isOpen } = entry;
    this.#end(entry, by);
    return isOpen;
  }

  /** The connection is gone: its requests are withdrawn in 30 s unless the client comes back for them. */
  disconnected(connection: string): void {
    if (this.#stopped) return;
    for (const entry of this.#entries.values()) {
      if (entry.connection !== connection || !entry.isOpen) continue;
      entry.connection = null;
      entry.stopTimer = this.#parts.clock.after(graceMs, () => this.#end(entry, 'disconnect'));
    }
  }

  /** SECURITY P8: a paused or removed client's requests end now. */
  withdrawClient(clientId: ClientId, by: Withdrawal, except: RequestId | null): void {
    for (const entry of this.#entries.values()) {
      if (entry.clientId === clientId && entry.id !== except) this.#end(entry, by);
    }
  }

  /** Ends what runs, and resolves when that has ended. What waits is left as it is kept: a restart withdraws nothing. */
  async stop(): Promise<void> {
    this.#stopped = true;
    const running = [...this.#entries.values()].filter(({ waitingFor }) => waitingFor === 'run');
    for (const entry of running) this.#end(entry, 'quit');
    await Promise.all(running.map(({ done }) => done.promise));
    for (const entry of this.#entries.values()) entry.stopTimer();
  }

  #begin(entry: RequestEntry, work: Work): void {
    entry.begun = true;
    const { clock } = this.#parts;
    const handle: RequestHandle = {
      id: entry.id,
      owner: entry.owner,
      signal: entry.abort.signal,
      stop: () => this.#end(entry, 'person'),
      get askedAt() {
        return entry.askedAt ?? clock.now();
      },
      waitsFor: (what) => this.#waitsFor(entry, what),
    };
    void work(handle)
      .catch((thrown: unknown) => failed(thrown))
      .then((outcome) => this.#settle(entry, outcome));
  }

  #waitsFor(entry: RequestEntry, what: WaitingFor): void {
    // SECURITY P2: a yes to something kept must not be used again after a crash.
    if (what === 'run') this.#parts.kept.removeForRun(entry.id);
    entry.waitingFor = what;
    if (what === 'approval' || what === 'value') entry.askedAt ??= this.#parts.clock.now();
    this.#keep(entry);
    this.changed.notify();
  }

  #keep({ id, clientId, owner, wanted, askedAt, waitingFor, isOpen }: RequestEntry): void {
    if (askedAt === null || waitingFor === 'run' || !isOpen || this.#parts.kept.has(id)) return;
    this.#parts.kept.keep({ id, clientId, owner, wanted, askedAt });
  }

  /** Nothing of it is shown, asked or run before its client is there again. */
  #bringBack(request: KeptRequest): void {
    const entry = new RequestEntry(request.id, request, request.wanted);
    const now = this.#parts.clock.now();
    // A clock that was set back gives no longer life.
    entry.askedAt = Math.min(request.askedAt, now);
    const left = entry.askedAt + approvalLifeMs - now;
    const full = this.#isFull(this.#parts.ownerNow(entry.owner));
    this.#entries.set(entry.id, entry);
    if (this.#withdrawn.get(entry.id) === entry.owner) this.#end(entry, 'agent');
    else if (full) this.#end(entry, 'quit');
    else if (left <= 0) this.#expire(entry);
    else entry.stopTimer = this.#parts.clock.after(left, () => this.#expire(entry));
  }

  /** Work that was begun ends by its signal, and tells what came of it. */
  #end(entry: RequestEntry, by: Withdrawal): void {
    if (entry.begun) entry.abort.abort(by);
    if (entry.begun || !entry.isOpen) return;
    this.#parts.keptEnds.withdrawn(entry, by);
    this.#settle(entry, { kind: 'cancelled', by });
  }

  /** Of a request that nobody came back for. */
  #expire(entry: RequestEntry): void {
    this.#parts.keptEnds.expired(entry);
    this.#settle(entry, { kind: 'expired', waitedFor: firstWait(entry.wanted) });
  }

  #settle(entry: RequestEntry, outcome: RequestOutcome): void {
    entry.outcome = outcome;
    entry.stopTimer();
    entry.stopTimer = this.#parts.clock.after(keepMs, () => this.#entries.delete(entry.id));
    // What ends after the stop was not decided by anybody: it stays kept.
    if (!this.#stopped) this.#parts.kept.remove(entry.id);
    entry.done.resolve(outcome);
    this.changed.notify();
  }

  #isFull(owner: string): boolean {
    return (
      [...this.#entries.values()].filter((entry) => this.#isOf(entry, { owner }) && entry.isOpen).length >= maxOpen
    );
  }

  #isOf(entry: RequestEntry, { owner }: { readonly owner: string }): boolean {
    return this.#parts.ownerNow(entry.owner) === owner;
  }

  #own(id: RequestId, holder: Holder): RequestEntry {
    const entry = this.#entries.get(id);
    if (entry === undefined || !this.#isOf(entry, holder)) throw new BrokerError('unknown_request');
    return entry;
  }

  async #settledWithin(entry: RequestEntry, waitMs: number): Promise<void> {
    const late = Promise.withResolvers<void>();
    const stopTimer = this.#parts.clock.after(waitMs, late.resolve);
    await Promise.race([entry.done.promise, late.promise]);
    stopTimer();
  }
}
