// What each method of the broker protocol does: it checks who asks, then calls the core. It decides nothing itself.
import type { SecretsLook } from '../contract/audit.ts';
import type { AuditClient } from '../contract/audit-shapes.ts';
import type { BrokerMethod, ParamsOf, ResultOf } from '../contract/broker.ts';
import { BrokerError } from '../contract/fault.ts';
import type { RequestAnswer } from '../contract/run.ts';
import type { Asker } from '../core/clients/admission.ts';
import type { CallRate } from '../core/clients/call-rate.ts';
import { requireWithinLimits } from '../core/clients/method-limits.ts';
import { type VisibleSecrets, visibleSecrets } from '../core/clients/visible-secrets.ts';
import type { TextScan } from '../core/scan/text-scan.ts';
import type { LockReason } from '../core/session/session.ts';
import type { CallContext, ConnectionHandlers, Handlers, OpenedConnection } from './connection.ts';
import { RequestCalls, type RequestParts } from './request-calls.ts';
import { listSecrets, type Read, secretExists, viewSecret } from './secret-reads.ts';

export interface AgentParts extends RequestParts {
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
  readonly #requests: RequestCalls;
  /** The session, by its number, in which the person let this connection read the log. */
  #readsAuditIn: number | null = null;

  constructor(parts: AgentParts, { id, peer, hello }: OpenedConnection) {
    this.#parts = parts;
    this.#asker = { connection: id, hello, pid: peer?.pid ?? null };
    this.#requests = new RequestCalls(parts, this.#asker, this.#gone.signal);
    this.newKey = parts.house.admission.greeted(this.#asker).newKey;
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
      'run.start': ({ request, waitMs, live }) => this.#requests.start({ kind: 'run', request }, waitMs, context, live),
      'call.start': ({ request, waitMs }) => this.#requests.start({ kind: 'call', request }, waitMs, context),
      'secret.request': ({ wish, waitMs }) => this.#requests.start({ kind: 'wish', wish }, waitMs, context),
      'session.extend': ({ wish, waitMs }) => this.#requests.start({ kind: 'longer', wish }, waitMs, context),
      'audit.export': ({ wish, waitMs }) =>
        this.#export(this.#requests.start({ kind: 'export', wish }, waitMs, context)),
      'audit.page': async ({ before, limit }) => this.#auditPage(before, limit),
      'request.wait': ({ requestId, waitMs, live }) =>
        this.#export(this.#requests.wait(requestId, waitMs, context, live)),
      'client.rotate': async ({ key }) => this.#takeKey(key),
      'request.cancel': async ({ requestId }) => ({ cancelled: this.#requests.withdraw(requestId) }),
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

  /** A yes to reading the log holds for this connection. */
  async #export(answered: Promise<RequestAnswer>): Promise<RequestAnswer> {
    const answer = await answered;
    if (answer.state === 'done' && answer.outcome.kind === 'permitted')
      this.#readsAuditIn = this.#parts.session.unlocks;
    return answer;
  }
}
