// The vault key of the version before, wrapped under the current one: until a rotation is finished, what is still sealed under
// it must open.
import { BrokerError } from '../../contract/fault.ts';
import { open, seal } from '../crypto/aead.ts';
import type { Randomness } from '../ports/randomness.ts';
import type { StoredWrap } from '../ports/record-store.ts';
import { wrapAad } from './key-wrap.ts';
import { newRecordId } from './record-seal.ts';
import { VaultKeys } from './vault-keys.ts';

/** Its `key_version` is that of the key inside. */
export function wrapPrevious(
  current: VaultKeys,
  previous: VaultKeys,
  vaultId: string,
  randomness: Randomness,
): StoredWrap {
  const wrap = { id: newRecordId(randomness), kind: 'previous', parameters: '{}', keyVersion: previous.version };
  return { ...wrap, wrapped: seal(current.previous, previous.vaultKey, wrapAad(vaultId, wrap), randomness) };
}

/** @throws BrokerError vault_corrupt */
export function openPrevious(current: VaultKeys, wrap: StoredWrap, vaultId: string): VaultKeys {
  if (wrap.parameters !== '{}' || wrap.keyVersion !== current.version - 1) throw new BrokerError('vault_corrupt');
  return new VaultKeys(open(current.previous, wrap.wrapped, wrapAad(vaultId, wrap)), vaultId, wrap.keyVersion);
}
