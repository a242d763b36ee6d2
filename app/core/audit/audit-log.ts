// The audit log: what happened, in order, sealed and linked. It records locked or unlocked by the same path, and never
// says that something is recorded before it is on disk.
import { z } from 'zod';
import { type AuditEntry, AuditEvent } from '../../contract/audit.ts';
import type { ChainVerdict } from '../../contract/audit-chain.ts';
import { BrokerError, faultCodeOf } from '../../contract/fault.ts';
import { canonicalJson, sameBytes } from '../crypto/digest.ts';
import { pad, unpad } from '../crypto/padding.ts';
import { type BoxKey, boxKey, type Sealer, sealerTo } from '../crypto/sealed-box.ts';
import { type SigningKey, signingKey } from '../crypto/sign.ts';
import { wipe } from '../crypto/wipe.ts';
import { Listeners } from '../listeners.ts';
import type { StoredEvent } from '../ports/audit-store.ts';
import type { Randomness } from '../ports/randomness.ts';
import type { AuditBook, AuditMeta } from './audit-book.ts';
import type { AuditKeys } from './audit-keys.ts';
import { type AuditPosition, bodyAad, firstLink, isHeadSignedBy, nextLink, signHead } from './chain.ts';
import { verifyChain } from './verify.ts';

/** The last event, and the number of the next. */
interface Place extends AuditPosition {
  readonly next: number;
}

interface OpenKeys {
  readonly sign: SigningKey;
  readonly box: BoxKey;
}

export class AuditLog {
  /** Told after every event that was recorded. A listener never throws. */
  readonly changed = new Listeners();
  readonly #book: AuditBook;
  readonly #randomness: Randomness;
  #meta: AuditMeta | null = null;
  #keys: OpenKeys | null = null;
  /** Kept in memory once read, so that a table cut while Postern runs leaves a gap. */
  #place: Place | null = null;
  /** For the next write, and that alone. */
  #sealer: Sealer | null = null;

  constructor(book: AuditBook, randomness: Randomness) {
    this.#book = book;
    this.#randomness = randomness;
  }

  /**
   * Begins the log of a new vault. Belongs in one transaction with the record that keeps `keys`: a log whose keys are lost
   * never opens again. Wipes nothing and stays closed.
   * @throws BrokerError audit_unwritable when there is a log already; disk_full, profile_readonly
   */
  create(vaultId: string, keys: AuditKeys): void {
    const beginning = { sequence: 0, link: firstLink(vaultId) };
    const meta = { vaultId, signPublic: keys.signPublic, sealPublic: keys.sealPublic };
    this.#book.create(meta, signHead(signingKey(keys.signPrivate), vaultId, beginning));
    this.#meta = null;
    this.#place = null;
    this.#sealer = null;
  }

  /** Whether a log was begun here, with whatever keys. */
  get exists(): boolean {
    return this.#book.meta() !== null;
  }

  /**
   * Begins the log anew after a repair in which the keys of the one before were lost: nobody can read that one any more. It stays
   * in the file, whole, under another name. Otherwise as `create`.
   * @throws BrokerError as `create`
   */
  beginAnew(vaultId: string, keys: AuditKeys): void {
    this.#book.setAside();
    this.create(vaultId, keys);
  }

