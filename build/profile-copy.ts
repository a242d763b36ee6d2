// A private copy of a profile's database, so that looking at it changes no byte of the profile: even reading makes SQLite write
// beside the file.

import { copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stop } from './step.ts';

/** The database and its logs. The shared-memory file is left out: SQLite makes it anew from the log. */
const names = ['vault.db', 'vault.db-wal', 'vault.db-journal'];
const tries = 20;

/**
 * Hands `look` the path of the copy, which is gone afterwards. A running Postern may be writing, so the copy counts only if
 * nothing changed meanwhile.
 * @throws Stop in plain words when there is nothing to copy or it never holds still
 */
export function withProfileCopy<T>(folder: string, look: (path: string) => T): T {
  const copy = mkdtempSync(join(tmpdir(), 'postern-verify-'));
  try {
    copyStill(folder, copy);
    return look(join(copy, 'vault.db'));
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function copyStill(folder: string, copy: string): void {
  for (let left = tries; left > 0; left--) {
    const before = stateOf(folder);
    for (const name of names) {
      rmSync(join(copy, name), { force: true });
      if (before.has(name)) copyIfThere(join(folder, name), join(copy, name));
    }
    const after = stateOf(folder);
    if (names.every((name) => before.get(name) === after.get(name))) return;
  }
  throw new Stop('The profile is being written all the time. Try again in a moment.');
}

/** Each file that is there, with what changes when it is written. */
function stateOf(folder: string): ReadonlyMap<string, string> {
  if (!statOf(folder)?.isDirectory()) throw new Stop('There is no such folder, or it cannot be read.');
  const states = new Map<string, string>();
  for (const name of names) {
    const stat = statOf(join(folder, name));
    if (stat?.isFile()) states.set(name, `${stat.ino} ${stat.size} ${stat.mtimeNs} ${stat.ctimeNs}`);
  }
  if (!states.has('vault.db'))
    throw new Stop('There is no vault in that folder: it holds no vault.db that can be read.');
  return states;
}

function statOf(path: string): ReturnType<typeof bigStat> | null {
  try {
    return bigStat(path);
  } catch {
    return null;
  }
}

function bigStat(path: string) {
  return statSync(path, { bigint: true });
}

function copyIfThere(from: string, to: string): void {
  try {
    copyFileSync(from, to);
  } catch (cause) {
    // Gone since we looked: then the state has changed too, and it is tried again.
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return;
    throw new Stop('The vault in that folder cannot be read by this account.', { cause });
  }
}
