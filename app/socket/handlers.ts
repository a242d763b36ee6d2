// What each method of the broker protocol does: it checks who asks, then calls the core. It decides nothing itself.
import { approvalLifeMs } from '../contract/approval.ts';
import type { BrokerMethod, ParamsOf, ResultOf } from '../contract/broker.ts';
import { BrokerError } from '../contract/fault.ts';
import type { RequestAnswer, WaitingFor } from '../contract/run.ts';
import type { RequestId } from '../contract/vocabulary.ts';
import type { Asker } from '../core/clients/admission.ts';
import { knockName, ownerOf } from '../core/clients/admission.ts';
import { askForSecret } from '../core/person/wishes.ts';
import type { Wanted } from '../core/runs/kept-requests.ts';
import type { Holder, Work } from '../core/runs/request-entry.ts';
import type { Requests } from '../core/runs/requests.ts';
import type { RunHouse } from '../core/runs/run-house.ts';
import { runWithSecrets } from '../core/runs/run-with-secrets.ts';
import type { TextScan } from '../core/scan/text-scan.ts';
import { matchesGlob } from '../core/secrets/name-glob.ts';
import { agentView } from '../core/secrets/secret-views.ts';
import type { LockReason, Session } from '../core/session/session.ts';
import type { CallContext, ConnectionHandlers, Handlers, OpenedConnection } from './connection.ts';

export interface AgentParts {
  readonly house: RunHouse;
  readonly requests: Requests;
  readonly session: Session;
  readonly textScan: TextScan;
  readonly lock: (why: LockReason) => void;
}

/** A list or a status waits this long for a pairing answer before it says so. */
const pairingWaitMs = 40_000;

export function createHandlers(parts: AgentParts): Handlers {
  return { opened: (connection) => new AgentConnection(parts, connection) };
}

class AgentConnection implements ConnectionHandlers {
  readonly #parts: AgentParts;
  readonly #asker: Asker;
  readonly #holder: Holder;
  readonly #gone = new AbortController();

  constructor(parts: AgentParts, { id, peer, hello }: OpenedConnection) {
    this.#parts = parts;
    this.#asker = { connection: id, hello, pid: peer?.pid ?? null };
    this.#holder = { clientId: hello.client, owner: ownerOf(hello), connection: id };
  }

  async call<M extends BrokerMethod>(method: M, params: ParamsOf<M>, context: CallContext): Promise<unknown> {
    const answers: { [K in BrokerMethod]: (params: ParamsOf<K>) => Promise<ResultOf<K>> } = {
      'secrets.list': (filter) => this.#list(filter, context),
      'session.status': () => this.#status(),
      'session.lock': () => this.#lock(context),
      'text.scan': ({ text }) => this.#scan(text, context),
      'run.start': ({ request, waitMs }) => this.#start({ kind: 'run', request }, waitMs, context),
      'secret.request': ({ wish, waitMs }) => this.#start({ kind: 'wish', wish }, waitMs, context),
      'request.wait': ({ requestId, waitMs }) => this.#waitAgain(requestId, waitMs, context),
      'request.cancel': async ({ requestId }) => ({
        cancelled: this.#parts.requests.withdraw(requestId, this.#holder, 'agent'),
      }),
    };
    return answers[method](params);
  }

  closed(): void {
    this.#gone.abort();
    this.#parts.requests.disconnected(this.#holder.connection);
    this.#parts.house.admission.left(this.#holder.connection);
  }

  /** SECURITY P1: views only; there is no value to leave out. */
  async #list({ tag, glob }: ParamsOf<'secrets.list'>, context: CallContext): Promise<ResultOf<'secrets.list'>> {
    this.#requireUnlocked();
    await this.#paired(context);
    const views = this.#parts.house.secrets.list();
    const secrets = views.filter(
      ({ name, tags }) => (tag === undefined || tags.includes(tag)) && (glob === undefined || matchesGlob(name, glob)),
    );
    return { secrets: secrets.map(agentView) };
  }

  async #scan(text: string, context: CallContext): Promise<ResultOf<'text.scan'>> {
    this.#requireUnlocked();
    await this.#paired(context);
    const { house, textScan } = this.#parts;
    const { client: id, claims } = this.#asker.hello;
    const client = { id, name: house.clients.nameOf(id) ?? claims.name };
    const findings = await textScan.scan(client, text, context.signal);
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
    return session.view(house.secrets.count, house.approvals.summaries().length);
  }

  async #lock(context: CallContext): Promise<ResultOf<'session.lock'>> {
    if (this.#parts.session.state === 'unlocked') {
      await this.#paired(context);
      this.#parts.lock('agent');
    }
    return this.#parts.session.view(null, 0);
  }

  /** @throws BrokerError client_paused, client_denied; client_waiting when the person has not answered in time */
  async #paired(context: CallContext): Promise<void> {
    const { admission } = this.#parts.house;
    if (!(await admission.pairedWithin(this.#asker, context.signal, pairingWaitMs)))
      throw new BrokerError('client_waiting');
  }

  #start(wanted: Wanted, waitMs: number, context: CallContext): Promise<RequestAnswer> {
    return this.#wait(this.#parts.requests.start(this.#holder, wanted, this.#work(wanted)), waitMs, context);
  }

  /** The one way of each request, whether it is new or was kept through a restart. */
  #work(wanted: Wanted): Work {
    const { house } = this.#parts;
    return (handle) =>
      wanted.kind === 'run'
        ? runWithSecrets(house, this.#asker, wanted.request, handle)
        : askForSecret(house, this.#asker, wanted.wish, handle);
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
      return await requests.wait(id, this.#holder, waitMs, (wanted) => this.#work(wanted));
    } finally {
      stopTelling();
      context.signal.removeEventListener('abort', withdraw);
    }
  }
}
