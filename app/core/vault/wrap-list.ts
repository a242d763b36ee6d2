// The wraps of a vault as a whole: which there are, and which belong together.
import { BrokerError } from '../../contract/fault.ts';
import { WrapKind } from '../../contract/keys.ts';
import type { RecordStore, StoredWrap } from '../ports/record-store.ts';

/**
 * The wraps of the store: at least one, of each kind at most one, all of the same vault key, and perhaps the previous key.
 * @throws BrokerError vault_corrupt
 */
export function readWraps(store: RecordStore): readonly StoredWrap[] {
  const wraps = store.wraps();
  const kinds = wraps.map(({ kind }) => kind);
  const known = kinds.every((kind) => kind === 'previous' || WrapKind.safeParse(kind).success);
  const versions = new Set(wraps.filter(({ kind }) => kind !== 'previous').map(({ keyVersion }) => keyVersion));
  if (!known || new Set(kinds).size < kinds.length || versions.size !== 1) throw new BrokerError('vault_corrupt');
  return wraps;
}

export function wrapOf(wraps: readonly StoredWrap[], kind: WrapKind | 'previous'): StoredWrap | undefined {
  return wraps.find((wrap) => wrap.kind === kind);
}

export function kindsOf(wraps: readonly StoredWrap[]): readonly WrapKind[] {
  return WrapKind.options.filter((kind) => wrapOf(wraps, kind) !== undefined);
}

/** Whether the keychain holds something that opens this vault, and so may hold its anchor. */
export function usesKeychain(wraps: readonly StoredWrap[]): boolean {
  return wraps.some(({ kind }) => kind === 'keychain' || kind === 'keychain+passphrase');
}
