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

/** Every process that is visible to this account; empty where they cannot be listed (Windows). */
export async function listProcesses(): Promise<readonly ProcessRow[]> {
  if (process.platform === 'win32') return [];
  if (process.platform !== 'linux') return listByPs();
  const rows: ProcessRow[] = [];
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    const row = Number.isInteger(pid) ? readProcess(pid) : null;
    if (row !== null) rows.push(row);
  }
  return rows;
}

/** One process from /proc (Linux), or null when it is gone or hidden. */
export function readProcess(pid: number): ProcessRow | null {
  const stat = readSmall(`/proc/${pid}/stat`);
  // The name may itself hold spaces and brackets; the fields begin after the last one.
  const nameEnd = stat?.lastIndexOf(')') ?? -1;
  if (stat === null || nameEnd < 0) return null;
  const fields = stat.slice(nameEnd + 2).split(' ');
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
