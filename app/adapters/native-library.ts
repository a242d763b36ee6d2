// The few calls of the C library that Node does not offer. The one importer of koffi; nothing but numbers goes in or out, and
// what a program is started with.
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

/** The kernel ends this process after so many seconds, wherever it hangs by then. Nothing on Windows. */
export function endWithin(seconds: number): void {
  if (process.platform !== 'win32') library().func('unsigned int alarm(unsigned int seconds)')(seconds);
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

export interface NativeProgram {
  /** Absolute path. */
  readonly file: string;
  readonly argv: readonly string[];
  /** NAME=value. */
  readonly env: readonly string[];
  readonly cwd: string;
  /** Descriptors for 0, 1 and 2; null: /dev/null. */
  readonly stdio: readonly [stdin: number | null, stdout: number, stderr: number];
}

/**
 * Starts a program in a session of its own with every signal as it is by default, and returns its pid. Node copies the page tables
 * of the whole app for each program that it starts on Linux, some 0.1 ms for each MiB that the app has; this does not. Whoever
 * calls it collects the end by `endOf`. No string may hold a NUL. null: it cannot be started. undefined: not in this way.
 */
export function posixSpawn({ file, argv, env, cwd, stdio }: NativeProgram): number | null | undefined {
  const calls = spawnCalls();
  if (calls === null) return undefined;
  const [actions, attributes, signals] = [Buffer.alloc(opaque), Buffer.alloc(opaque), Buffer.alloc(opaque)];
  const [SETSIGDEF, SETSIGMASK, SETSID, ENOEXEC] = [0x04, 0x08, 0x80, 8];
  const pid = [0];
  calls.initActions(actions);
  calls.initAttributes(attributes);
  try {
    calls.fill(signals);
    calls.setDefaults(attributes, signals);
    calls.setMask(attributes, Buffer.alloc(opaque));
    calls.setFlags(attributes, SETSIGDEF | SETSIGMASK | SETSID);
    calls.addChdir(actions, cwd);
    for (const [to, from] of stdio.entries()) {
      if (from === null) calls.addOpen(actions, to, '/dev/null', 0, 0);
      else {
        setBlocking(from); // As Node does: what a program is given waits for whoever reads it.
        calls.addDup(actions, from, to);
      }
    }
    const fault = calls.spawn(pid, file, actions, attributes, [...argv, null], [...env, null]);
    // A script that names no program to read it: Node hands it to the shell.
    return fault === ENOEXEC ? undefined : fault === 0 ? (pid[0] ?? null) : null;
  } finally {
    calls.destroyActions(actions);
    calls.destroyAttributes(attributes);
  }
}

/** How a child that `posixSpawn` started has ended, told once; null: it lives. A child that is not there has ended somehow. */
export function endOf(pid: number): { readonly exitCode: number | null; readonly signal: number | null } | null {
  const WNOHANG = 1;
  const status = [0];
  const found = spawnCalls()?.wait(pid, status, WNOHANG);
  if (found === 0) return null;
  const bits = status[0] ?? 0;
  if (found !== pid) return { exitCode: null, signal: null };
  return (bits & 0x7f) === 0 ? { exitCode: (bits >> 8) & 0xff, signal: null } : { exitCode: null, signal: bits & 0x7f };
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

/** On Linux. */
function setBlocking(fd: number): void {
  const [F_GETFL, F_SETFL, O_NONBLOCK] = [3, 4, 0o4000];
  fcntl ??= library().func('int fcntl(int fd, int command, ...)');
  const flags: number = fcntl(fd, F_GETFL);
  if (flags >= 0) fcntl(fd, F_SETFL, 'int', flags & ~O_NONBLOCK);
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

/** More bytes than any C library takes for what it keeps in them. */
const opaque = 1024;

/** null: this C library has not all of them (or it is none of Linux). */
function spawnCalls() {
  if (spawning === undefined) spawning = process.platform === 'linux' ? loadSpawnCalls() : null;
  return spawning;
}

function loadSpawnCalls() {
  const actions = (call: string) => library().func(`int posix_spawn_file_actions_${call}`);
  const attributes = (call: string) => library().func(`int posix_spawnattr_${call}`);
  try {
    return {
      initActions: actions('init(void *actions)'),
      destroyActions: actions('destroy(void *actions)'),
      addDup: actions('adddup2(void *actions, int from, int to)'),
      addOpen: actions('addopen(void *actions, int fd, const char *path, int flags, unsigned int mode)'),
      addChdir: actions('addchdir_np(void *actions, const char *path)'),
      initAttributes: attributes('init(void *attributes)'),
      destroyAttributes: attributes('destroy(void *attributes)'),
      setFlags: attributes('setflags(void *attributes, short flags)'),
      setDefaults: attributes('setsigdefault(void *attributes, const void *signals)'),
      setMask: attributes('setsigmask(void *attributes, const void *signals)'),
      fill: library().func('int sigfillset(void *signals)'),
      wait: library().func('int waitpid(int pid, _Out_ int *status, int options)'),
      spawn: library().func(
        'int posix_spawn(_Out_ int *pid, const char *path, const void *actions, const void *attributes, const char **argv, const char **env)',
      ),
    };
  } catch {
    return null;
  }
}

let spawning: ReturnType<typeof loadSpawnCalls> | undefined;
let prlimit: ReturnType<ReturnType<typeof koffi.load>['func']> | null = null;
let fcntl: ReturnType<ReturnType<typeof koffi.load>['func']> | null = null;
let opened: ReturnType<typeof koffi.load> | null = null;

/** The C library this process already runs on; opened on first use, so that platforms without one can load this file. */
function library(): ReturnType<typeof koffi.load> {
  opened ??= koffi.load(null);
  return opened;
}
