// Opens and closes the audit log with the session. Its private keys lie in the vault as a record of their own.
import { RecordId } from '../../contract/vocabulary.ts';
import type { AuditKeys } from '../audit/audit-keys.ts';
import { generateAuditKeys } from '../audit/audit-keys.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { recordQuietly } from '../audit/record-quietly.ts';
import { boxKey } from '../crypto/sealed-box.ts';
import { signingKey } from '../crypto/sign.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Randomness } from '../ports/randomness.ts';
import type { LockReason, SessionPart } from './session.ts';

export interface AuditPartNeeds {
  readonly audit: AuditLog;
  readonly records: {
    readRecords<T>(kind: 'audit-keys', read: (record: { readonly body: Buffer }) => T): readonly T[];
    putRecord(kind: 'audit-keys', id: RecordId, body: Buffer): number;
  };
  readonly transaction: (work: () => void) => void;
  readonly vaultId: () => string;
  readonly randomness: Randomness;
  readonly clock: Clock;
  readonly log: Log;
}

/** The record's body is the Ed25519 seed and the X25519 private key, 32 bytes each. */
export function createAuditPart({
  audit,
  records,
  transaction,
  vaultId,
  randomness,
  clock,
  log,
}: AuditPartNeeds): SessionPart {
  let begunAnew = false;
  const keysInVault = (): AuditKeys => {
    const [stored] = records.readRecords('audit-keys', ({ body }) => keysFrom(Buffer.from(body)));
    if (stored !== undefined) return stored;
    // A vault that has just been made, or one whose making was cut short before its log was.
    const keys = generateAuditKeys(randomness);
    const body = Buffer.concat([keys.signPrivate, keys.sealPrivate]);
    // Both or neither: public keys in the file without the private ones in the vault would shut the log for good.
    transaction(() => {
      // A log without its keys is what a repair left that found them nowhere; the person was told before.
      begunAnew = audit.exists;
      if (begunAnew) audit.beginAnew(vaultId(), keys);
      else audit.create(vaultId(), keys);
      records.putRecord('audit-keys', RecordId.parse(randomness.bytes(16).toString('hex')), body);
    });
    body.fill(0);
    return keys;
  };
  return {
    unlocked: (how) => {
      audit.openWith(keysInVault());
      if (begunAnew) audit.record({ kind: 'audit.begun_anew', at: clock.now() });
      begunAnew = false;
      if (how === 'created') audit.record({ kind: 'vault.created', at: clock.now() });
      audit.record({ kind: 'vault.unlocked', at: clock.now() });
    },
    locked: (why: LockReason) => {
      recordQuietly(audit, log, { kind: 'vault.locked', at: clock.now(), why });
      audit.close();
    },
  };
}

/** Takes `body` over: the halves are wiped by `AuditLog.openWith`. */
function keysFrom(body: Buffer): AuditKeys {
  const signPrivate = body.subarray(0, 32);
  const sealPrivate = body.subarray(32, 64);
  return {
    signPublic: signingKey(signPrivate).publicKey,
    signPrivate,
    sealPublic: boxKey(sealPrivate).publicKey,
    sealPrivate,
  };
}
