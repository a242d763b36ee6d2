// For tests only: writes two backups in turn to the same file until it is killed. Run as `node backup-child.testkit.ts PATH`.
import { writeSync } from 'node:fs';
import { writeBackupFile } from './backup-files.ts';

const [, , path = ''] = process.argv;
for (let round = 0; ; round += 1) {
  await writeBackupFile(path, Buffer.alloc(300_000, round % 2 === 0 ? 'A' : 'B'));
  writeSync(1, `${round}\n`);
}
