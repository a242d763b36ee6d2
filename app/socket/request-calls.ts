// The requests of one connection: begun, waited for, told of and withdrawn. What becomes of each is the core's.
import { approvalLifeMs } from '../contract/approval.ts';
import type { RequestAnswer, WaitingFor } from '../contract/run.ts';
import type { RequestId } from '../contract/vocabulary.ts';
import { type CallingHouse, requestCall } from '../core/calls/request-call.ts';
import type { Asker } from '../core/clients/admission.ts';
import { knockName } from '../core/clients/admission.ts';
import { askForWish } from '../core/person/wishes.ts';
import type { Wanted } from '../core/runs/kept-requests.ts';
import type { Holder, Work } from '../core/runs/request-entry.ts';
import type { Requests } from '../core/runs/requests.ts';
import { runWithSecrets } from '../core/runs/run-with-secrets.ts';
import type { Session } from '../core/session/session.ts';
import type { CallContext } from './connection.ts';
import { waitLive } from './live-calls.ts';

export interface RequestParts {
  readonly house: CallingHouse;
  readonly requests: Requests;
  readonly session: Session;
}

export class RequestCalls {
  readonly #parts: RequestParts;
  readonly #asker: Asker;
  readonly #gone: AbortSignal;

  /** @param gone aborts when the connection is over */
  constructor(parts: RequestParts, asker: Asker, gone: AbortSignal) {
    this.#parts = parts;
    this.#asker = asker;
    this.#gone = gone;
  }

  /** Made anew each time: the client's key may be new meanwhile. */
  get #holder(): Holder {
    const { connection, hello } = this.#asker;
    return { clientId: hello.client, owner: this.#parts.house.clients.ownerOf(this.#asker), connection };
  }

  start(wanted: Wanted, waitMs: number, context: CallContext, live = false): Promise<RequestAnswer> {
    const id = this.#parts.requests.start(this.#holder, wanted, this.#work(wanted));
    return this.#live(live, id, context, () => this.#wait(id, waitMs, context));
  }

  wait(id: RequestId, waitMs: number, context: CallContext, live = false): Promise<RequestAnswer> {
    return this.#live(live, id, context, () => this.#waitAgain(id, waitMs, context));
  }

  /** @returns whether it was still open. @throws BrokerError unknown_request */
  withdraw(id: RequestId): boolean {
    return this.#parts.requests.withdraw(id, this.#holder, 'agent');
  }

  #live(
    live: boolean,
    id: RequestId,
    context: CallContext,
    wait: () => Promise<RequestAnswer>,
  ): Promise<RequestAnswer> {
    if (!live) return wait();
    return waitLive(this.#parts.house, { id, holder: this.#holder, context, gone: this.#gone }, wait);
  }

  /** The one way of each request, whether it is new or was kept through a restart. */
  #work(wanted: Wanted): Work {
    const { house, session } = this.#parts;
    return (handle) => {
      switch (wanted.kind) {
        case 'run':
          return runWithSecrets(house, this.#asker, wanted.request, handle);
        case 'call':
          return requestCall(house, this.#asker, wanted.request, handle);
        default:
          return askForWish({ ...house, session }, this.#asker, wanted, handle);
      }
    };
  }

  /** A request that was kept through a restart lies sealed until the unlock, and is waited for like a new one. */
  async #waitAgain(id: RequestId, waitMs: number, context: CallContext): Promise<RequestAnswer> {
    const { requests, session, house } = this.#parts;
    if (session.state === 'unlocked' || !requests.isSealed(id)) return this.#wait(id, waitMs, context);
    const until = house.clock.now() + waitMs;
    const withdraw = (): void => void (requests.isSealed(id) && this.withdraw(id));
    context.signal.addEventListener('abort', withdraw, { once: true });
    context.progress('unlock');
    const signal = AbortSignal.any([context.signal, this.#gone]);
    const came = await session.whenUnlocked(knockName(this.#asker.hello), signal, Math.min(waitMs, approvalLifeMs));
    context.signal.removeEventListener('abort', withdraw);
    if (came !== 'unlocked') return { state: 'pending', requestId: id, waitingFor: 'unlock' };
    return this.#wait(id, Math.max(0, until - house.clock.now()), context);
  }

  /** Waits and tells what for; a cancelled call withdraws its request. */
  async #wait(id: RequestId, waitMs: number, context: CallContext): Promise<RequestAnswer> {
    const { requests } = this.#parts;
    const withdraw = (): void => void this.withdraw(id);
    let told: WaitingFor | null = null;
    const tell = (): void => {
      const what = requests.waitingFor(id, this.#holder);
      if (what !== null && what !== told) context.progress(what);
      told = what;
    };
    const stopTelling = requests.changed.add(tell);
    context.signal.addEventListener('abort', withdraw, { once: true });
    try {
      if (context.signal.aborted) withdraw();
      tell();
      return await requests.wait(id, this.#holder, waitMs, (wanted) => this.#work(wanted));
    } finally {
      stopTelling();
      context.signal.removeEventListener('abort', withdraw);
    }
  }
}
