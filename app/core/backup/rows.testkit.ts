// For tests only: rows that have the form of a vault's and the meaning of none, for what only moves them.
import { SystemRandomness } from '../crypto/randomness.ts';
import { newRecordId } from '../vault/record-seal.ts';
import type { VaultRows } from './backup-file.ts';

const randomness = new SystemRandomness();

/** Rows of a made-up vault; `vaultId` keeps it the same one with other contents. */
export function someRows(records = 3, vaultId: string = newRecordId(randomness)): VaultRows {
  return {
    header: { format: 1, vaultId },
    wraps: [
      {
        id: newRecordId(randomness),
        kind: 'keychain+passphrase',
        parameters: '{"note":"text, that \\"may\\" hold anything printable"}',
        keyVersion: 1,
        wrapped: randomness.bytes(60),
      },
    ],
    manifest: randomness.bytes(284),
    records: Array.from({ length: records }, (_, i) => {
      return {
        id: newRecordId(randomness),
        kind: 'secret',
        version: i + 1,
        keyVersion: 1,
        sealed: randomness.bytes(284 + i),
      };
    }).sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
}
