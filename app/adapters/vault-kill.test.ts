// A kill at any moment loses nothing that was told to be on disk.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { freshVaultPath, passphrase, vaultAt } from './vault.testkit.ts';

const child = fileURLToPath(new URL('./vault-child.testkit.ts', import.meta.url));
const kills = 20;

test(`P5: after each of ${kills} kills in the middle of writing the vault opens with all that was acknowledged`, async (t) => {
  const path = freshVaultPath(t);
  const made = vaultAt(path);
  await made.vault.create(passphrase(), { keychain: false });
  made.database.close();
  const told = new Map<string, number>();
  for (let kill = 1; kill <= kills; kill += 1) {
    const before = told.size;
    await writeUntilKilled(path, told);
    assert.ok(told.size > before, 'the writer wrote');
    const { vault, database } = vaultAt(path);
    await vault.unlock(passphrase());
    const found = new Map<string, number>(vault.readRecords('setting', ({ id, version }) => [id, version]));
    const lost = [...told].filter(([id, version]) => (found.get(id) ?? 0) < version);
    assert.deepEqual(lost, [], `lost after kill ${kill}`);
    // At most the change that was under way was not told.
    const untold = [...found.keys()].filter((id) => !told.has(id));
    assert.ok(untold.length <= 1);
    for (const id of untold) told.set(id, found.get(id) ?? 0);
    database.close();
  }
});

/** Lets the child write, and kills it at a random moment; `told` then holds what it said was on disk. */
async function writeUntilKilled(path: string, told: Map<string, number>): Promise<void> {
  const writer = spawn(process.execPath, [child, 'write', path], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: writer.stdout });
  const enough = 1 + Math.floor(Math.random() * 40);
  let count = 0;
  lines.on('line', (line) => {
    const [what, id = '', version = '0'] = line.split(' ');
    if (what === 'put') told.set(id, Number(version));
    if (what === 'gone') told.delete(id);
    count += 1;
    // A moment of its own after the last line, so that the kill falls anywhere in the next change.
    if (count === enough) setTimeout(() => writer.kill('SIGKILL'), Math.random() * 8);
  });
  await Promise.all([once(writer, 'exit'), once(lines, 'close')]);
}
