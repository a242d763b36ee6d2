// Paths and sizes as a person reads them. Pure.

/** The path with ~ for the person's home folder. */
export function underHome(path: string, home: string): string {
  const folder = home.endsWith('/') ? home.slice(0, -1) : home;
  if (folder === '') return path;
  if (path === folder) return '~';
  return path.startsWith(`${folder}/`) ? `~${path.slice(folder.length)}` : path;
}

/** The last part of a path, for a program's name. */
export function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** `3 bytes`, `1.2 KiB` */
export function sizeWords(text: string): string {
  return byteWords(new TextEncoder().encode(text).length);
}

export function byteWords(bytes: number): string {
  if (bytes < 1024) return `${bytes} byte${bytes === 1 ? '' : 's'}`;
  return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KiB` : `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}

/** `5 minutes`, `90 s` */
export function durationWords(ms: number): string {
  if (ms % 60_000 !== 0) return `${Math.round(ms / 1000)} s`;
  return ms === 60_000 ? '1 minute' : `${ms / 60_000} minutes`;
}
