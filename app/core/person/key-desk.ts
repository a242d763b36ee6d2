// What the person does with the keys of their vault: another passphrase, a recovery code, other ways in, a new vault key.
import type { AuditEvent } from '../../contract/audit.ts';
import { BrokerError } from '../../contract/fault.ts';
import type { KeysView, RotationProgress, KeyProof as TypedProof, WaysIn, WrapKind } from '../../contract/keys.ts';
import type { Proof } from '../../contract/proof.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { Listeners } from '../listeners.ts';
import type { Clock } from '../ports/clock.ts';
import type { KeyStore } from '../ports/key-store.ts';
import type { Pause } from '../ports/pause.ts';
import type { Matter, PersonCheck } from '../presence/person-check.ts';
import type { Vault } from '../vault/vault.ts';
import { withPassphrase } from './typed-opener.ts';

export interface KeyDeskParts {
  readonly vault: Vault;
  readonly keyStore: KeyStore;
  readonly check: PersonCheck;
  /** Whether the system could ask if the person is here. */
  readonly canAsk: () => Promise<boolean>;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly pause: Pause;
  /** What opens the vault is another thing now: the backups from here on open with that. */
  readonly keysChanged: () => void;
}

const matter: Matter = { purpose: 'keys', digest: null };

export class KeyDesk {
  /** Told when a rotation goes on. */
  readonly changed = new Listeners();
  readonly #parts: KeyDeskParts;
  #rotation: { progress: RotationProgress; readonly stop: AbortController } | null = null;

  constructor(parts: KeyDeskParts) {
    this.#parts = parts;
  }

  /** Whether the system could ask if the person is here. */
  canAsk(): Promise<boolean> {
    return this.#parts.canAsk();
  }

  /** What opens the vault, locked or not; empty without one, and where damage keeps it from being read: unlock says that. */
  get wraps(): readonly WrapKind[] {
    try {
      return this.#parts.vault.wraps.kinds;
    } catch {
      return [];
    }
  }

  /** @throws BrokerError locked */
  async view(): Promise<KeysView> {
    const { vault, keyStore } = this.#parts;
    return {
      wraps: [...vault.wraps.kinds],
      keychain: await keyStore.probe(),
      keyVersion: this.#keyVersion,
      rotation: this.rotation,
    };
  }

  /** How the locked vault can be opened. */
  async waysIn(): Promise<WaysIn> {
    const { vault, canAsk } = this.#parts;
    const { retryAt, quickReady } = vault;
    return { wraps: [...this.wraps], quick: quickReady && (await canAsk()), retryAt };
  }

  /** @throws BrokerError as `VaultWraps.changePassphrase` */
  async changePassphrase(current: TypedProof, next: string): Promise<void> {
    const { wraps } = this.#parts.vault;
    await withPassphrase(next, async (bytes) => {
      const first = this.#recordFirst({ kind: 'keys.passphrase_changed', at: this.#now });
      if (current.kind === 'recovery') return await wraps.changePassphrase(current, bytes, first);
      await withPassphrase(current.passphrase, (passphrase) => {
        return wraps.changePassphrase({ kind: 'passphrase', passphrase }, bytes, first);
      });
    });
    this.#changed();
  }

  /**
   * A new recovery code, to be shown once; the one before opens nothing any more. `proof` null: the vault was made a moment
   * ago and has no code yet.
   * @throws BrokerError presence_needed, presence_refused, and as `VaultWraps.newRecoveryCode`
   */
  async newRecoveryCode(proof: Proof | null, signal: AbortSignal): Promise<string> {
    const { vault } = this.#parts;
    if (proof !== null || vault.wraps.kinds.includes('recovery')) await this.#confirm(proof, signal);
    const first = this.#recordFirst({ kind: 'keys.recovery_made', at: this.#now });
    const code = await vault.wraps.newRecoveryCode(first);
    this.#changed();
    return code;
  }

  /** Whether the person wrote the code down rightly. @throws BrokerError recovery_code_mistyped, unlock_too_soon */
  async checkRecoveryCode(typed: string): Promise<boolean> {
    const answer = await this.#parts.vault.wraps.checkRecoveryCode(typed);
    if (answer === 'mistyped') throw new BrokerError('recovery_code_mistyped');
    return answer === 'right';
  }

