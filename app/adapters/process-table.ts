// The processes of this computer as its kernel lists them: /proc on Linux, `ps` elsewhere. Reads only; what is gone is left out.
import { execFile } from 'node:child_process';
import { closeSync, openSync, readdirSync, readSync } from 'node:fs';

export interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** 0: not known, as `ps` on macOS does not tell it. */
  readonly session: number;
  /** Linux: clock ticks since boot; elsewhere milliseconds since 1970. With the pid it names one process; a later one never has less. */
  readonly startTime: number;
  /** The short name on Linux, the path of the program on macOS. A process can change it: a claim. */
  readonly name: string;
  /** Dead, and only waiting for its parent to notice. */
  readonly ended: boolean;
}

/** Reached only while programs are started faster than they can be read. */
const maxRounds = 100;

/**
 * Every process that is visible to this account; empty where they cannot be listed (Windows). On Linux none that lives at
 * the end is left out: what was started while others were read is read as well, since its parent can be gone by then.
 */
export async function listProcesses(): Promise<readonly ProcessRow[]> {
  if (process.platform === 'win32') return [];
  if (process.platform !== 'linux') return listByPs();
  const rows = new Map<number, ProcessRow>();
  let newest = newestPid();
  let pids = listPids();
  for (let round = 0; round < maxRounds && pids.length > 0; round += 1) {
    for (const pid of pids) {
      const row = readProcess(pid);
      if (row !== null) rows.set(pid, row);
    }
    const before = newest;
    newest = newestPid();
    // After the highest number the kernel begins again with the low ones.
    pids = newest < before ? listPids() : Array.from({ length: newest - before }, (_, index) => before + 1 + index);
  }
  return [...rows.values()];
}

/** The number that the kernel gave last, to a process or a thread (Linux); 0 where it does not tell. */
export function newestPid(): number {
  return Number(readSmall('/proc/loadavg')?.split(' ')[4] ?? 0);
}

function listPids(): readonly number[] {
  return readdirSync('/proc').map(Number).filter(Number.isInteger);
}

/** One process from /proc (Linux), or null when it is gone or hidden, or a thread. */
export function readProcess(pid: number): ProcessRow | null {
  const stat = readSmall(`/proc/${pid}/stat`);
  // The name may itself hold spaces and brackets; the fields begin after the last one.
  const nameEnd = stat?.lastIndexOf(')') ?? -1;
  if (stat === null || nameEnd < 0) return null;
  const fields = stat.slice(nameEnd + 2).split(' ');
  if (fields[35] === '-1') return null; // A thread: no signal tells of its end.
  return {
    pid,
    parent: Number(fields[1]),
    group: Number(fields[2]),
    session: Number(fields[3]),
    startTime: Number(fields[19]),
    name: stat.slice(stat.indexOf('(') + 1, nameEnd),
    ended: fields[0] === 'Z' || fields[0] === 'X',
  };
}

/** The mark that the process was started with (Linux), see `startMarked`; null: none, gone, or not told by this kernel. */
export function markOf(pid: number): bigint | null {
  const soft = /^Max resident set +(\d+)/m.exec(readSmall(`/proc/${pid}/limits`) ?? '')?.[1];
  return soft === undefined ? null : BigInt(soft);
}

const scratch = Buffer.alloc(4096);

/** readFileSync takes 64 KiB for each file of unknown size; a table of 500 processes is read several times a run. */
function readSmall(path: string): string | null {
  try {
    const fd = openSync(path, 'r');
    try {
      return scratch.toString('utf8', 0, readSync(fd, scratch));
    } finally {
      closeSync(fd);
    }
  } catch {
    return null;
  }
}

/** The same table by POSIX `ps`, with start times to the second; empty when `ps` fails. */
export function listByPs(): Promise<readonly ProcessRow[]> {
  const columns = ['-A', '-o', 'pid=,ppid=,pgid=,stat=,lstart=,comm='];
  const options = { env: { PATH: '/bin:/usr/bin', LC_ALL: 'C' }, maxBuffer: 16 * 1024 * 1024, timeout: 5000 };
  return new Promise((resolve) => {
    execFile('ps', columns, options, (fault, text) => resolve(fault ? [] : text.split('\n').flatMap(parsePsRow)));
  });
}

const psRow = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\w{3}\s+\w{3}\s+\d+\s+[\d:]{8}\s+\d{4})\s+(.*)$/;

function parsePsRow(line: string): ProcessRow[] {
  const [, pid, parent, group, state, started, name] = psRow.exec(line) ?? [];
  if (state === undefined || started === undefined || name === undefined) return [];
  return [
    {
      pid: Number(pid),
      parent: Number(parent),
      group: Number(group),
      session: 0,
      startTime: Date.parse(started),
      name,
      ended: state.startsWith('Z'),
    },
  ];
}
