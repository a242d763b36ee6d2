// What can be wrong with a vault, in words of its records, and what mends it.
import type { RecordKind } from './record-seal.ts';
import type { RecordChange } from './unlocked-vault.ts';
import type { Opener } from './vault-openers.ts';

/**
 * `edited`: the bytes or columns of a listed record were changed. `missing`: a listed record is gone. `moved`: the bytes of a
 * listed record lie under another id. `older`, `newer`: a record of this vault, but another version than the listed one.
 * `extra`: a record of this vault that is not listed, such as one that had been removed. `foreign`: a row that no key of this
 * vault opens, and that is not listed.
 */
export type DamageWhy = 'edited' | 'missing' | 'extra' | 'moved' | 'older' | 'newer' | 'foreign';

export interface DamagedRecord {
  /** As it stands in the file or in the manifest: of a foreign row it may be any text. */
  readonly id: string;
  /** As `id`. */
  readonly kind: string;
  readonly why: DamageWhy;
  /** A repair keeps it without a backup: its bytes open, or lie somewhere else in the file. */
  readonly kept: boolean;
}

export interface GoodRecord {
  readonly id: string;
  readonly kind: RecordKind;
  readonly version: number;
}

export interface Inspection {
  readonly vaultId: string;
  /** The manifest's sequence; null when the manifest is lost. */
  readonly sequence: number | null;
  /** `lost`: it is gone or does not open, so what is missing or older cannot be told. `partly`: so for some records. */
  readonly manifest: 'whole' | 'partly' | 'lost';
  /** `changed`: a repair keeps only the wrap that opened the vault. */
  readonly wraps: 'whole' | 'changed';
  readonly good: readonly GoodRecord[];
  readonly damaged: readonly DamagedRecord[];
}

/** Works on a locked vault, and leaves it locked. */
export interface VaultRepair {
  inspect(opener: Opener): Promise<Inspection>;
  /** The inspection that it acted on. `replacements` with a body are sealed anew; with null they are dropped. */
  repair(opener: Opener, replacements: readonly RecordChange[]): Promise<Inspection>;
}
