// What each method of the broker protocol does: it checks who asks, then calls the core. It decides nothing itself.
import { approvalLifeMs } from '../contract/approval.ts';
import type { SecretsLook } from '../contract/audit.ts';
import type { AuditClient } from '../contract/audit-shapes.ts';
import type { BrokerMethod, ParamsOf, ResultOf } from '../contract/broker.ts';
import { BrokerError } from '../contract/fault.ts';
import type { RequestAnswer, WaitingFor } from '../contract/run.ts';
import type { RequestId } from '../contract/vocabulary.ts';
import type { Asker } from '../core/clients/admission.ts';
import { knockName } from '../core/clients/admission.ts';
import type { CallRate } from '../core/clients/call-rate.ts';
import { requireWithinLimits } from '../core/clients/method-limits.ts';
import { type VisibleSecrets, visibleSecrets } from '../core/clients/visible-secrets.ts';
import { askForWish } from '../core/person/wishes.ts';
import type { Wanted } from '../core/runs/kept-requests.ts';
import type { Holder, Work } from '../core/runs/request-entry.ts';
import type { Requests } from '../core/runs/requests.ts';
import type { RunHouse } from '../core/runs/run-house.ts';
import { runWithSecrets } from '../core/runs/run-with-secrets.ts';
import type { TextScan } from '../core/scan/text-scan.ts';
import type { LockReason, Session } from '../core/session/session.ts';
import type { CallContext, ConnectionHandlers, Handlers, OpenedConnection } from './connection.ts';
import { waitLive } from './live-calls.ts';
import { listSecrets, type Read, secretExists, viewSecret } from './secret-reads.ts';

export interface AgentParts {
  readonly house: RunHouse;
  readonly requests: Requests;
  readonly session: Session;
  readonly textScan: TextScan;
  readonly rate: CallRate;
  readonly lock: (why: LockReason) => void;
}

/** A list or a status waits this long for a pairing answer before it says so. */
const pairingWaitMs = 40_000;

export function createHandlers(parts: AgentParts): Handlers {
  return { opened: (connection) => new AgentConnection(parts, connection) };
}

class AgentConnection implements ConnectionHandlers {
  readonly newKey: boolean;
  readonly #parts: AgentParts;
  readonly #asker: Asker;
  readonly #gone = new AbortController();
  /** The session, by its number, in which the person let this connection read the log. */
  #readsAuditIn: number | null = null;

