// All that the person can do from Postern's own windows and tray. Agents have no way to any of it (SECURITY P9).
import type { GrantView, PromptCount, Question, QuestionSummary } from '../../contract/approval.ts';
import type { AuditEntry, AuditEvent } from '../../contract/audit.ts';
import type { ChainVerdict } from '../../contract/audit-chain.ts';
import type { SessionView } from '../../contract/broker.ts';
import type { ClientView, PauseReason } from '../../contract/client.ts';
import { BrokerError, faultCodeOf } from '../../contract/fault.ts';
import type { Reach } from '../../contract/lasting.ts';
import type { ClientId, RequestId, SecretName } from '../../contract/vocabulary.ts';
import type { Approvals } from '../approvals/approvals.ts';
import type { PromptLog } from '../approvals/prompt-log.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { recordQuietly } from '../audit/record-quietly.ts';
import type { Clients } from '../clients/clients.ts';
import type { Grant, Grants } from '../grants/grants.ts';
import type { Listeners } from '../listeners.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { PersonCheck } from '../presence/person-check.ts';
import type { Requests } from '../runs/requests.ts';
import type { SecretBook } from '../secrets/secret-book.ts';
import type { LockReason, Session } from '../session/session.ts';
import type { GivenPassphrase } from '../vault/passphrase.ts';
import type { Answering, GivenAnswer } from './answering.ts';
import type { GatewayDesk } from './gateway-desk.ts';
import { type GivenOpener, withOpener, withPassphrase } from './typed-opener.ts';

export interface PersonParts {
  readonly session: Session;
  readonly secrets: SecretBook;
  readonly check: PersonCheck;
  readonly approvals: Approvals;
  readonly answering: Answering;
  readonly prompts: PromptLog;
  readonly clients: Clients;
  readonly grants: Grants;
  readonly requests: Requests;
  readonly gateway: Pick<GatewayDesk, 'find' | 'pauseAgent'>;
  /** What else a window shows. */
  readonly others: readonly { readonly changed: Listeners }[];
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly log: Log;
}

export class PersonSide {
  readonly #parts: PersonParts;

  constructor(parts: PersonParts) {
    this.#parts = parts;
  }

  /** Calls `listener` after anything a window or the tray shows may have changed. */
  onChange(listener: () => void): void {
    const { session, approvals, clients, grants, requests, others } = this.#parts;
    for (const part of [session, approvals, clients, grants, requests, ...others]) part.changed.add(listener);
  }

  status(): SessionView {
    const unlocked = this.#parts.session.state === 'unlocked';
    return this.#parts.session.view(unlocked ? this.#parts.secrets.count : null, this.waiting().length);
  }

  /** Requests that wait for the unlock, and questions that wait for an answer. */
  waiting(): readonly QuestionSummary[] {
    return this.#parts.approvals.summaries();
  }

