// The anchor: what the newest state of the vault and of the audit log is, kept outside the file, so that an older file shows.
// It is a witness, not a key: whoever can write the account's keychain can write it too.
import { z } from 'zod';
import { BrokerError, faultCodeOf } from '../../contract/fault.ts';
import { RecordId, Sha256 } from '../../contract/vocabulary.ts';
import { canonicalJson } from '../crypto/digest.ts';
import type { Clock } from '../ports/clock.ts';
import type { KeyStore } from '../ports/key-store.ts';
import type { Log } from '../ports/log.ts';
import { parseSealedJson } from './sealed-json.ts';
import type { ManifestPosition } from './unlocked-vault.ts';

/** Where the audit log stands. */
export interface AuditPosition {
  readonly sequence: number;
  /** 32 bytes. */
  readonly link: Buffer;
}

/** What the anchor asks of the audit log. */
export interface AuditTrail {
  /** null: no event yet. */
  last(): AuditPosition | null;
  /** The link of event `sequence`, or null when there is no such event. */
  linkAt(sequence: number): Buffer | null;
}

export interface AnchorParts {
  readonly keyStore: KeyStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly audit: AuditTrail;
}

/** What lies in the keychain under `anchor:<vault id>`, as canonical JSON. */
const AnchorItem = z.strictObject({
  format: z.literal(1),
  vaultId: RecordId,
  manifest: z.strictObject({ sequence: z.int().positive(), digest: Sha256 }),
  audit: z.strictObject({ sequence: z.int().positive(), link: Sha256 }).nullable(),
});
type AnchorItem = z.infer<typeof AnchorItem>;

/** Well under the second that FORMAT.md allows. */
const writeDelayMs = 500;

export class Anchor {
  readonly #parts: AnchorParts;
  #position: ManifestPosition | null = null;
  #cancelTimer: (() => void) | null = null;
  #unwritten = false;
  #writing: Promise<void> = Promise.resolve();

  constructor(parts: AnchorParts) {
    this.#parts = parts;
  }

  /**
   * SECURITY P5, P6: compares the opened file with the anchor. A file ahead of it is what a crash leaves; no anchor proves
   * nothing and is accepted, also where there is no keychain any more: who could take that away could remove the anchor.
   * @throws BrokerError vault_rolled_back when the file is behind it or on another branch; keychain_locked, keychain_dismissed
   */
  async check(position: ManifestPosition): Promise<void> {
    const bytes = await this.#read(position.vaultId);
    if (bytes === null) return;
    if (!this.#reaches(bytes, position)) throw new BrokerError('vault_rolled_back');
  }

  /** The sequence that the anchor vouches for; 0 without one, or with one that cannot be read. @throws BrokerError as `check` */
  async sequenceOf(vaultId: string): Promise<number> {
    const bytes = await this.#read(vaultId);
    return (bytes === null ? null : readItem(bytes))?.manifest.sequence ?? 0;
  }

  /** From now on the anchor follows the vault of `position`, which was found to be the newest. */
  follow(position: ManifestPosition): void {
    this.#position = position;
    this.touch();
  }

  /** The audit log has grown: the anchor is written within a second. Nothing happens before the first `follow`. */
  touch(): void {
    if (this.#position === null) return;
    this.#unwritten = true;
    this.#cancelTimer ??= this.#parts.clock.after(writeDelayMs, () => void this.flush());
  }

  /** Writes now what is not yet written. Never rejects and never makes the keychain prompt: what fails is tried again. */
  flush(): Promise<void> {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    this.#writing = this.#writing.then(() => this.#writeIfNeeded());
    return this.#writing;
  }

  /** null: there is none, or no keychain. */
  async #read(vaultId: string): Promise<Buffer | null> {
    try {
      return await this.#parts.keyStore.read(account(vaultId));
    } catch (thrown) {
      if (faultCodeOf(thrown) === 'keychain_absent') return null;
      throw thrown;
    }
  }

  /** An anchor that cannot be read is no witness for the file: the person is asked, as after a rollback. */
  #reaches(bytes: Buffer, position: ManifestPosition): boolean {
    const item = readItem(bytes);
    if (item === null || item.vaultId !== position.vaultId) return false;
    if (position.sequence < item.manifest.sequence) return false;
    if (position.sequence === item.manifest.sequence && position.digest !== item.manifest.digest) return false;
    if (item.audit === null) return true;
    return this.#parts.audit.linkAt(item.audit.sequence)?.toString('hex') === item.audit.link;
  }

  async #writeIfNeeded(): Promise<void> {
    if (!this.#unwritten || this.#position === null) return;
    try {
      const state = await this.#parts.keyStore.probe();
      if (state !== 'ready') throw new BrokerError(state === 'locked' ? 'keychain_locked' : 'keychain_absent');
      // Taken together and in one go: what is committed while the keychain writes marks the anchor as unwritten again.
      const bytes = this.#itemBytes(this.#position);
      this.#unwritten = false;
      await this.#parts.keyStore.write(account(this.#position.vaultId), bytes);
    } catch (thrown) {
      this.#unwritten = true;
      this.#parts.log.write('warning', 'anchor.unwritten', { code: faultCodeOf(thrown) });
    }
  }

  #itemBytes(position: ManifestPosition): Buffer {
    const last = this.#parts.audit.last();
    const item: Record<keyof AnchorItem, unknown> = {
      format: 1,
      vaultId: position.vaultId,
      manifest: { sequence: position.sequence, digest: position.digest },
      audit: last && { sequence: last.sequence, link: last.link.toString('hex') },
    };
    return Buffer.from(canonicalJson(item), 'utf8');
  }
}

function account(vaultId: string): string {
  return `anchor:${vaultId}`;
}

function readItem(bytes: Buffer): AnchorItem | null {
  try {
    return parseSealedJson(AnchorItem, bytes.toString('utf8'));
  } catch {
    return null;
  }
}
