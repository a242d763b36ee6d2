// A kill in the middle of a restore leaves the vault as it was or as the backup is, and nothing in between.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { encodeBackup } from '../core/backup/backup-file.ts';
import { readListedRows } from '../core/backup/make-backup.ts';
import { writeBackupFile } from './backup-files.ts';
import { draft, freshVaultPath, passphrase, vaultAt } from './vault.testkit.ts';

const child = fileURLToPath(new URL('./restore-child.testkit.ts', import.meta.url));
const kills = 6;
const inBackup = 100;

test(`P5: after each of ${kills} kills in the middle of a restore the vault opens with all of it or none`, async (t) => {
  const path = freshVaultPath(t);
  const made = vaultAt(path);
  await made.vault.create(passphrase(), { keychain: false });
  const drafts = Array.from({ length: inBackup }, (_, i) => draft({ name: `a/${i}` }));
  made.secrets.applyAll(drafts.map((each) => ({ kind: 'add', draft: each })));
  const rows = readListedRows(made.store, made.vault);
  const file = `${path}.backup`;
  await writeBackupFile(file, encodeBackup({ madeAt: 0, madeBy: '0.1.0', rows, ownWrap: null }));
  made.database.close();
  let restored = 0;
  for (let kill = 0; kill < kills; kill += 1) {
    // Something else in the vault, so that both outcomes can be told apart.
    const before = vaultAt(path);
    await before.vault.unlock(passphrase());
    const names = before.secrets.list().map(({ name }) => name);
    if (!names.includes(draft({ name: 'mine' }).name)) before.secrets.add(draft({ name: 'mine' }));
    const count = before.secrets.list().length;
    before.database.close();
    const told = await restoreUntilKilled(path, file);
    const after = vaultAt(path);
    await after.vault.unlock(passphrase());
    const found = after.secrets.list();
    const whole = !found.some(({ name }) => name === 'mine');
    assert.equal(found.length, whole ? inBackup : count);
    if (told) assert.ok(whole, 'what was told to be on disk is there');
    await after.secrets.withRevealed(
      found.map(({ id }) => id),
      async (all) => assert.equal(all.length, found.length),
    );
    if (whole) restored += 1;
    after.database.close();
  }
  t.diagnostic(`${restored} of ${kills} were restored before the kill`);
});

/** Whether the child said that the restore is on disk before it was killed. */
async function restoreUntilKilled(path: string, file: string): Promise<boolean> {
  const restorer = spawn(process.execPath, [child, path, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: restorer.stdout });
  let told = false;
  lines.on('line', (line) => {
    if (line === 'begins') setTimeout(() => restorer.kill('SIGKILL'), Math.random() * 200);
    if (line === 'restored') told = true;
  });
  await Promise.all([once(restorer, 'exit'), once(lines, 'close')]);
  return told;
}
