// Which shell reads a line on Windows, where the account names none: Git Bash where it is installed, else PowerShell. Pure.

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Absolute paths, best first; the first that exists is taken. Git Bash is found beside a `git` on the PATH, and never by the name
 * `bash`: the one of Windows itself starts another system.
 */
export function windowsShells(env: Environment): readonly string[] {
  const variable = (name: string): string | null => {
    const found = Object.entries(env).find(([key]) => key.toUpperCase() === name)?.[1];
    return found !== undefined && isAbsolute(found) ? found : null;
  };
  const path = Object.entries(env).find(([key]) => key.toUpperCase() === 'PATH')?.[1] ?? '';
  const folders = path.split(';').map(withoutQuotes).filter(isAbsolute);
  const programs = [variable('PROGRAMFILES'), variable('PROGRAMW6432')].filter((each) => each !== null);
  const own = variable('LOCALAPPDATA');
  const roots = [
    ...programs.map((folder) => `${folder}\\Git`),
    ...(own === null ? [] : [`${own}\\Programs\\Git`]),
    ...folders.flatMap(gitRoot),
  ];
  const system = variable('SYSTEMROOT') ?? 'C:\\Windows';
  const all = [
    ...roots.map((root) => `${root}\\bin\\bash.exe`),
    ...programs.map((folder) => `${folder}\\PowerShell\\7\\pwsh.exe`),
    ...folders.map((folder) => `${folder}\\pwsh.exe`),
    `${system}\\System32\\WindowsPowerShell\\v1.0\\powershell.exe`,
  ];
  return [...new Set(all)];
}

/** The installation that a folder of the PATH belongs to. */
function gitRoot(folder: string): readonly string[] {
  const root = /^(.*\\Git)\\(?:cmd|bin|usr\\bin|mingw64\\bin)$/i.exec(folder)?.[1];
  return root === undefined ? [] : [root];
}

function withoutQuotes(folder: string): string {
  return folder
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .replaceAll('/', '\\')
    .replace(/\\+$/, '');
}

function isAbsolute(path: string): boolean {
  return /^[A-Za-z]:\\/.test(path);
}
