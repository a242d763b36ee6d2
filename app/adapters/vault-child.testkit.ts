// For tests only: what a test lets another process do with a vault file, so that it can be nobody.
// Run as `node vault-child.testkit.ts open|put PATH`.
import { writeSync } from 'node:fs';
import { faultCodeOf } from '../contract/fault.ts';
import { SystemRandomness } from '../core/crypto/randomness.ts';
import { newRecordId } from '../core/vault/record-seal.ts';
import { passphrase, vaultAt } from './vault.testkit.ts';

const [, , work, path = ''] = process.argv;
// As root a read-only file can be written; as nobody it cannot.
if (process.getuid?.() === 0) process.setuid?.(65_534);
try {
  const { vault, database } = vaultAt(path);
  if (work === 'open') database.close();
  if (work === 'put') await vault.unlock(passphrase());
  if (work === 'put') vault.putRecord('setting', newRecordId(new SystemRandomness()), Buffer.from('{}'));
  writeSync(1, 'ok\n');
} catch (thrown) {
  writeSync(1, `${faultCodeOf(thrown)}\n`);
}
