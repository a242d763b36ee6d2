// The bytes that are hashed, signed and authenticated: see FORMAT.md beside this file, which fixes them.
import { sha256 } from '../crypto/digest.ts';
import { encodeFields } from '../crypto/fields.ts';
import { isSignedBy, type SigningKey } from '../crypto/sign.ts';
import type { StoredEvent, StoredHead } from '../ports/audit-store.ts';

/** A place in the chain: the sequence of an event and its link. 0 is the beginning, before the first event. */
export interface AuditPosition {
  readonly sequence: number;
  /** 32 bytes. */
  readonly link: Buffer;
}

/** The link before the first event: no two vaults share it. */
export function firstLink(vaultId: string): Buffer {
  return sha256('postern/audit/first/1', vaultId);
}

export function nextLink(previous: Buffer, sequence: number, sealed: Buffer): Buffer {
  return sha256(previous, bigEndian(sequence), sealed);
}

/** What authenticates a sealed body besides its bytes: it opens only in this vault and at this place. */
export function bodyAad(vaultId: string, sequence: number): Buffer {
  return encodeFields('postern/audit/body/1', vaultId, sequence);
}

export function signHead(key: SigningKey, vaultId: string, position: AuditPosition): StoredHead {
  return { ...position, signature: key.sign(headMessage(vaultId, position)) };
}

export function isHeadSignedBy(publicKey: Buffer, vaultId: string, head: StoredHead): boolean {
  return head.sequence >= 0 && isSignedBy(publicKey, headMessage(vaultId, head), head.signature);
}

/** Whether `event` is the one with this number after `previous`. */
export function follows(event: StoredEvent, previous: AuditPosition): boolean {
  const sequence = previous.sequence + 1;
  return event.sequence === sequence && nextLink(previous.link, sequence, event.sealed).equals(event.link);
}

function headMessage(vaultId: string, position: AuditPosition): Buffer {
  return encodeFields('postern/audit/head/1', vaultId, position.sequence, position.link.toString('hex'));
}

/** 8 bytes. */
function bigEndian(sequence: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(sequence));
  return bytes;
}
