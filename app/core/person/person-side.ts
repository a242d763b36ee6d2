// All that the person can do from Postern's own windows and tray. Agents have no way to any of it (SECURITY P9).
import type { Answer, Question, QuestionSummary } from '../../contract/approval.ts';
import type { AuditEntry, AuditEvent, ChainVerdict } from '../../contract/audit.ts';
import type { SessionView } from '../../contract/broker.ts';
import type { ClientView } from '../../contract/client.ts';
import { BrokerError, faultCodeOf } from '../../contract/fault.ts';
import type { OwnSecretView } from '../../contract/secret.ts';
import type { ClientId, RecordId, RequestId, Sha256 } from '../../contract/vocabulary.ts';
import type { Approvals } from '../approvals/approvals.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { recordQuietly } from '../audit/record-quietly.ts';
import type { Clients } from '../clients/clients.ts';
import type { Grants } from '../grants/grants.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Requests } from '../runs/requests.ts';
import type { LockReason, Session } from '../session/session.ts';
import type { SecretBook, SecretRevision } from '../vault/secrets.ts';

export interface PersonParts {
  readonly session: Session;
  readonly secrets: SecretBook;
  readonly approvals: Approvals;
  readonly clients: Clients;
  readonly grants: Grants;
  readonly requests: Requests;
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
    const { session, approvals, clients, requests } = this.#parts;
    for (const part of [session, approvals, clients, requests]) part.changed.add(listener);
  }

  status(): SessionView {
    const unlocked = this.#parts.session.state === 'unlocked';
    return this.#parts.session.view(unlocked ? this.#parts.secrets.list().length : null, this.waiting().length);
  }

  /** Requests that wait for the unlock, and questions that wait for an answer. */
  waiting(): readonly QuestionSummary[] {
    return this.#parts.approvals.summaries();
  }

  /** Names of the clients whose requests wait for the unlock. */
  knocking(): readonly string[] {
    return [...new Set(this.#parts.session.knocks.map(({ clientName }) => clientName))];
  }

  /** The passphrase is wiped before this returns. @throws BrokerError as Session.create */
  async createVault(passphrase: string, options: { readonly keychain: boolean }): Promise<void> {
    await withBytes(passphrase, (bytes) => this.#parts.session.create(bytes, options));
  }

  /** As `createVault`; a failure is audited. @throws BrokerError as Session.unlock */
  async unlock(passphrase: string, options: { readonly acceptRollback: boolean }): Promise<void> {
    try {
      await withBytes(passphrase, (bytes) => this.#parts.session.unlock(bytes, options));
    } catch (thrown) {
      this.#quietly({
        kind: 'unlock.failed',
        at: this.#parts.clock.now(),
        code: faultCodeOf(thrown),
      });
      throw thrown;
    }
  }

  lock(why: LockReason): void {
    this.#parts.session.lock(why);
  }

  secrets(): readonly OwnSecretView[] {
    return this.#parts.secrets.list();
  }

  /**
   * Adds (`id` null) or updates a secret, and answers the wish it came from.
   * @throws BrokerError secret_exists, secret_too_short, secret_too_plain, locked
   */
  saveSecret(id: RecordId | null, wish: RequestId | null, draft: SecretRevision): void {
    const { secrets, clock, audit } = this.#parts;
    const at = clock.now();
    const from = wish === null ? null : this.#parts.approvals.clientOf(wish);
    const by = {
      by: 'person' as const,
      wish: from === null ? null : { id: from, name: this.#parts.clients.nameOf(from) ?? from },
    };
    if (id === null) {
      if (draft.value === null) throw new BrokerError('bad_request');
      const { name, version } = secrets.add({ ...draft, value: draft.value });
      audit.record({ kind: 'secret.added', at, name, version, ...by });
    } else {
      const { name, version } = secrets.update(id, draft);
      audit.record({ kind: 'secret.updated', at, name, version, ...by });
    }
    if (wish !== null) this.#parts.approvals.fulfil(wish);
    this.#parts.session.changed.notify();
  }

  /** @throws BrokerError locked, unknown_secret */
  removeSecret(id: RecordId): void {
    const secret = this.#parts.secrets.list().find((view) => view.id === id);
    if (secret === undefined) throw new BrokerError('unknown_secret');
    this.#parts.secrets.remove(id);
    const { name, version } = secret;
    this.#parts.audit.record({
      kind: 'secret.removed',
      at: this.#parts.clock.now(),
      name,
      version,
      by: 'person',
      wish: null,
    });
    this.#parts.session.changed.notify();
  }

  /** SECURITY P4: a locked vault shows no question. */
  question(id?: RequestId): Question | null {
    return this.#parts.session.state === 'unlocked' ? this.#parts.approvals.question(id) : null;
  }

  questionDrawn(id: RequestId): void {
    this.#parts.approvals.drawn(id);
  }

  /** @throws BrokerError locked, unknown_request when the answer does not count */
  answer(id: RequestId, digest: Sha256 | null, answer: Answer): void {
    if (this.#parts.session.state !== 'unlocked') throw new BrokerError('locked');
    const client = this.#parts.approvals.clientOf(id);
    // A client that the person does not recognise is paused first, so that nothing of it slips in between.
    if (answer.kind === 'not_mine' && client !== null && this.#parts.clients.nameOf(client) !== null) {
      this.pauseClient(client, 'not_mine', id);
    }
    if (!this.#parts.approvals.answer(id, digest, answer)) throw new BrokerError('unknown_request');
  }

  /** From the tray or the main window: no is always possible. @throws BrokerError unknown_request */
  deny(id: RequestId): void {
    this.#parts.approvals.deny(id);
  }

  listClients(): readonly ClientView[] {
    return this.#parts.clients.list();
  }

  /** SECURITY P8: its grants end and its requests are withdrawn, except `answered`, which is being answered. */
  pauseClient(id: ClientId, why: 'person' | 'not_mine' = 'person', answered: RequestId | null = null): void {
    const client = this.#named(id);
    this.#parts.clients.setState(id, 'paused');
    this.#cutOff(id, 'pause', answered);
    this.#parts.audit.record({ kind: 'client.paused', at: this.#parts.clock.now(), client, why });
  }

  resumeClient(id: ClientId): void {
    const client = this.#named(id);
    this.#parts.clients.setState(id, 'active');
    this.#parts.audit.record({ kind: 'client.resumed', at: this.#parts.clock.now(), client });
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

  #quietly(event: AuditEvent): void {
    recordQuietly(this.#parts.audit, this.#parts.log, event);
  }

  #named(id: ClientId): { readonly id: ClientId; readonly name: string } {
    const name = this.#parts.clients.nameOf(id);
    if (name === null) throw new BrokerError('client_denied');
    return { id, name };
  }

  #cutOff(id: ClientId, why: 'pause' | 'remove', answered: RequestId | null): void {
    for (const grant of this.#parts.grants.revokeClient(id)) {
      const client = { id, name: grant.clientName };
      this.#parts.audit.record({ kind: 'grant.revoked', at: this.#parts.clock.now(), client, grant: grant.id, why });
    }
    this.#parts.requests.withdrawClient(id, 'pause', answered);
  }
}

async function withBytes(text: string, use: (bytes: Buffer) => Promise<void>): Promise<void> {
  const bytes = Buffer.from(text.normalize('NFKC'), 'utf8');
  try {
    await use(bytes);
  } finally {
    bytes.fill(0);
  }
}
