// Everything that one run started, followed until it is gone: its process group, its session, and what left both. It never
// signals a process that the run did not start. POSIX only.
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessRow } from './process-table.ts';
import { listProcesses, readProcess } from './process-table.ts';

/** The variable by which a daemon that left group, session and parents is still known as part of a run (Linux). */
export const markName = 'POSTERN_RUN';

/** Between SIGTERM and SIGKILL. */
const graceMs = 2000;
/** After SIGKILL only what the kernel will not let go of (another account's, or stuck in a device) is left; it is let be. */
const killMs = 5000;

export interface ProcessGroup {
  /** Waits until nothing of the run is left; false when something still is after `withinMs`. */
  settle(withinMs: number): Promise<boolean>;
  /** Ends whatever is left: SIGTERM, two seconds later SIGKILL. Resolves when it is gone; a second call joins the first. */
  end(): Promise<void>;
}

/**
 * Follows the run led by `leader`, just started `detached` with `mark` in its environment under {@link markName}.
 * One that could not be started has nothing to follow.
 */
export function followGroup(leader: ChildProcess, mark: string): ProcessGroup {
  // Number 0 would stand for this process's own group.
  if (leader.pid === undefined) return { settle: async () => true, end: async () => {} };
  const family = familyOf(leader, leader.pid, mark);
  let ending: Promise<void> | null = null;
  return {
    settle(withinMs) {
      return pollUntil(async () => (await family.living()).length === 0, withinMs);
    },
    end() {
      ending ??= endFamily(family);
      return ending;
    },
  };
}

interface Family {
  living(): Promise<readonly ProcessRow[]>;
  signal(members: readonly ProcessRow[], signal: NodeJS.Signals): void;
}

async function endFamily(family: Family): Promise<void> {
  // Once: many programs take a second SIGTERM for "do not clean up". What they start to clean up is let be for as long.
  family.signal(await family.living(), 'SIGTERM');
  const ended = await pollUntil(async () => (await family.living()).length === 0, graceMs);
  if (ended) return;
  await pollUntil(async () => {
    const living = await family.living();
    family.signal(living, 'SIGKILL');
    return living.length === 0;
  }, killMs);
}

function familyOf(leader: ChildProcess, pid: number, mark: string): Family {
  const started = process.platform === 'linux' ? (readProcess(pid)?.startTime ?? 0) : 0;
  const known = new Map<number, number>();
  // Until Node has collected the leader, and as long as its group has a member, no other process can get its number.
  const isCollected = () => leader.exitCode !== null || leader.signalCode !== null;
  return {
    async living() {
      const rows = (await listProcesses()).filter((row) => !row.ended && row.startTime >= started);
      const reused = isCollected() && rows.some((row) => row.pid === pid);
      const inGroup = (row: ProcessRow) => !reused && (row.group === pid || row.session === pid);
      const ours = new Set<number>();
      for (const row of rows) {
        if (known.get(row.pid) === row.startTime || inGroup(row) || carriesMark(row.pid, mark)) ours.add(row.pid);
      }
      addDescendants(ours, rows);
      const living = rows.filter((row) => ours.has(row.pid));
      for (const row of living) known.set(row.pid, row.startTime);
      return living;
    },
    signal(members, signal) {
      // The group first and at once, so that it cannot fork faster than it is told; then those outside of it.
      if (members.some((row) => row.group === pid)) send(-pid, signal);
      for (const row of members) if (row.group !== pid) send(row.pid, signal);
      // A stopped process hears SIGTERM only when it goes on.
      if (signal === 'SIGTERM') for (const row of members) send(row.pid, 'SIGCONT');
    },
  };
}

function addDescendants(ours: Set<number>, rows: readonly ProcessRow[]): void {
  for (let before = -1; before !== ours.size; ) {
    before = ours.size;
    for (const row of rows) if (ours.has(row.parent)) ours.add(row.pid);
  }
}

function carriesMark(pid: number, mark: string): boolean {
  if (process.platform !== 'linux') return false;
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(`${markName}=${mark}`);
  } catch {
    return false;
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone already, or another account's.
  }
}

/** Asks again and again, ever more slowly; false when `withinMs` passed first. */
async function pollUntil(holds: () => Promise<boolean>, withinMs: number): Promise<boolean> {
  const until = performance.now() + withinMs;
  for (let pauseMs = 2; !(await holds()); pauseMs = Math.min(pauseMs * 2, 50)) {
    if (performance.now() >= until) return false;
    await sleep(pauseMs);
  }
  return true;
}
