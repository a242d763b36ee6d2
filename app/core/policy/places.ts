// Where a rule holds: folders and hosts, as the person writes them.

export interface FolderPattern {
  /** It begins in the home folder. */
  readonly home: boolean;
  readonly parts: readonly string[];
  /** Also in every folder below. */
  readonly below: boolean;
}

/** null: it is no whole path, or has a star that does not stand for all below. */
export function readFolder(text: string): FolderPattern | null {
  const [, start, rest = '', below] = /^(~(?=\/|$)|(?:[A-Za-z]:)?(?=[/\\]))(.*?)([/\\]\*\*)?$/s.exec(text) ?? [];
  if (start === undefined) return null;
  const isHome = start === '~';
  const parts = partsOf(isHome ? rest : `${start}${rest}`);
  if (parts.some((part) => part === '..' || part === '.' || part.includes('*'))) return null;
  return { home: isHome, parts, below: below !== undefined };
}

/** The steps of a real path. A backslash is a step only where the path begins with a drive. */
export function partsOf(path: string): readonly string[] {
  return path.split(/^[A-Za-z]:[/\\]/.test(path) ? /[/\\]+/ : /\/+/).filter((part) => part !== '');
}

/** By whole steps, so that `~/code` is not `~/code-of-others`. */
export function isInFolder(pattern: FolderPattern, parts: readonly string[], home: readonly string[]): boolean {
  const start = pattern.home ? home.length : 0;
  const length = start + pattern.parts.length;
  if (pattern.below ? parts.length < length : parts.length !== length) return false;
  const isHome = !pattern.home || home.every((part, at) => part === parts[at]);
  return isHome && pattern.parts.every((part, at) => part === parts[start + at]);
}

/** `api.example.com`, also with a port, or `*.example.com` for every name below. */
export function isHostPattern(text: string): boolean {
  return /^(?:\*\.)?[\w.:[\]-]+$/.test(text);
}

export function isHost(pattern: string, host: string): boolean {
  const [wanted, name] = [pattern.toLowerCase(), host.toLowerCase()];
  return wanted.startsWith('*.') ? name.endsWith(wanted.slice(1)) && name.length > wanted.length - 1 : name === wanted;
}
