// The few calls of the C library that Node does not offer. The one importer of koffi; nothing but numbers goes in or out.
import { readdirSync } from 'node:fs';
import koffi from 'koffi';

const RLIMIT_CORE = 4;
/** Bytes of a `struct rlimit`: two 64-bit limits. */
const softAndHard = 16;
const prlimitCall = 'int prlimit(int pid, int resource, const void *limits, _Out_ void *old)';

export interface PeerCredentials {
  readonly pid: number;
  readonly uid: number;
  readonly gid: number;
}

/**
 * Who was at the other end of the connected Unix socket `fd` when it connected, as the kernel says. Only `uid` is hard
 * evidence: the process can have started another program since. null: the kernel does not tell.
 */
export function peerCredentials(fd: number): PeerCredentials | null {
  if (process.platform === 'linux') return linuxPeer(fd);
  return process.platform === 'darwin' ? macPeer(fd) : null;
}

/**
 * SECURITY P11: keeps this process from being traced or dumped, and its memory and environment from being read through
 * /proc, by programs of the same account (Linux; false elsewhere). A program started from here is dumpable again.
 */
export function setUndumpable(): boolean {
  if (process.platform !== 'linux') return false;
  const PR_SET_DUMPABLE = 4;
  const prctl = library().func('int prctl(int option, ...)');
  return prctl(PR_SET_DUMPABLE, 'unsigned long', 0) === 0;
}

/** SECURITY P11: no core file, of this process or of any it starts, holds a value (RLIMIT_CORE 0). false: not set. */
export function disableCoreDumps(): boolean {
  if (process.platform === 'win32') return false;
  const setrlimit = library().func('int setrlimit(int resource, const void *limits)');
  return setrlimit(RLIMIT_CORE, Buffer.alloc(softAndHard)) === 0;
}

/** The same for another process of this account and what it starts from now on. false: not set, as everywhere but on Linux. */
export function disableCoreDumpsOf(pid: number): boolean {
  if (process.platform !== 'linux') return false;
  prlimit ??= library().func(prlimitCall);
  return prlimit(pid, RLIMIT_CORE, Buffer.alloc(softAndHard), null) === 0;
}

/**
 * Calls `start` while the soft limit of this process's resident set is `mark`: what `start` starts has it, and hands it on to
 * everything that it starts in turn, whatever becomes of its environment, session and parents. Linux has not held anything to
 * this limit since 2.4.30, and anyone may read it (`markOf` in process-table.ts). Elsewhere `start` is only called.
 */
export function startMarked<T>(mark: bigint, start: () => T): T {
  if (process.platform !== 'linux') return start();
  const RLIMIT_RSS = 5;
  prlimit ??= library().func(prlimitCall);
  const own = Buffer.alloc(softAndHard);
  prlimit(0, RLIMIT_RSS, null, own);
  const marked = Buffer.from(own);
  marked.writeBigUInt64LE(mark);
  prlimit(0, RLIMIT_RSS, marked, null); // Fails, and marks nothing, only where a hard limit was set before.
  try {
    return start();
  } finally {
    prlimit(0, RLIMIT_RSS, own, null);
  }
}

/**
 * A pipe of the kernel, neither end inherited by other programs. Node's own "pipes" are sockets, which a command cannot open
 * again as /dev/stdin or /dev/stderr. @throws Error when there is none to be had
 */
export function openPipe(): { readonly read: number; readonly write: number } {
  const ends = Buffer.alloc(8);
  if (library().func('int pipe(_Out_ void *ends)')(ends) !== 0) throw new Error('pipe failed');
  const [read, write] = [ends.readInt32LE(0), ends.readInt32LE(4)];
  closeOnExec(read);
  closeOnExec(write);
  return { read, write };
}

/** Keeps `fd` from being inherited by programs that are started later. @throws Error when `fd` is not open */
export function closeOnExec(fd: number): void {
  if (!setCloseOnExec(fd)) throw new Error('fcntl failed');
}

/**
 * SECURITY P9: keeps every descriptor but the standard three from programs that are started next. Electron leaves dozens open
 * for them, its channels to the windows among them. What another thread opens between this call and the start is not covered.
 */
export function closeAllOnExec(): void {
  for (const name of readdirSync(process.platform === 'linux' ? '/proc/self/fd' : '/dev/fd')) {
    const fd = Number(name);
    if (fd > 2) setCloseOnExec(fd); // The descriptor of this listing itself is closed by now.
  }
}

function setCloseOnExec(fd: number): boolean {
  const F_SETFD = 2;
  const FD_CLOEXEC = 1;
  fcntl ??= library().func('int fcntl(int fd, int command, ...)');
  return fcntl(fd, F_SETFD, 'int', FD_CLOEXEC) === 0;
}

function linuxPeer(fd: number): PeerCredentials | null {
  const SOL_SOCKET = 1;
  const SO_PEERCRED = 17;
  const ucred = socketOption(fd, SOL_SOCKET, SO_PEERCRED, 12);
  return ucred && { pid: ucred.readInt32LE(0), uid: ucred.readUInt32LE(4), gid: ucred.readUInt32LE(8) };
}

function macPeer(fd: number): PeerCredentials | null {
  const SOL_LOCAL = 0;
  const LOCAL_PEERPID = 2;
  const pid = socketOption(fd, SOL_LOCAL, LOCAL_PEERPID, 4);
  const getpeereid = library().func('int getpeereid(int fd, _Out_ void *uid, _Out_ void *gid)');
  const [uid, gid] = [Buffer.alloc(4), Buffer.alloc(4)];
  if (pid === null || getpeereid(fd, uid, gid) !== 0) return null;
  return { pid: pid.readInt32LE(0), uid: uid.readUInt32LE(0), gid: gid.readUInt32LE(0) };
}

function socketOption(fd: number, level: number, option: number, size: number): Buffer | null {
  const getsockopt = library().func(
    'int getsockopt(int fd, int level, int option, _Out_ void *value, _Inout_ uint32_t *size)',
  );
  const value = Buffer.alloc(size);
  return getsockopt(fd, level, option, value, [size]) === 0 ? value : null;
}

let prlimit: ReturnType<ReturnType<typeof koffi.load>['func']> | null = null;
let fcntl: ReturnType<ReturnType<typeof koffi.load>['func']> | null = null;
let opened: ReturnType<typeof koffi.load> | null = null;

/** The C library this process already runs on; opened on first use, so that platforms without one can load this file. */
function library(): ReturnType<typeof koffi.load> {
  opened ??= koffi.load(null);
  return opened;
}