  constructor(parts: AgentParts, { id, peer, hello }: OpenedConnection) {
    this.#parts = parts;
    this.#asker = { connection: id, hello, pid: peer?.pid ?? null };
    this.newKey = parts.house.admission.greeted(this.#asker).newKey;
  }

  /** Made anew each time: the client's key may be new meanwhile. */
  get #holder(): Holder {
    const { connection, hello } = this.#asker;
    return { clientId: hello.client, owner: this.#parts.house.clients.ownerOf(this.#asker), connection };
  }

  async call<M extends BrokerMethod>(method: M, params: ParamsOf<M>, context: CallContext): Promise<unknown> {
    requireWithinLimits(this.#parts.house.clients, this.#parts.rate, this.#asker, method);
    const answers: { [K in BrokerMethod]: (params: ParamsOf<K>) => Promise<ResultOf<K>> } = {
      'secrets.list': (filter) => this.#read('list', context, (visible) => listSecrets(visible, filter)),
      'secrets.exists': (pick) => this.#read('exists', context, (visible) => secretExists(visible, pick)),
      'secrets.view': (pick) => this.#read('view', context, (visible) => viewSecret(visible, pick)),
      'session.status': () => this.#status(),
      'session.lock': () => this.#lock(context),
      'session.shorten': ({ ms }) => this.#shorten(ms, context),
      'text.scan': ({ text }) => this.#scan(text, context),
      'run.start': ({ request, waitMs, live }) => this.#start({ kind: 'run', request }, waitMs, context, live),
      'secret.request': ({ wish, waitMs }) => this.#start({ kind: 'wish', wish }, waitMs, context),
      'session.extend': ({ wish, waitMs }) => this.#start({ kind: 'longer', wish }, waitMs, context),
      'audit.export': ({ wish, waitMs }) => this.#start({ kind: 'export', wish }, waitMs, context),
      'audit.page': async ({ before, limit }) => this.#auditPage(before, limit),
      'request.wait': ({ requestId, waitMs, live }) =>
        this.#live(live, requestId, context, () => this.#waitAgain(requestId, waitMs, context)),
      'client.rotate': async ({ key }) => this.#takeKey(key),
      'request.cancel': async ({ requestId }) => ({
        cancelled: this.#parts.requests.withdraw(requestId, this.#holder, 'agent'),
      }),
    };
    return answers[method](params);
  }

  closed(): void {
    this.#gone.abort();
    this.#parts.requests.disconnected(this.#asker.connection);
    this.#parts.house.admission.left(this.#asker.connection);
  }

  #takeKey(key: string): ResultOf<'client.rotate'> {
    this.#requireUnlocked();
    const { admission, clients } = this.#parts.house;
    if (!admission.standing(this.#asker)) throw new BrokerError('client_denied');
    clients.offerKey(this.#asker, key);
    return {};
  }

  get #client(): AuditClient {
    const { client: id, claims } = this.#asker.hello;
    return { id, name: this.#parts.house.clients.nameOf(id) ?? claims.name };
  }

  /** For a paired client, and while it is unlocked. SECURITY P3: on record before it is told. */
  async #read<T>(how: SecretsLook, context: CallContext, read: (visible: VisibleSecrets) => Read<T>): Promise<T> {
    this.#requireUnlocked();
    await this.#paired(context);
    const { house } = this.#parts;
    const { answer, found } = read(visibleSecrets(house, this.#asker.hello.client));
    const at = house.clock.now();
    house.audit.record({ kind: 'client.looked_up', at, client: this.#client, how, found });
    return answer;
  }

  async #scan(text: string, context: CallContext): Promise<ResultOf<'text.scan'>> {
    this.#requireUnlocked();
    await this.#paired(context);
    const { house, textScan } = this.#parts;
    const findings = await textScan.scan(this.#client, text, context.signal);
    // SECURITY P8: it may have been paused while this was looked for, by another scan of its own.
    if (!house.admission.standing(this.#asker)) throw new BrokerError('client_denied');
    return { findings: [...findings] };
  }

  /** @throws BrokerError no_vault, locked */
  #requireUnlocked(): void {
    const { state } = this.#parts.session;
    if (state !== 'unlocked') throw new BrokerError(state === 'empty' ? 'no_vault' : 'locked');
  }

  /** Locked: the state and nothing else, since nobody is known. Unlocked: only for a paired client. */
  async #status(): Promise<ResultOf<'session.status'>> {
    const { session, house } = this.#parts;
    if (session.state !== 'unlocked') return session.view(null, 0);
    if (!house.admission.standing(this.#asker))
      return { state: 'unlocked', locksAt: null, secretCount: null, waiting: 0 };
    return this.#sessionView();
  }

  /** SECURITY P8: how many secrets there are is told of those it may know of. */
  #sessionView(): ResultOf<'session.status'> {
    const { session, house } = this.#parts;
    const { length } = visibleSecrets(house, this.#asker.hello.client).list();
    return session.view(length, house.approvals.summaries().length);
  }

  async #lock(context: CallContext): Promise<ResultOf<'session.lock'>> {
    if (this.#parts.session.state === 'unlocked') {
      await this.#paired(context);
      this.#parts.lock('agent');
    }
    return this.#parts.session.view(null, 0);
  }

  /** SECURITY P9: sooner than it would is what an agent may have by itself. */
  async #shorten(ms: number, context: CallContext): Promise<ResultOf<'session.shorten'>> {
    this.#requireUnlocked();
    await this.#paired(context);
    const { session, house } = this.#parts;
    const { locksAt } = this.#sessionView();
    const at = house.clock.now();
    if (locksAt !== null && locksAt > at + ms) {
      house.audit.record({ kind: 'session.shortened', at, client: this.#client, endsAt: at + ms });
      session.shorten(ms);
    }
    return this.#sessionView();
  }

  /** SECURITY P8, P9: only where the person said yes, on the connection that asked, until the lock. */
  #auditPage(before: number | null, limit: number): ResultOf<'audit.page'> {
    this.#requireUnlocked();
    const { session, house } = this.#parts;
    if (this.#readsAuditIn !== session.unlocks || !house.admission.standing(this.#asker))
      throw new BrokerError('audit_not_allowed');
    const entries = house.audit.entries(before, limit);
    return { entries: entries.map((entry) => ({ sequence: entry.sequence, json: JSON.stringify(entry) })) };
  }

  /** @throws BrokerError client_paused, client_denied; client_waiting when the person has not answered in time */
  async #paired(context: CallContext): Promise<void> {
    const { admission } = this.#parts.house;
    if (!(await admission.pairedWithin(this.#asker, context.signal, pairingWaitMs)))
      throw new BrokerError('client_waiting');
  }

  #start(wanted: Wanted, waitMs: number, context: CallContext, live = false): Promise<RequestAnswer> {
    const id = this.#parts.requests.start(this.#holder, wanted, this.#work(wanted));
    return this.#live(live, id, context, () => this.#wait(id, waitMs, context));
  }

  #live(live = false, id: RequestId, context: CallContext, wait: () => Promise<RequestAnswer>): Promise<RequestAnswer> {
    if (!live) return wait();
    const { signal: gone } = this.#gone;
    return waitLive(this.#parts.house, { id, holder: this.#holder, context, gone }, wait);
  }

  /** The one way of each request, whether it is new or was kept through a restart. */
  #work(wanted: Wanted): Work {
    const { house, session } = this.#parts;
    return (handle) =>
      wanted.kind === 'run'
        ? runWithSecrets(house, this.#asker, wanted.request, handle)
        : askForWish({ ...house, session }, this.#asker, wanted, handle);
  }

  /** A request that was kept through a restart lies sealed until the unlock, and is waited for like a new one. */
  async #waitAgain(id: RequestId, waitMs: number, context: CallContext): Promise<RequestAnswer> {
    const { requests, session, house } = this.#parts;
    if (session.state === 'unlocked' || !requests.isSealed(id)) return this.#wait(id, waitMs, context);
    const until = house.clock.now() + waitMs;
    const withdraw = (): void => void (requests.isSealed(id) && requests.withdraw(id, this.#holder, 'agent'));
    context.signal.addEventListener('abort', withdraw, { once: true });
    context.progress('unlock');
    const signal = AbortSignal.any([context.signal, this.#gone.signal]);
    const came = await session.whenUnlocked(knockName(this.#asker.hello), signal, Math.min(waitMs, approvalLifeMs));
    context.signal.removeEventListener('abort', withdraw);
    if (came !== 'unlocked') return { state: 'pending', requestId: id, waitingFor: 'unlock' };
    return this.#wait(id, Math.max(0, until - house.clock.now()), context);
  }

  /** Waits and tells what for; a cancelled call withdraws its request. */
  async #wait(id: RequestId, waitMs: number, context: CallContext): Promise<RequestAnswer> {
    const { requests } = this.#parts;
    const withdraw = (): void => void requests.withdraw(id, this.#holder, 'agent');
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
      const answer = await requests.wait(id, this.#holder, waitMs, (wanted) => this.#work(wanted));
      if (answer.state === 'done' && answer.outcome.kind === 'permitted')
        this.#readsAuditIn = this.#parts.session.unlocks;
      return answer;
    } finally {
      stopTelling();
      context.signal.removeEventListener('abort', withdraw);
    }
  }
}
