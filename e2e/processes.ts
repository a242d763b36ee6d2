// What the system says about a process, read from /proc as any program of the account may.
import { readFileSync, statSync } from 'node:fs';

/** Still running; a dead process that nobody has collected yet is not. */
export function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** A line of /proc/PID/status, such as `Seccomp`. @throws Error when the process is gone */
export function statusOf(pid: number, field: string): string {
  const line = new RegExp(`^${field}:\\s*(.*)$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return line?.[1] ?? '';
}

/** The hard and soft limit of this name in /proc/PID/limits. */
export function limitsOf(pid: number, name: string): readonly string[] {
  const line = new RegExp(`^${name}\\s+(\\S+)\\s+(\\S+)`, 'm').exec(readFileSync(`/proc/${pid}/limits`, 'utf8'));
  return line?.slice(1) ?? [];
}

/** The account that /proc shows as the owner: root's for a process that may not be dumped. */
export function ownerOf(pid: number): number {
  return statSync(`/proc/${pid}/environ`).uid;
}

/**
 * Ports that somebody in this network namespace listens on over TCP. An undumpable process does not show its own open
 * files, so the whole list is taken and compared.
 */
export function listeningPorts(): readonly number[] {
  const listen = '0A';
  return ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) =>
    readFileSync(table, 'utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter((words) => words[3] === listen)
      .map((words) => Number.parseInt(words[1]?.split(':').at(-1) ?? '', 16)),
  );
}
