// By which name a program word is known, and which names belong to shells and to their own words.

/** Where an absolute path may name a well-known program; anywhere else it may be any program of that name. */
const systemFolders = new Set(
  '/bin /sbin /usr/bin /usr/sbin /usr/local/bin /opt/homebrew/bin /opt/local/bin /run/current-system/sw/bin'.split(' '),
);

/** Whether a well-known program is meant by its name alone, or by its path in one of these folders. */
export function isInSystemFolder(program: string): boolean {
  const folder = program.slice(0, Math.max(0, program.lastIndexOf('/')));
  return !program.includes('/') || systemFolders.has(folder) || /^\/nix\/store\/[^/]+\/bin$/.test(folder);
}

/** The name of a program without its folder. */
export function lastPart(program: string): string {
  return program.slice(program.lastIndexOf('/') + 1) || program;
}

const shells: ReadonlySet<string> = new Set(['sh', 'bash', 'dash', 'zsh', 'ksh']);

/** Whether its lines are read as POSIX says. fish, nu and the like have other quotes. */
export function isPosixShell(name: string): boolean {
  return shells.has(name);
}

/** `time` is a word of these shells; the others look for a program of that name. */
export function hasTimeKeyword(shell: string): boolean {
  return shell === 'bash' || shell === 'zsh' || shell === 'ksh';
}
