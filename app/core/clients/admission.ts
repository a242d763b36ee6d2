// Who may come in: the vault is unlocked, the client is paired and not paused. SECURITY P8: anyone else reaches nothing.
import { approvalLifeMs } from '../../contract/approval.ts';
import type { Hello } from '../../contract/broker.ts';
import type { PairingQuestion } from '../../contract/client.ts';
import { BrokerError } from '../../contract/fault.ts';
import { AgentId } from '../../contract/gateway.ts';
import type { CallerProcess, RunOutcome, WaitingFor } from '../../contract/run.ts';
import { RequestId } from '../../contract/vocabulary.ts';
import type { Approvals } from '../approvals/approvals.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Callers } from '../ports/callers.ts';
import type { Clock } from '../ports/clock.ts';
import type { Randomness } from '../ports/randomness.ts';
import type { VaultWords } from '../redaction/vault-words.ts';
import { pairingTexts } from '../runs/shown-action.ts';
import { holdsRandom } from '../scan/randomness.ts';
import { findSecretShapes } from '../scan/secret-shapes.ts';
import type { Session } from '../session/session.ts';
import type { Clients } from './clients.ts';

/** One connection and what is known of the other end. */
export interface Asker {
  readonly connection: string;
  readonly hello: Hello;
  /** From the kernel; null where it gives none. */
  readonly pid: number | null;
}

export interface Waiter {
  readonly signal: AbortSignal;
  waitsFor(what: WaitingFor): void;
}

export type Admitted =
  | { readonly kind: 'admitted' }
  | Extract<RunOutcome, { kind: 'expired' | 'denied' | 'cancelled' }>;

interface Asking {
  readonly connection: string;
  readonly abort: AbortController;
  readonly answer: Promise<Admitted>;
}

export class Admission {
  readonly #session: Session;
  readonly #clients: Clients;
  readonly #approvals: Approvals;
  readonly #audit: AuditLog;
  readonly #callers: Callers;
  readonly #words: VaultWords;
  readonly #clock: Clock;
  readonly #randomness: Randomness;
  /** Owners the person said no to, until Postern ends: asking again would be a prompt storm. */
  readonly #refused = new Set<string>();
  readonly #asking = new Map<string, Asking>();

  constructor(parts: {
    readonly session: Session;
    readonly clients: Clients;
    readonly approvals: Approvals;
    readonly audit: AuditLog;
    readonly callers: Callers;
    readonly words: VaultWords;
    readonly clock: Clock;
    readonly randomness: Randomness;
  }) {
    this.#session = parts.session;
    this.#clients = parts.clients;
    this.#approvals = parts.approvals;
    this.#audit = parts.audit;
    this.#callers = parts.callers;
    this.#words = parts.words;
    this.#clock = parts.clock;
    this.#randomness = parts.randomness;
  }

