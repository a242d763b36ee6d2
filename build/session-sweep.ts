// Ends what a private session left running. Knows its processes by the session's folder in their environment, so it never
// touches another's.

import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

const ROUNDS = 50;
const POLITE_ROUNDS = 10;

/**
 * Ends every process whose environment names this folder, until none is left: asks first, so that an X server removes its
 * lock, and kills after 0.2 s. Gives up after a second.
 */
export async function endSessionProcesses(folder: string): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const left = await processesOf(folder);
    if (left.length === 0) return;
    for (const pid of left) send(pid, round < POLITE_ROUNDS ? 'SIGTERM' : 'SIGKILL');
    await pause(20);
  }
}

async function processesOf(folder: string): Promise<readonly number[]> {
  const found: number[] = [];
  for (const name of await readdir('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    const environment = await readFile(`/proc/${name}/environ`, 'latin1').catch(() => '');
    if (environment.split('\0').some((entry) => entry.includes(`=${folder}/`))) found.push(pid);
  }
  return found;
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself.
  }
}
