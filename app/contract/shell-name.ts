// What a shell is called, by its path on any system.

const windowsPath = /^(?:[A-Za-z]:[\\/]|\\\\)/;

/** `bash` of `/bin/bash` and of `C:\Program Files\Git\bin\bash.exe`. */
export function shellName(path: string): string {
  if (!windowsPath.test(path)) return path.slice(path.lastIndexOf('/') + 1) || path;
  const file = path.split(/[\\/]/).at(-1) ?? '';
  return file.toLowerCase().replace(/\.exe$/, '');
}

/** For the person, who on Windows has not chosen one. */
export function shellWords(path: string): string {
  const name = shellName(path);
  if (name === 'pwsh') return 'Runs in PowerShell';
  if (name === 'powershell') return 'Runs in Windows PowerShell';
  return windowsPath.test(path) && name === 'bash' ? 'Runs in Git Bash' : name;
}