  /** Names of the clients whose requests wait for the unlock. */
  knocking(): readonly string[] {
    return [...new Set(this.#parts.session.knocks.map(({ clientName }) => clientName))];
  }

  /** No copy of the passphrase is left when this returns. @throws BrokerError as Session.create */
  async createVault(passphrase: GivenPassphrase, options: { readonly keychain: boolean }): Promise<void> {
    await withPassphrase(passphrase, (bytes) => this.#parts.session.create(bytes, options));
  }

  /**
   * As `createVault`; a failure is audited. SECURITY P9: what no passphrase or code proves needs the person's presence, where
   * the system can ask for it; quick unlock always does.
   * @throws BrokerError as `Session.unlock` and `PersonCheck.confirm`
   */
  async unlock(opener: GivenOpener, options: { readonly acceptRollback: boolean }, signal: AbortSignal): Promise<void> {
    try {
      if (opener.kind === 'quick' || opener.kind === 'keychain') await this.#confirmUnlock(opener.kind, signal);
      await withOpener(opener, (bytes) => this.#parts.session.unlock(bytes, options));
    } catch (thrown) {
      this.#quietly({
        kind: 'unlock.failed',
        at: this.#parts.clock.now(),
        code: faultCodeOf(thrown),
      });
      throw thrown;
    }
  }

  /** The person did something in one of Postern's windows. */
  touch(): void {
    this.#parts.session.touch('person');
  }

  lock(why: LockReason): void {
    this.#parts.session.lock(why);
  }

  /** SECURITY P4: a locked vault shows no question. A secret that a new value is wanted for is shown as it is now. */
  question(id?: RequestId): Question | null {
    const { session, approvals, secrets } = this.#parts;
    const question = session.state === 'unlocked' ? approvals.question(id) : null;
    if (question?.kind !== 'wish' || question.there.kind !== 'known') return question;
    const { secret: was } = question.there;
    const secret = secrets.versionOf(was.id) === null ? was : secrets.get(was.id);
    return { ...question, there: { kind: 'known', secret } };
  }

  /** The person can see it, until `hidden` aborts. */
  questionDrawn(id: RequestId, hidden: AbortSignal): void {
    this.#parts.approvals.drawn(id, hidden);
  }

  /**
   * `proof`: for a guarded secret, for a rule, or when the person wants it for every approval.
   * @throws BrokerError locked, unknown_request when the answer does not count, and as `Answering.prepare`
   */
  async answer(given: GivenAnswer, signal: AbortSignal): Promise<void> {
    const { id, digest, answer } = given;
    const { approvals, answering, clients, gateway, session } = this.#parts;
    if (session.state !== 'unlocked') throw new BrokerError('locked');
    const follow = await answering.prepare(given, signal);
    const client = approvals.clientOf(id);
    // A client that the person does not recognise is paused first, so that nothing of it slips in between.
    const isMine = answer.kind !== 'not_mine';
    if (!isMine && client !== null && clients.nameOf(client) !== null) this.pauseClient(client, 'not_mine', id);
    // A question that was answered, withdrawn or hidden meanwhile takes no answer; that of a client just paused is gone with it.
    if (!approvals.answer(id, digest, answer) && isMine) throw new BrokerError('unknown_request');
    // Pausing an agent of the gateway ends all that its tokens do; in this same turn of the loop nothing of it goes on.
    if (!isMine && client !== null && gateway.find(client) !== null) gateway.pauseAgent(client, 'not_mine');
    follow();
  }

  /** The rule that "always" would save, and its words; null: no rule says exactly this. */
  ruleFor(id: RequestId, reach: Reach, without: readonly SecretName[]): ReturnType<Answering['ruleFor']> {
    return this.#parts.session.state === 'unlocked' ? this.#parts.answering.ruleFor(id, reach, without) : null;
  }

  /** What is allowed for a while, the oldest first. */
  grants(): readonly GrantView[] {
    return this.#parts.grants.list();
  }

  /** null: all of them. @throws BrokerError unknown_grant */
  revokeGrant(id: string | null): void {
    const { grants } = this.#parts;
    for (const grant of id === null ? grants.revokeAll() : [grants.revoke(id)]) this.#revoked(grant, 'person');
  }

  /** How often the person was asked since the unlock. */
  prompts(): PromptCount {
    const { approvals, grants, prompts } = this.#parts;
    return prompts.count(approvals.answered, grants.list().filter(({ used }) => used === 0).length);
  }

  /** From the tray or the main window: no is always possible. @throws BrokerError unknown_request */
  deny(id: RequestId): void {
    this.#parts.approvals.deny(id);
  }

  listClients(): readonly ClientView[] {
    return this.#parts.clients.list();
  }

  /** SECURITY P8: its grants end and its requests are withdrawn, except `answered`, which is being answered. */
  pauseClient(id: ClientId, why: PauseReason = 'person', answered: RequestId | null = null): void {
    const client = this.#named(id);
    this.#parts.clients.setState(id, 'paused', why);
    this.#cutOff(id, 'pause', answered);
    this.#parts.audit.record({ kind: 'client.paused', at: this.#parts.clock.now(), client, why });
  }

  resumeClient(id: ClientId): void {
    const client = this.#named(id);
    // SECURITY P3: what lets a client in again is on record first; what shuts it out does not wait for that.
    this.#parts.audit.record({ kind: 'client.resumed', at: this.#parts.clock.now(), client });
    this.#parts.clients.setState(id, 'active');
  }

  /** Whether output for it loses what only looks like a secret, too. @throws BrokerError client_denied, audit_unwritable */
  hideFindings(id: ClientId, hidesFindings: boolean): void {
    const client = this.#named(id);
    this.#parts.audit.record({ kind: 'client.output_set', at: this.#parts.clock.now(), client, hidesFindings });
    this.#parts.clients.setHidesFindings(id, hidesFindings);
  }

  removeClient(id: ClientId): void {
    const client = this.#named(id);
    this.#parts.clients.remove(id);
    this.#cutOff(id, 'remove', null);
    this.#parts.audit.record({ kind: 'client.removed', at: this.#parts.clock.now(), client });
  }

  /** Newest first, events before `before`. @throws BrokerError locked */
  auditEntries(before: number | null, limit: number): readonly AuditEntry[] {
    return this.#parts.audit.entries(before, limit);
  }

  verifyAudit(): ChainVerdict {
    const verdict = this.#parts.audit.verify();
    this.#quietly({
      kind: 'audit.verified',
      at: this.#parts.clock.now(),
      whole: verdict.kind === 'whole',
      events: verdict.kind === 'whole' ? verdict.events : verdict.at,
    });
    return verdict;
  }

  async #confirmUnlock(kind: 'quick' | 'keychain', signal: AbortSignal): Promise<void> {
    const matter = { purpose: 'unlock' as const, digest: null };
    try {
      const yes = await this.#parts.check.confirm({ kind: 'system' }, matter, signal);
      yes.use(matter);
    } catch (thrown) {
      // Of a vault that the keychain alone opens the person was told that the click is all there is on such a computer.
      if (kind === 'quick' || faultCodeOf(thrown) !== 'presence_needed') throw thrown;
    }
  }

  #quietly(event: AuditEvent): void {
    recordQuietly(this.#parts.audit, this.#parts.log, event);
  }

  #named(id: ClientId): { readonly id: ClientId; readonly name: string } {
    const name = this.#parts.clients.nameOf(id);
    if (name === null) throw new BrokerError('client_denied');
    return { id, name };
  }

  #cutOff(id: ClientId, why: 'pause' | 'remove', answered: RequestId | null): void {
    for (const grant of this.#parts.grants.revokeClient(id)) this.#revoked(grant, why);
    this.#parts.requests.withdrawClient(id, 'pause', answered);
  }

  #revoked({ id: grant, clientId, clientName }: Grant, why: 'person' | 'pause' | 'remove'): void {
    const client = { id: clientId, name: clientName };
    this.#quietly({ kind: 'grant.revoked', at: this.#parts.clock.now(), client, grant, why });
  }
}
