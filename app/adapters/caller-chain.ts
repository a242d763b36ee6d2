// The processes behind a connection: /proc on Linux, `ps` on macOS, nothing on Windows. A label for the person, not evidence:
// a process can start another program under the same number, and chooses its own name.
import { readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import type { CallerProcess } from '../contract/run.ts';
import type { Callers } from '../core/ports/callers.ts';
import type { ProcessRow } from './process-table.ts';
import { listByPs, readProcess } from './process-table.ts';

const maxLevels = 64;

export class CallerChain implements Callers {
  async chainOf(pid: number): Promise<readonly CallerProcess[]> {
    if (process.platform === 'linux') return chain(pid, readProcess, fromProc);
    return process.platform === 'darwin' ? chainByPs(pid) : [];
  }
}

/** The chain from one listing by `ps`: no working folders, and programs only where `ps` tells whole paths. */
export async function chainByPs(pid: number): Promise<readonly CallerProcess[]> {
  const rows = new Map((await listByPs()).map((row) => [row.pid, row]));
  return chain(pid, (each) => rows.get(each) ?? null, fromPs);
}

function chain(
  pid: number,
  find: (pid: number) => ProcessRow | null,
  describe: (row: ProcessRow) => CallerProcess,
): readonly CallerProcess[] {
  const found: CallerProcess[] = [];
  let child: ProcessRow | null = null;
  for (let next = pid; next > 1 && found.length < maxLevels; ) {
    const row = find(next);
    // A parent that is younger than its child is another process that got the number of one that died in between.
    if (row === null || (child !== null && row.startTime > child.startTime)) break;
    found.push(describe(row));
    child = row;
    next = row.parent;
  }
  return found;
}

function fromProc(row: ProcessRow): CallerProcess {
  const { pid } = row;
  const exe = linkOf(pid, 'exe');
  // The short name of a thread says little (`MainThread` for every Node) and is the process's own choice.
  const name = exe === null ? row.name : basename(exe.replace(/ \(deleted\)$/, ''));
  return { pid, startTime: String(row.startTime), name, exe, cwd: linkOf(pid, 'cwd') };
}

function fromPs(row: ProcessRow): CallerProcess {
  const { pid, name } = row;
  const exe = name.startsWith('/') ? name : null;
  return { pid, startTime: String(row.startTime), name: basename(name), exe, cwd: null };
}

/** null: another account's process, or one that is gone. */
function linkOf(pid: number, link: 'exe' | 'cwd'): string | null {
  try {
    return readlinkSync(`/proc/${pid}/${link}`);
  } catch {
    return null;
  }
}
