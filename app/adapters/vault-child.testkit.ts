// For tests only: what a test lets another process do with a vault file, so that it can be killed, or be nobody.
// Run as `node vault-child.testkit.ts write|open|put PATH`.
import { writeSync } from 'node:fs';
import { faultCodeOf } from '../contract/fault.ts';
import { SystemRandomness } from '../core/crypto/randomness.ts';
import { newRecordId } from '../core/vault/record-seal.ts';
import { passphrase, vaultAt } from './vault.testkit.ts';

const [, , work, path = ''] = process.argv;
// As root a read-only file can be written; as nobody it cannot.
if (work !== 'write' && process.getuid?.() === 0) process.setuid?.(65_534);
try {
  const { vault, database } = vaultAt(path);
  if (work === 'open') database.close();
  if (work === 'put') await vault.unlock(passphrase());
  if (work === 'put') vault.putRecord('setting', newRecordId(new SystemRandomness()), Buffer.from('{}'));
  if (work === 'write') {
    await vault.unlock(passphrase());
    writeUntilKilled(vault);
  }
  writeSync(1, 'ok\n');
} catch (thrown) {
  writeSync(1, `${faultCodeOf(thrown)}\n`);
}

/** A change is told when it is on disk, `put ID VERSION`; a removal when it begins, `gone ID`, so that either may be found. */
function writeUntilKilled(vault: ReturnType<typeof vaultAt>['vault']): void {
  const randomness = new SystemRandomness();
  for (let round = 1; ; round += 1) {
    const id = newRecordId(randomness);
    vault.putRecord('setting', id, Buffer.alloc(round % 9000, round));
    writeSync(1, `put ${id} 1\n`);
    if (round % 3 === 0) writeSync(1, `put ${id} ${vault.putRecord('setting', id, Buffer.from('again'))}\n`);
    if (round % 5 !== 0) continue;
    writeSync(1, `gone ${id}\n`);
    vault.removeRecord('setting', id);
  }
}