  /** It said hello. Whether it is to make itself a new key. @throws BrokerError audit_unwritable */
  greeted(asker: Asker): { readonly newKey: boolean } {
    this.#clients.greeted(asker);
    return { newKey: this.#clients.owesNewKey(asker) };
  }

  /**
   * Waits for the unlock and, for a new client, for the person's yes.
   * @throws BrokerError client_paused, client_denied, no_vault
   */
  async admit(asker: Asker, waiter: Waiter): Promise<Admitted> {
    waiter.waitsFor('unlock');
    const unlocked = await this.#session.whenUnlocked(knockName(asker.hello), waiter.signal, approvalLifeMs);
    if (unlocked === 'expired') return { kind: 'expired', waitedFor: 'unlock' };
    if (unlocked === 'withdrawn') return { kind: 'cancelled', by: 'agent' };
    return this.standing(asker) ? { kind: 'admitted' } : this.#ask(asker, waiter);
  }

  /**
   * Whether this client is paired and active right now. SECURITY P8: none passes for an agent of the gateway.
   * @throws BrokerError client_paused; client_denied for one that was refused, and for a label that only such agents have
   */
  standing(asker: Asker): boolean {
    if (AgentId.safeParse(asker.hello.client).success) throw new BrokerError('client_denied');
    const standing = this.#clients.standing(asker);
    if (standing === 'paused') throw new BrokerError('client_paused');
    if (standing === 'active') {
      this.#clients.connected(asker.connection, asker.hello.client);
      return true;
    }
    if (this.#refused.has(this.#clients.ownerOf(asker))) throw new BrokerError('client_denied');
    return false;
  }

  /** As `admit`, for calls that must answer soon: false when the person has not answered within `ms`. The question stays. */
  async pairedWithin(asker: Asker, signal: AbortSignal, ms: number): Promise<boolean> {
    if (this.standing(asker)) return true;
    const late = new AbortController();
    const stopTimer = this.#clock.after(ms, () => late.abort());
    const waiter = { signal: AbortSignal.any([signal, late.signal]), waitsFor: () => {} };
    const answer = await this.#ask(asker, waiter);
    stopTimer();
    return answer.kind === 'admitted';
  }

  /** The connection is gone: what it asked about itself is withdrawn. */
  left(connection: string): void {
    this.#clients.disconnected(connection);
    for (const asking of this.#asking.values()) if (asking.connection === connection) asking.abort.abort();
  }

  chainOf(asker: Asker): Promise<readonly CallerProcess[]> {
    return asker.pid === null ? Promise.resolve([]) : this.#callers.chainOf(asker.pid);
  }

  /**
   * Who it says it is, as it is drawn and written down. SECURITY P1: its label goes into rules and cannot be drawn otherwise, so one
   * that holds a value of the vault is refused.
   * @throws BrokerError client_denied, and as `VaultWords.search`
   */
  async #introduced(asker: Asker) {
    const { hello } = asker;
    if ((await this.#words.search([hello.client])).holds.length > 0) throw new BrokerError('client_denied');
    const claimed: PairingQuestion = {
      clientId: hello.client,
      claimedName: hello.claims.name,
      claimedVersion: hello.claims.version,
      caller: await this.chainOf(asker),
      known: this.#clients.standing(asker) === 'other_key',
    };
    const { thing: pairing } = await this.#words.cleaned(claimed, pairingTexts);
    return { pairing, client: { id: hello.client, name: pairing.claimedName }, host: hostOf(pairing.caller) };
  }

  /** One question per client and key, however many calls wait for it. */
  async #ask(asker: Asker, waiter: Waiter): Promise<Admitted> {
    waiter.waitsFor('pairing');
    const owner = this.#clients.ownerOf(asker);
    const asking = this.#asking.get(owner) ?? this.#begin(owner, asker);
    const answer = await Promise.race([asking.answer, aborted(waiter.signal)]);
    // The connection that was asked about went away; this one still waits, so the person is asked anew.
    return answer.kind === 'cancelled' && !waiter.signal.aborted ? this.#ask(asker, waiter) : answer;
  }

  #begin(owner: string, asker: Asker): Asking {
    const abort = new AbortController();
    const answer = this.#question(asker, abort.signal).finally(() => this.#asking.delete(owner));
    const asking = { connection: asker.connection, abort, answer };
    // A refusal reaches whoever waits for it; when nobody does, it is no unhandled fault.
    answer.catch(() => {});
    this.#asking.set(owner, asking);
    return asking;
  }

  async #question(asker: Asker, signal: AbortSignal): Promise<Admitted> {
    const { hello } = asker;
    const { pairing, client, host } = await this.#introduced(asker);
    this.#audit.record({ kind: 'client.asked', at: this.#clock.now(), client, host });
    const id = RequestId.parse(`req_${this.#randomness.bytes(16).toString('hex')}`);
    const answer = await this.#approvals.ask(
      { id, clientId: hello.client, askedAt: this.#clock.now(), signal },
      { kind: 'pairing', pairing },
    );
    switch (answer.kind) {
      case 'allow':
        this.#clients.pair(asker, client.name, host);
        this.#audit.record({ kind: 'client.paired', at: this.#clock.now(), client, host });
        this.#clients.connected(asker.connection, hello.client);
        return { kind: 'admitted' };
      case 'deny':
      case 'not_mine':
      case 'absent':
        this.#refused.add(this.#clients.ownerOf(asker));
        this.#audit.record({ kind: 'client.refused', at: this.#clock.now(), client, code: 'client_denied' });
        throw new BrokerError('client_denied');
      case 'expired':
        return { kind: 'expired', waitedFor: 'pairing' };
      case 'withdrawn':
      case 'decided':
        return { kind: 'cancelled', by: 'agent' };
    }
  }
}

/**
 * What a client is called while the vault is locked and nothing can be searched for its values: its claim, unless that looks like a
 * secret.
 */
export function knockName({ claims }: Hello): string {
  return findSecretShapes(claims.name).length > 0 || holdsRandom(claims.name) ? 'An agent' : claims.name;
}

/** The agent host is the shim's parent. */
function hostOf(caller: readonly CallerProcess[]): string | null {
  return caller[1]?.exe ?? caller[1]?.name ?? null;
}

function aborted(signal: AbortSignal): Promise<Admitted> {
  const outcome = { kind: 'cancelled', by: 'agent' } as const;
  if (signal.aborted) return Promise.resolve(outcome);
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(outcome), { once: true }));
}
