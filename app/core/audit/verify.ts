// SECURITY P6: checks the whole chain without any private key. It only reads, and what it finds is a value.
import type { ChainVerdict } from '../../contract/audit-chain.ts';
import type { StoredEvent, StoredHead } from '../ports/audit-store.ts';
import type { AuditBook } from './audit-book.ts';
import { type AuditPosition, firstLink, follows, isHeadSignedBy, nextLink } from './chain.ts';

/** Whose log it has to be. Offline both come from the file itself; an open vault knows them from its own sealed keys. */
export interface AuditIdentity {
  readonly vaultId: string;
  /** Ed25519, 32 bytes. */
  readonly signPublic: Buffer;
}

const pageLength = 500;

/**
 * Walks the chain from the beginning, then holds it against the signed head and, when given, against a position that was
 * kept outside the file.
 * @throws BrokerError only what reading the store throws
 */
export function verifyChain(
  book: AuditBook,
  identity: AuditIdentity,
  anchor: AuditPosition | null = null,
): ChainVerdict {
  const meta = book.meta();
  if (meta === null) return broken(1, 'cut');
  if (meta.vaultId !== identity.vaultId || !meta.signPublic.equals(identity.signPublic)) return broken(0, 'foreign');
  const head = book.lastHead();
  const witnesses = [head, anchor].filter((witness) => witness !== null);
  const walk = walkChain(book, meta.vaultId, witnesses);
  if (walk.kind === 'broken') return walk;
  if (head === null || !isHeadSignedBy(meta.signPublic, meta.vaultId, head)) return broken(0, 'signature');
  const objection = witnesses.map((witness) => objectionOf(witness, walk)).find((verdict) => verdict !== null);
  if (objection) return objection;
  return { kind: 'whole', events: walk.events, signedUpTo: head.sequence, unsigned: walk.events - head.sequence };
}

type Broken = Extract<ChainVerdict, { kind: 'broken' }>;

interface Walk {
  readonly kind: 'walked';
  readonly events: number;
  /** The link at each sequence that a witness speaks of. */
  readonly links: ReadonlyMap<number, Buffer>;
}

function broken(at: number, why: Broken['why']): Broken {
  return { kind: 'broken', at, why };
}

function walkChain(book: AuditBook, vaultId: string, witnesses: readonly AuditPosition[]): Walk | Broken {
  const wanted = new Set(witnesses.map((witness) => witness.sequence));
  const links = new Map<number, Buffer>();
  let place: AuditPosition = { sequence: 0, link: firstLink(vaultId) };
  if (wanted.has(0)) links.set(0, place.link);
  for (const event of eventsFrom(book, Number.NEGATIVE_INFINITY)) {
    if (!follows(event, place)) return whatBroke(book, event, place);
    place = event;
    if (wanted.has(event.sequence)) links.set(event.sequence, event.link);
  }
  return { kind: 'walked', events: place.sequence, links };
}

function* eventsFrom(book: AuditBook, from: number): Generator<StoredEvent> {
  for (let next = from; ; ) {
    const page = book.range(next, pageLength);
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < pageLength) return;
    next = last.sequence + 1;
  }
}

/** `found` does not follow `place`. Names the likeliest reason; whichever it is, the chain is broken there. */
function whatBroke(book: AuditBook, found: StoredEvent, place: AuditPosition): Broken {
  const at = place.sequence + 1;
  if (found.sequence < at) return broken(at, 'edited');
  for (const later of eventsFrom(book, at)) {
    if (later.sequence === found.sequence) continue;
    // The body that belongs here lies further on: with its own link, or with its link left behind at this place.
    const link = nextLink(place.link, at, later.sealed);
    if (link.equals(later.link) || (found.sequence === at && link.equals(found.link))) return broken(at, 'reordered');
  }
  const rightBody = nextLink(place.link, at, found.sealed).equals(found.link);
  return broken(at, found.sequence > at && !rightBody ? 'gap' : 'edited');
}

function objectionOf(witness: StoredHead | AuditPosition, walk: Walk): Broken | null {
  if (witness.sequence > walk.events) return broken(walk.events + 1, 'cut');
  const link = walk.links.get(witness.sequence);
  return link?.equals(witness.link) ? null : broken(witness.sequence, 'rewritten');
}
