// Asks whether the person is here, for what a click is not enough for. An answer counts once, for the one thing it was asked
// for, and for nothing after a lock.
import type { AuditEvent, PresencePurpose } from '../../contract/audit.ts';
import { assertNever, BrokerError } from '../../contract/fault.ts';
import type { Proof } from '../../contract/proof.ts';
import type { Sha256 } from '../../contract/vocabulary.ts';
import { recordQuietly } from '../audit/record-quietly.ts';
import { wipe } from '../crypto/wipe.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Presence } from '../ports/presence.ts';
import { type GivenPassphrase, passphraseBytes } from '../vault/passphrase.ts';

/** What is confirmed. `digest` names the one action, secret or file; null: there is only one thing of this purpose. */
export interface Matter {
  readonly purpose: PresencePurpose;
  readonly digest: Sha256 | null;
}

export type GivenProof = Proof | { readonly kind: 'passphrase'; readonly passphrase: GivenPassphrase };

export interface PersonCheckParts {
  readonly presence: Presence;
  /** Whether these bytes are the vault's passphrase; they stay the caller's. May throw coded faults, as when tries are held back. */
  readonly checkPassphrase: (passphrase: Buffer) => Promise<boolean>;
  readonly audit: { record(event: AuditEvent): void };
  readonly clock: Clock;
  readonly log: Log;
}

/** Who was confirmed for showing a secret may look at its next field without another question for so long. */
export const revealMs = 60_000;

/** A yes. Whoever needs one takes it and uses it up. */
export class Confirmation {
  readonly #matter: Matter;
  readonly #over: AbortSignal;
  #used = false;

  /** @param over - aborts when the yes no longer counts */
  constructor(matter: Matter, over: AbortSignal) {
    this.#matter = matter;
    this.#over = over;
  }

  /** SECURITY P2: @throws BrokerError presence_used the second time, for another matter, and after a lock */
  use(matter: Matter): void {
    if (this.#used || this.#over.aborted || !isSame(this.#matter, matter)) throw new BrokerError('presence_used');
    this.#used = true;
  }
}

export class PersonCheck {
  readonly #parts: PersonCheckParts;
  /** Aborts at the next lock. */
  #over = new AbortController();
  #asking = false;
  #shown: { readonly matter: Matter; readonly until: number } | null = null;

  constructor(parts: PersonCheckParts) {
    this.#parts = parts;
  }

  /**
   * Resolves with a yes, which is on record. `proof` null: none is needed to show the secret that was shown less than a
   * minute ago.
   * @throws BrokerError presence_needed when the system cannot ask, presence_refused, presence_busy while it asks already,
   * wrong_passphrase, and those of `checkPassphrase`
   */
  async confirm(proof: GivenProof | null, matter: Matter, signal: AbortSignal): Promise<Confirmation> {
    const over = this.#over.signal;
    if (proof === null) {
      if (!this.#isShown(matter)) throw new BrokerError('presence_needed');
      return new Confirmation(matter, over);
    }
    switch (proof.kind) {
      case 'system':
        await this.#askSystem(matter, AbortSignal.any([signal, over]));
        break;
      case 'passphrase':
        await this.#checkPassphrase(matter, proof.passphrase);
        break;
      default:
        return assertNever(proof);
    }
    if (signal.aborted || over.aborted) throw new BrokerError('presence_refused');
    const { audit, clock } = this.#parts;
    // SECURITY P3: no yes without its record.
    audit.record({ kind: 'presence.confirmed', at: clock.now(), ...matter, by: proof.kind });
    if (matter.purpose === 'reveal') this.#shown = { matter, until: clock.now() + revealMs };
    return new Confirmation(matter, over);
  }

  /** SECURITY P4: at a lock the open question is taken back and no yes counts any more. */
  withdraw(): void {
    this.#over.abort();
    this.#over = new AbortController();
    this.#shown = null;
  }

  /** Two dialogs of the system look alike: the person could answer the wrong one. */
  async #askSystem(matter: Matter, signal: AbortSignal): Promise<void> {
    if (this.#asking) throw new BrokerError('presence_busy');
    this.#asking = true;
    try {
      const answer = await this.#parts.presence.confirm(reasons[matter.purpose], signal);
      if (answer === 'unavailable') throw new BrokerError('presence_needed');
      if (answer === 'refused') throw this.#refused(matter, 'system');
    } finally {
      this.#asking = false;
    }
  }

  async #checkPassphrase(matter: Matter, passphrase: GivenPassphrase): Promise<void> {
    const bytes = passphraseBytes(passphrase);
    try {
      if (!(await this.#parts.checkPassphrase(bytes))) throw this.#refused(matter, 'passphrase');
    } finally {
      wipe(bytes);
    }
  }

  #refused(matter: Matter, by: Proof['kind']): BrokerError {
    const { audit, log, clock } = this.#parts;
    recordQuietly(audit, log, { kind: 'presence.refused', at: clock.now(), ...matter, by });
    return new BrokerError(by === 'system' ? 'presence_refused' : 'wrong_passphrase');
  }

  #isShown(matter: Matter): boolean {
    const shown = this.#shown;
    return shown !== null && isSame(shown.matter, matter) && this.#parts.clock.now() < shown.until;
  }
}

/** Constant, so that no agent's words ever stand in a dialog of the system. */
const reasons: Readonly<Record<PresencePurpose, string>> = {
  unlock: 'unlock Postern',
  approval: 'allow what its window shows',
  reveal: 'show a secret',
  export: 'write secrets to a file',
  references: 'trust where secrets point to',
  history: 'forget older values of a secret',
  keys: 'change what opens the vault',
  restore: 'restore a backup',
  backup: 'save a backup of everything',
  settings: 'change how Postern asks and locks',
  policy: 'change what runs without a question',
  client: 'change what an agent may use',
  agent: 'change what an agent may call',
  provider: 'change where a secret is sent',
  admin: 'make a token for the gateway',
};

function isSame(a: Matter, b: Matter): boolean {
  return a.purpose === b.purpose && a.digest === b.digest;
}
