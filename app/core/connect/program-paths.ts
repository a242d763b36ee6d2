// Paths of this computer as text: without a look at the disk, so that the paths of every system can be made and tested on any.

/** The folder of a file. Absolute paths only. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')));
}

/** With ~ for the home folder. */
export function withTilde(path: string, home: string): string {
  return path.startsWith(home) && /^[\\/]/.test(path.slice(home.length)) ? `~${path.slice(home.length)}` : path;
}

/** Whether a path begins at the root. */
export function isAbsolutePath(path: string): boolean {
  return /^(?:\/|[A-Za-z]:[\\/]|\\\\)/.test(path);
}