  /**
   * At unlock: from now on every event is signed, and what was recorded while locked is signed at once. Takes the private
   * buffers over: both are wiped when this returns or throws.
   * @throws BrokerError no_vault; audit_broken when the log was made with other keys; and as `record`
   */
  openWith(keys: AuditKeys): void {
    try {
      const meta = this.#about();
      const open = { sign: signingKey(keys.signPrivate), box: boxKey(keys.sealPrivate) };
      // SECURITY P6: public keys that were exchanged in the file do not pass for the vault's own.
      const same = sameBytes(open.sign.publicKey, meta.signPublic) && sameBytes(open.box.publicKey, meta.sealPublic);
      if (!same) throw new BrokerError('audit_broken');
      writing(() => this.#signTail(open.sign, meta));
      this.#keys = open;
    } finally {
      wipe(keys.signPrivate, keys.sealPrivate);
    }
  }

  /** At lock: drops the private keys. Recording goes on; reading does not. Idempotent. */
  close(): void {
    this.#keys = null;
    this.#sealer = null;
  }

  /** Does ahead what the next record would have to wait for. Does nothing while locked. @throws BrokerError no_vault, internal */
  prepare(): void {
    if (this.#keys !== null) this.#sealer ??= sealerTo(this.#about().sealPublic, this.#randomness);
  }

  /**
   * SECURITY P3: when this returns, the event is on disk; when it throws, nothing was recorded and nothing may happen.
   * @throws BrokerError disk_full, profile_readonly; audit_unwritable for any other reason; no_vault before `create`;
   * internal for an event that is none
   */
  record(event: AuditEvent): void {
    this.recordAll([event]);
  }

  /** As `record`, all of them in this order, or none; at least one. */
  recordAll(events: readonly AuditEvent[]): void {
    const parsed = z.array(AuditEvent).min(1).safeParse(events);
    if (!parsed.success) throw new BrokerError('internal');
    writing(() => {
      const meta = this.#about();
      let place = this.#here(meta);
      const sealer = this.#sealer ?? sealerTo(meta.sealPublic, this.#randomness);
      this.#sealer = null;
      const stored = parsed.data.map((event) => {
        const sealed = sealedAt(place, meta, event, sealer);
        place = { ...sealed, next: sealed.sequence + 1 };
        return sealed;
      });
      if (this.#keys === null) this.#book.append(stored);
      else this.#book.appendSigned(stored, signHead(this.#keys.sign, meta.vaultId, place));
      this.#place = place;
    });
    this.changed.notify();
  }

  /**
   * Newest first, at most `limit`, only those before the sequence `before` (null: from the newest).
   * @throws BrokerError locked
   */
  entries(before: number | null, limit: number): readonly AuditEntry[] {
    const { box } = this.#opened();
    const { vaultId } = this.#about();
    return this.#book.newest(before, limit).map((stored) => openEntry(box, vaultId, stored));
  }

  /** Where the log stands, for the anchor outside the file. @throws BrokerError no_vault */
  position(): AuditPosition {
    const { sequence, link } = this.#here(this.#about());
    return { sequence, link };
  }

  /** As `position`, but null before the first event and without a log. */
  last(): AuditPosition | null {
    if (this.#book.meta() === null) return null;
    const position = this.position();
    return position.sequence === 0 ? null : position;
  }

  /** The link that the file holds at `sequence`; null: no such event there. */
  linkAt(sequence: number): Buffer | null {
    const event = this.#book.range(sequence, 1)[0];
    return event?.sequence === sequence ? event.link : null;
  }

  /** The whole chain, checked anew from the file; `anchor` is what was kept outside it. @throws BrokerError no_vault */
  verify(anchor: AuditPosition | null = null): ChainVerdict {
    const meta = this.#about();
    const signPublic = this.#keys?.sign.publicKey ?? meta.signPublic;
    return verifyChain(this.#book, { vaultId: meta.vaultId, signPublic }, anchor);
  }

  #about(): AuditMeta {
    this.#meta ??= this.#book.meta();
    if (this.#meta === null) throw new BrokerError('no_vault');
    return this.#meta;
  }

  #opened(): OpenKeys {
    if (this.#keys === null) throw new BrokerError('locked');
    return this.#keys;
  }

  #signTail(sign: SigningKey, meta: AuditMeta): void {
    const { sequence, link } = this.#here(meta);
    if (this.#isDamaged(meta) || this.#book.lastHead()?.sequence === sequence) return;
    this.#book.putHead(signHead(sign, meta.vaultId, { sequence, link }));
  }

  #here(meta: AuditMeta): Place {
    this.#place ??= this.#load(meta);
    return this.#place;
  }

  /**
   * SECURITY P6: where head and table disagree, the log goes on after a gap. The next signed head would otherwise cover
   * a cut tail or an exchanged head, and the damage would no longer show.
   */
  #load(meta: AuditMeta): Place {
    const { sequence, link } = this.#book.last() ?? { sequence: 0, link: firstLink(meta.vaultId) };
    if (!this.#isDamaged(meta)) return { sequence, link, next: sequence + 1 };
    const head = this.#book.lastHead();
    const signed = head !== null && isHeadSignedBy(meta.signPublic, meta.vaultId, head) ? head.sequence : 0;
    return { sequence, link, next: Math.max(sequence, signed) + 2 };
  }

  #isDamaged(meta: AuditMeta): boolean {
    const head = this.#book.lastHead();
    if (head === null || !isHeadSignedBy(meta.signPublic, meta.vaultId, head)) return true;
    const link = head.sequence === 0 ? firstLink(meta.vaultId) : this.linkAt(head.sequence);
    return link === null || !link.equals(head.link);
  }
}

function sealedAt({ link, next: sequence }: Place, meta: AuditMeta, event: AuditEvent, sealer: Sealer): StoredEvent {
  const sealed = sealer(pad(Buffer.from(canonicalJson(event))), bodyAad(meta.vaultId, sequence));
  return { sequence, sealed, link: nextLink(link, sequence, sealed) };
}

/** Whatever keeps an event from the disk is a coded fault, and the helpful ones keep their code. */
function writing(work: () => void): void {
  try {
    work();
  } catch (thrown) {
    if (['disk_full', 'profile_readonly', 'no_vault'].includes(faultCodeOf(thrown))) throw thrown;
    throw new BrokerError('audit_unwritable', { cause: thrown });
  }
}

function openEntry(box: BoxKey, vaultId: string, stored: StoredEvent): AuditEntry {
  return { sequence: stored.sequence, event: openEvent(box, vaultId, stored) };
}

/** null: not what Postern sealed for this place. */
function openEvent(box: BoxKey, vaultId: string, stored: StoredEvent): AuditEvent | null {
  try {
    const body = unpad(box.open(stored.sealed, bodyAad(vaultId, stored.sequence)));
    return AuditEvent.safeParse(JSON.parse(body.toString())).data ?? null;
  } catch {
    return null;
  }
}
