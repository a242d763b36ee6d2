// Where Postern's files and its socket lie. String work only, so that the shim and the broker compute the same places.

/** What a process knows about itself. Of `env` only XDG_RUNTIME_DIR and XDG_DATA_HOME are ever looked at. */
export interface Surroundings {
  /** As in `process.platform`. */
  readonly platform: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** null where accounts have no numbers (Windows). */
  readonly uid: number | null;
}

/** The folder of vault and client keys. Absolute; nothing is created. */
export function dataFolder(at: Surroundings): string {
  if (at.platform === 'win32') return `${at.home}\\AppData\\Local\\Postern`;
  if (at.platform === 'darwin') return `${at.home}/Library/Application Support/Postern`;
  return `${absolute(at.env.XDG_DATA_HOME) ?? `${at.home}/.local/share`}/postern`;
}

/** Where the broker may put its socket, best first. It claims one of them. */
export function brokerEndpoints(at: Surroundings): readonly string[] {
  if (at.platform === 'win32') return [`\\\\.\\pipe\\postern-${fnv1a64(at.home.toLowerCase())}`];
  const lasting = `${dataFolder(at)}/run/broker.sock`;
  if (at.platform === 'darwin') return [lasting];
  const runtime = ownRuntimeFolder(at);
  return runtime === null ? [lasting] : [`${runtime}/postern/broker.sock`, lasting];
}

/**
 * Where the shim looks for the broker, in this order. Many hosts start it without XDG_RUNTIME_DIR (the MCP SDK's own client
 * does), while the broker of the same desktop has it; so the usual place is then tried as well.
 */
export function shimEndpoints(at: Surroundings): readonly string[] {
  const known = brokerEndpoints(at);
  if (at.platform !== 'linux' || at.uid === null || absolute(at.env.XDG_RUNTIME_DIR) !== null) return known;
  return [`/run/user/${at.uid}/postern/broker.sock`, ...known];
}

/** null: not set, or another account's, as it is after `sudo` and `su` that keep the environment. */
function ownRuntimeFolder(at: Surroundings): string | null {
  const folder = absolute(at.env.XDG_RUNTIME_DIR);
  const owner = folder === null ? null : /^\/run\/user\/(\d+)$/.exec(folder);
  return owner !== null && owner[1] !== String(at.uid) ? null : folder;
}

/** XDG paths that are empty or relative count as not set. */
function absolute(path: string | undefined): string | null {
  return path?.startsWith('/') ? path.replace(/(?<=.)\/+$/, '') : null;
}

/** FNV-1a, 64 bits, in hex: tells accounts apart on Windows, where pipe names are machine-wide. Protects nothing. */
function fnv1a64(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, '0');
}
