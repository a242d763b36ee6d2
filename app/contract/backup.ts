// What the windows may know of backups, restores and repairs: names, versions and times. SECURITY P1: no room for a value.
import { z } from 'zod';
import { FaultCode } from './fault-code.ts';
import { SecretKind } from './secret.ts';
import { EpochMs, RecordId, RecordKind, SecretName } from './vocabulary.ts';

const count = z.int().nonnegative();

/** How the automatic backups stand. `failed`: the last attempt, at `at`; `lastMadeAt` null: there is no backup at all. */
export const BackupStatus = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('made'), at: EpochMs, name: z.string().max(255) }),
  z.strictObject({ kind: z.literal('failed'), at: EpochMs, code: FaultCode, lastMadeAt: EpochMs.nullable() }),
]);
export type BackupStatus = z.infer<typeof BackupStatus>;

/**
 * A secret in a backup, beside the vault as it is now. `new`: the vault has none of that name; `same`: it is there, byte for
 * byte; `differs`: something of it is another.
 */
export const BackupSecret = z
  .strictObject({
    /** In the backup; a pick names it. */
    id: RecordId,
    name: SecretName,
    kind: SecretKind,
    version: z.int().positive(),
    updatedAt: EpochMs,
    olderVersions: count,
    state: z.enum(['new', 'same', 'differs']),
    /** Secrets here that it would take the place of: of the same name, or the same one under another name. */
    replaces: z.array(SecretName).readonly(),
    /** It is a reference, or has one, that will not be followed before the person confirms it. */
    hasReference: z.boolean(),
  })
  .readonly();
export type BackupSecret = z.infer<typeof BackupSecret>;

/** What a restore would bring. */
export const BackupView = z
  .strictObject({
    /** What the file says of itself; nothing proves it. */
    madeAt: EpochMs,
    madeBy: z.string().max(40),
    /** It is a backup of the vault that is open here; otherwise of another one. */
    ofThisVault: z.boolean(),
    /** By name. */
    secrets: z.array(BackupSecret).readonly(),
    /** Secrets of this vault that the backup does not have: 'everything' would remove them. By name. */
    onlyHere: z.array(SecretName).readonly(),
    /** Paired clients, and agents of the gateway. */
    clients: count,
    /** Settings, and providers of the gateway. */
    settings: count,
  })
  .readonly();
export type BackupView = z.infer<typeof BackupView>;

/**
 * What the person wants back. `missing`: the secrets whose state is `new`; `everything`: all of the backup, and nothing else;
 * `picked`: these, each in the place of what it `replaces`.
 */
export const RestoreChoice = z.strictObject({
  secrets: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('missing') }),
    z.strictObject({ kind: z.literal('everything') }),
    z.strictObject({ kind: z.literal('picked'), ids: z.array(RecordId).max(500_000).readonly() }),
  ]),
  /** The paired clients and the agents of the gateway too, in the place of those here. */
  clients: z.boolean(),
  /** The settings and the providers of the gateway too, in the place of those here. */
  settings: z.boolean(),
});
export type RestoreChoice = z.infer<typeof RestoreChoice>;

/** What a restore did. `inactive`: secrets with a reference that waits for the person. */
export const RestoreReport = z
  .strictObject({ added: count, replaced: count, removed: count, inactive: count, clients: count, settings: count })
  .readonly();
export type RestoreReport = z.infer<typeof RestoreReport>;

/**
 * One damaged record, and what becomes of it. `kept`: its bytes are good or lie elsewhere in the vault file, nothing is lost.
 * `backup`: it comes from the backup, in the state it had there. `lost`: nothing holds it. `dropped`: it was never part of
 * this vault, or had been removed.
 */
export const RepairItem = z
  .strictObject({
    /** null: what stands in the file is no id. */
    id: RecordId.nullable(),
    kind: z.enum([...RecordKind.options, 'other']),
    /** The secret that it is or belongs to; null when that cannot be told, or it is none. */
    name: SecretName.nullable(),
    why: z.enum(['edited', 'missing', 'extra', 'moved', 'older', 'newer', 'foreign']),
    outcome: z.enum(['kept', 'backup', 'lost', 'dropped']),
    versionInBackup: z.int().positive().nullable(),
  })
  .readonly();
export type RepairItem = z.infer<typeof RepairItem>;

/** What a repair of a vault that does not open would do. Good records are never touched. */
export const RepairView = z
  .strictObject({
    /** Of the backup that helps; null: none does. As in `BackupView` it is what the file says of itself. */
    madeAt: EpochMs.nullable(),
    good: count,
    /** `lost`: what is missing or older cannot be told, so what the backup has and the vault has not comes back. */
    manifest: z.enum(['whole', 'partly', 'lost']),
    /** `changed`: a repair keeps only the way in that was used now; the others are set up again. */
    wraps: z.enum(['whole', 'changed']),
    items: z.array(RepairItem).readonly(),
  })
  .readonly();
export type RepairView = z.infer<typeof RepairView>;

/** How many records came out of a repair, and how. */
export const RepairReport = z
  .strictObject({ good: count, kept: count, backup: count, lost: count, dropped: count })
  .readonly();
export type RepairReport = z.infer<typeof RepairReport>;
