// Everything that one run started, followed until it is gone: its process group, its session, what left both, and what
// nobody saw leave. It never signals a process that the run did not start. POSIX only.
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessRow } from './process-table.ts';
import { listProcesses, markOf, newestPid, readProcess } from './process-table.ts';

/** Between SIGTERM and SIGKILL. */
const graceMs = 2000;
/** After SIGKILL only what the kernel will not let go of (another account's, or stuck in a device) is left; it is let be. */
const killMs = 5000;

/** The first process of a run. Its end was collected when one of the two is not null. */
export interface Leader {
  readonly pid?: number | undefined;
  readonly exitCode: number | null;
  readonly signalCode: string | null;
}

export interface ProcessGroup {
  /** Waits until nothing of the run is left; false when something still is after `withinMs`. */
  settle(withinMs: number): Promise<boolean>;
  /** Ends whatever is left: SIGTERM, two seconds later SIGKILL. Resolves when it is gone; a second call joins the first. */
  end(): Promise<void>;
}

/**
 * Follows the run led by `leader`, just started by `spawnDetached` with `mark`. One that could not be started has nothing to
 * follow. On Linux a process belongs to the run by its mark, which a program can only lose by setting that limit itself, or by
 * its group, session or parents; on macOS by its group, or by its parents when they are looked at.
 */
export function followGroup(leader: Leader, mark: bigint): ProcessGroup {
  // Number 0 would stand for this process's own group.
  if (leader.pid === undefined) return { settle: async () => true, end: async () => {} };
  const members = membersOf(leader, leader.pid, mark);
  let ending: Promise<void> | null = null;
  return {
    settle(withinMs) {
      return pollUntil(async () => isGone(await members()), withinMs);
    },
    end() {
      ending ??= endAll(members, mark);
      return ending;
    },
  };
}

/** What is left of a run: what lives, and what has ended and waits for its parent to notice. */
type Members = () => Promise<readonly ProcessRow[]>;

function isGone(members: readonly ProcessRow[]): boolean {
  return members.every((row) => row.ended);
}

/** SECURITY P4: nothing of a run that was ended goes on with what it holds. */
async function endAll(members: Members, mark: bigint): Promise<void> {
  // Once: many programs take a second SIGTERM for "do not clean up". What they start to clean up is let be for as long.
  signalAll(await members(), 'SIGTERM');
  const ended = await pollUntil(async () => isGone(await members()), graceMs);
  if (ended) return;
  await pollUntil(async () => {
    const left = await members();
    signalAll(left, 'SIGKILL');
    if (!isGone(left) && process.platform === 'linux') killNewest(mark);
    return isGone(left);
  }, killMs);
}

/** So long at a time. */
const chaseMs = 3;

/**
 * What starts the next process before all are read, and ends, is met by the number that the kernel gave last: that one lives,
 * and its mark tells whose it is.
 */
function killNewest(mark: bigint): void {
  const until = performance.now() + chaseMs;
  for (let last = 0; performance.now() < until; ) {
    const newest = newestPid();
    if (newest > 1 && newest !== last && markOf(newest) === mark) {
      send(-newest, 'SIGKILL');
      send(newest, 'SIGKILL');
    }
    last = newest;
  }
}

/** What was a member once is known again, also when nothing else tells it any more. */
function membersOf(leader: Leader, pid: number, mark: bigint): Members {
  const isLinux = process.platform === 'linux';
  const started = isLinux ? (readProcess(pid)?.startTime ?? 0) : 0;
  // The run has a session of its own and nothing gets back into this one: what is in it was started by the app.
  const ownSession = isLinux ? readProcess(process.pid)?.session : null;
  const known = new Map<number, number>();
  // Until the leader was collected, and as long as its group has a member, no other process can get its number.
  const isCollected = () => leader.exitCode !== null || leader.signalCode !== null;
  return async () => {
    const all = await listProcesses();
    const rows = all.filter((row) => row.startTime >= started && row.session !== ownSession);
    const reused = isCollected() && rows.some((row) => row.pid === pid);
    const inGroup = (row: ProcessRow) => !reused && (row.group === pid || row.session === pid);
    const ours = new Set<number>();
    for (const row of rows) {
      if (known.get(row.pid) === row.startTime || inGroup(row) || (isLinux && markOf(row.pid) === mark))
        ours.add(row.pid);
    }
    addDescendants(ours, rows);
    const members = rows.filter((row) => ours.has(row.pid));
    for (const row of members) known.set(row.pid, row.startTime);
    return members;
  };
}

function addDescendants(ours: Set<number>, rows: readonly ProcessRow[]): void {
  for (let before = -1; before !== ours.size; ) {
    before = ours.size;
    for (const row of rows) if (ours.has(row.parent)) ours.add(row.pid);
  }
}

/**
 * By groups, each of which is the run's alone: so no process of one can start another faster than it is told, and where one
 * has ended a moment ago, the one that it started is still told.
 */
function signalAll(members: readonly ProcessRow[], signal: NodeJS.Signals): void {
  for (const group of new Set(members.map((row) => row.group))) {
    if (group < 2) continue; // 0 is this process's own, and -1 would be everybody.
    send(-group, signal);
    // A stopped process hears SIGTERM only when it goes on.
    if (signal === 'SIGTERM') send(-group, 'SIGCONT');
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
