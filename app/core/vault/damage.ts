// What can be wrong with a vault, in words of its records, and what mends it.
import type { RecordKind } from '../../contract/vocabulary.ts';
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

/** Unlocks nothing. A wrong passphrase or recovery code counts as a wrong try. */
export interface VaultRepair {
  /**
   * What is damaged, and what is good; changes nothing. `opener` is as for `Vault.unlockWith`.
   * @throws BrokerError as `Vault.unlockWith`; vault_corrupt when neither the manifest nor any record opens, so that the key is
   * not of this file
   */
  inspect(opener: Opener): Promise<Inspection>;
  /**
   * Mends a locked vault in one transaction, and gives the inspection that it acted on: good records stay, what is `kept` is
   * kept, what does not open leaves the file, and a new manifest lists the result. Each of `replacements` is sealed anew with a
   * version above every one that was seen and above `after`, or dropped when its body is null; the caller wipes the bodies. A
   * rolled-back file stays one: the next unlock tells.
   * @throws BrokerError as `inspect`; internal when the vault is unlocked; disk_full, profile_readonly, vault_in_use, and
   * nothing was changed
   */
  repair(opener: Opener, replacements: readonly RecordChange[]): Promise<Inspection>;
}
