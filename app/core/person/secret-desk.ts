// What the person does with their secrets in Postern's own windows: save, remove, bring back, look at. Each leaves an audit event.
import type { AuditEvent, PresencePurpose } from '../../contract/audit.ts';
import { BrokerError } from '../../contract/fault.ts';
import type { Proof } from '../../contract/proof.ts';
import type { FieldName, OlderVersion, OwnSecretView, SecretDraft, SecretSummary } from '../../contract/secret.ts';
import type { RecordId, RequestId } from '../../contract/vocabulary.ts';
import type { Approvals } from '../approvals/approvals.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Clients } from '../clients/clients.ts';
import { sha256Hex } from '../crypto/digest.ts';
import { Listeners } from '../listeners.ts';
import type { Clock } from '../ports/clock.ts';
import type { PersonCheck } from '../presence/person-check.ts';
import type { SecretBook } from '../secrets/secret-book.ts';
import type { SecretHistory } from '../secrets/secret-history.ts';
import type { RecordFirst, ToWrite } from '../secrets/secret-shelf.ts';
import { secondsLeft, totpCode } from '../totp/totp.ts';

export interface SecretDeskParts {
  readonly secrets: SecretBook;
  readonly history: SecretHistory;
  readonly approvals: Approvals;
  readonly clients: Clients;
  readonly check: PersonCheck;
  readonly audit: AuditLog;
  readonly clock: Clock;
}

/** One look at one value. */
export interface Look {
  readonly id: RecordId;
  readonly field: FieldName;
  readonly proof: Proof | null;
  /** Aborts when the window that asked is closed. */
  readonly signal: AbortSignal;
}

type Revealed = Extract<AuditEvent, { kind: 'secret.revealed' }>;

export class SecretDesk {
  /** Told after every change of a secret. */
  readonly changed = new Listeners();
  readonly #parts: SecretDeskParts;
  #revision = 0;

  constructor(parts: SecretDeskParts) {
    this.#parts = parts;
  }

  /** Goes up with every change that was made here. */
  get revision(): number {
    return this.#revision;
  }

  /** @throws BrokerError locked */
  summaries(): SecretSummary[] {
    return this.#parts.secrets.summaries();
  }

  /** @throws BrokerError locked, unknown_secret */
  get(id: RecordId): OwnSecretView {
    return this.#parts.secrets.get(id);
  }

  /** null: there is none. @throws BrokerError locked */
  find(id: RecordId): OwnSecretView | null {
    const { secrets } = this.#parts;
    return secrets.versionOf(id) === null ? null : secrets.get(id);
  }

  /** The secrets are others now. */
  reread(): void {
    this.#revision += 1;
    this.changed.notify();
  }

  /**
   * Adds (`id` null) or updates a secret, and answers the wish it came from.
   * @throws BrokerError as `SecretBook.add` and `SecretBook.update`; unknown_request when the wish was for something else
   */
  save(id: RecordId | null, wish: RequestId | null, draft: SecretDraft): void {
    const { secrets, approvals, clients, clock } = this.#parts;
    const from = wish === null ? null : approvals.clientOf(wish);
    if (wish !== null) this.#requireWished(wish, id, draft);
    const by = {
      by: 'person' as const,
      wish: from === null ? null : { id: from, name: clients.nameOf(from) ?? from },
    };
    const kind = id === null ? 'secret.added' : 'secret.updated';
    const first = this.#recordFirst((written) => ({ kind, at: clock.now(), ...written, ...by }));
    if (id === null) secrets.add(draft, first);
    else secrets.update(id, draft, first);
    this.reread();
    if (wish !== null) approvals.fulfil(wish);
  }

  /** With all its older versions. @throws BrokerError locked, unknown_secret, audit_unwritable */
  remove(id: RecordId): void {
    const { secrets, clock } = this.#parts;
    const by = { by: 'person' as const, wish: null };
    secrets.remove(
      id,
      this.#recordFirst((written) => ({ kind: 'secret.removed', at: clock.now(), ...written, ...by })),
    );
    this.reread();
  }

  /** Newest first. @throws BrokerError locked, unknown_secret */
  versions(id: RecordId): OlderVersion[] {
    return this.#parts.history.versions(id);
  }