  /** @throws BrokerError wrong_passphrase, passphrase_stays, and as `VaultWraps.add` and `VaultWraps.remove` */
  async setWrap(wrap: WrapKind, present: boolean, passphrase: string): Promise<void> {
    const { wraps } = this.#parts.vault;
    await withPassphrase(passphrase, async (bytes) => {
      if (!(await wraps.checkPassphrase(bytes))) throw new BrokerError('wrong_passphrase');
      const first = this.#recordFirst({ kind: 'keys.wrap_changed', at: this.#now, wrap, present });
      if (!present) await this.#removeWrap(wrap, first);
      else if (wrap === 'recovery') throw new BrokerError('bad_request');
      else if (wrap === 'keychain') await wraps.add({ kind: wrap }, first);
      else await wraps.add({ kind: wrap, passphrase: bytes }, first);
    });
    this.#changed();
  }

  /** A passphrase stays: it shows that it is the person where the system cannot ask. */
  async #removeWrap(wrap: WrapKind, first: () => void): Promise<void> {
    const others = this.wraps.filter((kind) => kind !== wrap);
    if (!others.some((kind) => kind === 'passphrase' || kind === 'keychain+passphrase')) {
      throw new BrokerError('passphrase_stays');
    }
    await this.#parts.vault.wraps.remove(wrap, first);
  }

  /** null: none is under way and none is unfinished. */
  get rotation(): RotationProgress | null {
    return this.#rotation?.progress ?? null;
  }

  /** A new vault key for everything; ends when all is under it or when it was stopped. @throws BrokerError as `KeyRotation` */
  async rotate(passphrase: string): Promise<'finished' | 'cancelled'> {
    const { vault } = this.#parts;
    if (this.#rotation !== null) throw new BrokerError('rotation_unfinished');
    if (!vault.rotation.isUnfinished) {
      const typed = vault.wraps.kinds.some((kind) => kind === 'passphrase' || kind === 'keychain+passphrase');
      const keyVersion = this.#keyVersion + 1;
      const first = this.#recordFirst({ kind: 'keys.rotated', at: this.#now, keyVersion, end: 'begun' });
      if (typed) await withPassphrase(passphrase, (bytes) => vault.rotation.start(bytes, first));
      else await vault.rotation.start(null, first);
      this.#changed();
    }
    return await this.resumeRotation();
  }

  /** Goes on with a rotation that was stopped, by the person or by a crash; does nothing when there is none. */
  async resumeRotation(): Promise<'finished' | 'cancelled'> {
    const { vault, pause } = this.#parts;
    if (this.#rotation !== null || !vault.rotation.isUnfinished) return 'finished';
    const rotation = { progress: { done: 0, total: 0 }, stop: new AbortController() };
    this.#rotation = rotation;
    try {
      const onProgress = (done: number, total: number): void => {
        rotation.progress = { done, total };
        this.changed.notify();
      };
      const end = await vault.rotation.resume({ pause, onProgress, signal: rotation.stop.signal });
      if (end === 'finished') {
        this.#parts.audit.record({ kind: 'keys.rotated', at: this.#now, keyVersion: this.#keyVersion, end: 'done' });
        this.#parts.keysChanged();
      }
      return end;
    } finally {
      this.#rotation = null;
      this.changed.notify();
    }
  }

  stopRotation(): void {
    this.#rotation?.stop.abort();
  }

  async #confirm(proof: Proof | null, signal: AbortSignal): Promise<void> {
    const yes = await this.#parts.check.confirm(proof, matter, signal);
    yes.use(matter);
  }

  /** @throws BrokerError locked */
  get #keyVersion(): number {
    return this.#parts.vault.listed.wraps.find(({ kind }) => kind !== 'previous')?.keyVersion ?? 1;
  }

  get #now(): number {
    return this.#parts.clock.now();
  }

  /** SECURITY P3: what opens the vault is changed only once that is on record. */
  #recordFirst(event: AuditEvent): () => void {
    return () => this.#parts.audit.record(event);
  }

  #changed(): void {
    this.#parts.keysChanged();
    this.changed.notify();
  }
}
