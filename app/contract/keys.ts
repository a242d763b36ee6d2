// What the windows may know of the keys that open the vault, and how a person opens it. No key, code or passphrase is in a view.
import { z } from 'zod';
import { Passphrase } from './proof.ts';
import { EpochMs } from './vocabulary.ts';

/** `keychain` alone: any program of the account could open the vault; on macOS after Touch ID. */
export const WrapKind = z.enum(['keychain+passphrase', 'passphrase', 'keychain', 'recovery']);
export type WrapKind = z.infer<typeof WrapKind>;

/** As the person types it; judged by the core. */
export const RecoveryText = z.string().min(1).max(100);

/** `quick`: the system confirms that the person is here, and a key that was kept in memory opens the vault. */
export const Opener = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('passphrase'), passphrase: Passphrase }),
  z.object({ kind: z.literal('recovery'), code: RecoveryText }),
  z.object({ kind: z.literal('keychain') }),
  z.object({ kind: z.literal('quick') }),
]);
export type Opener = z.infer<typeof Opener>;

/** What only the person knows: it shows that a change of the keys is theirs. */
export const KeyProof = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('passphrase'), passphrase: Passphrase }),
  z.object({ kind: z.literal('recovery'), code: RecoveryText }),
]);
export type KeyProof = z.infer<typeof KeyProof>;

/** How a locked vault can be opened now. */
export const WaysIn = z.object({
  wraps: z.array(WrapKind),
  /** A key was kept in memory at the last lock, and the system can ask whether the person is here. */
  quick: z.boolean(),
  /** After wrong tries nothing is tried before this. */
  retryAt: EpochMs.nullable(),
});
export type WaysIn = z.infer<typeof WaysIn>;

/** `done` of `total` records are under the new vault key. */
export const RotationProgress = z.object({ done: z.int().nonnegative(), total: z.int().nonnegative() });
export type RotationProgress = z.infer<typeof RotationProgress>;

export const KeysView = z.object({
  wraps: z.array(WrapKind),
  keychain: z.enum(['ready', 'locked', 'absent']),
  /** How often the vault key was rotated, and one more. */
  keyVersion: z.int().positive(),
  /** null: no rotation is under way. */
  rotation: RotationProgress.nullable(),
});
export type KeysView = z.infer<typeof KeysView>;