  /** @throws BrokerError as `SecretHistory.bringBack` */
  bringBack(id: RecordId, from: number): void {
    const { history, clock } = this.#parts;
    const event = (written: ToWrite) => ({ kind: 'secret.brought_back' as const, at: clock.now(), ...written, from });
    history.bringBack(id, from, this.#recordFirst(event));
    this.reread();
  }

  /** @throws BrokerError as `PersonCheck.confirm` and `SecretHistory.forget` */
  async forgetOlder(id: RecordId, proof: Proof, signal: AbortSignal): Promise<void> {
    await this.#confirm('history', id, proof, signal);
    const { history, clock } = this.#parts;
    const event = (written: ToWrite) => ({ kind: 'secret.history_forgotten' as const, at: clock.now(), ...written });
    history.forget(id, this.#recordFirst(event));
    this.reread();
  }

  /** @throws BrokerError as `PersonCheck.confirm` and `SecretHistory.confirmReferences` */
  async confirmReferences(id: RecordId, proof: Proof, signal: AbortSignal): Promise<void> {
    await this.#confirm('references', id, proof, signal);
    const { history, clock } = this.#parts;
    const event = (written: ToWrite) => ({ kind: 'secret.reference_confirmed' as const, at: clock.now(), ...written });
    history.confirmReferences(id, this.#recordFirst(event));
    this.reread();
  }

  /**
   * The value of one field, for the person's own screen or clipboard; of a TOTP seed the clipboard gets the code
   * of now. `proof` null: this secret was confirmed less than a minute ago.
   * @throws BrokerError as `PersonCheck.confirm`; locked, unknown_secret, audit_unwritable; field_unknown also for a
   * reference, which has no value here
   */
  reveal(look: Look, how: 'shown' | 'copied'): Promise<string> {
    const { secrets, clock } = this.#parts;
    return this.#withValue(look, how, (value) => {
      const inject = secrets.get(look.id).fields.find(({ name }) => name === look.field)?.inject;
      return how === 'copied' && inject === 'totp' ? totpCode(value, clock.now()) : value;
    });
  }

  /** The one-time code of now, and when it ends. @throws BrokerError as `reveal`, totp_malformed */
  code(look: Look): Promise<{ readonly code: string; readonly validUntil: number }> {
    return this.#withValue(look, 'code', (seed) => {
      const now = this.#parts.clock.now();
      return { code: totpCode(seed, now), validUntil: now + secondsLeft(seed, now) * 1000 };
    });
  }

  /** SECURITY P3: the look is on record before the value is handed over. */
  async #withValue<T>({ id, field, proof, signal }: Look, how: Revealed['how'], use: (value: string) => T): Promise<T> {
    const { secrets, audit, clock } = this.#parts;
    await this.#confirm('reveal', id, proof, signal);
    return await secrets.withRevealed([id], async ([secret]) => {
      const found = secret?.fields.find(({ name }) => name === field);
      if (secret === undefined || found === undefined) throw new BrokerError('field_unknown');
      audit.record({ kind: 'secret.revealed', at: clock.now(), name: secret.name, field, how });
      return use(found.value.toString('utf8'));
    });
  }

  async #confirm(purpose: PresencePurpose, id: RecordId, proof: Proof | null, signal: AbortSignal): Promise<void> {
    const matter = { purpose, digest: sha256Hex(id) };
    const yes = await this.#parts.check.confirm(proof, matter, signal);
    yes.use(matter);
  }

  /** SECURITY P9: a wish for a new secret changes none that is there, and one for a new value only that secret. */
  #requireWished(wish: RequestId, id: RecordId | null, draft: SecretDraft): void {
    const { approvals, secrets } = this.#parts;
    const wished = approvals.wishOf(wish);
    const named = wished?.update === true && id !== null && secrets.get(id).name === wished.name;
    if (draft.name !== (wished?.name ?? draft.name) || (id !== null && !named))
      throw new BrokerError('unknown_request');
  }

  /** SECURITY P3: a change of a secret is on record before it is made; where it cannot be recorded it is not made. */
  #recordFirst(event: (written: ToWrite) => AuditEvent): RecordFirst {
    return (changes) => {
      for (const written of changes) this.#parts.audit.record(event(written));
    };
  }
}
