// For tests only: restores everything from a backup into a vault, and says when it begins and when it is on disk, so that it can
// be killed in between. Run as `node restore-child.testkit.ts VAULT BACKUP`.
import { writeSync } from 'node:fs';
import { openBackup } from '../core/backup/open-backup.ts';
import { restoreBackup } from '../core/backup/restore.ts';
import { SystemRandomness } from '../core/crypto/randomness.ts';
import { Argon2Kdf } from './argon2-kdf.ts';
import { readBackupFile } from './backup-files.ts';
import { MemoryKeyStore, passphrase, vaultAt } from './vault.testkit.ts';

const [, , path = '', file = ''] = process.argv;
const { vault } = vaultAt(path);
await vault.unlock(passphrase());
const parts = { keyStore: new MemoryKeyStore(), kdf: new Argon2Kdf(), randomness: new SystemRandomness() };
const opener = { kind: 'passphrase', passphrase: passphrase() } as const;
const backup = await openBackup(await readBackupFile(file), opener, parts);
writeSync(1, 'begins\n');
restoreBackup(backup, vault, { secrets: { kind: 'everything' }, clients: true, settings: true });
writeSync(1, 'restored\n');
