// What a scan of files found and left out, in words. Pure. There is no value in any of it.
import type { ExposureFinding, ExposureReport, ScanRoot, SkipReason } from '../../../app/contract/health.ts';
import { SkipReason as SkipReasons } from '../../../app/contract/health.ts';
import { counted, grouped } from '../times.ts';

export interface FileFindings {
  readonly path: string;
  /** By line. */
  readonly findings: readonly ExposureFinding[];
  readonly holdsVaultValue: boolean;
}

/** Files with a value of the vault first, then by path. */
export function byFile(findings: readonly ExposureFinding[]): readonly FileFindings[] {
  const files = Array.from(
    Map.groupBy(findings, ({ path }) => path),
    ([path, found]) => ({
      path,
      findings: found.toSorted((a, b) => a.line - b.line),
      holdsVaultValue: found.some(({ kind }) => kind === 'vault'),
    }),
  );
  const rank = ({ holdsVaultValue }: FileFindings) => (holdsVaultValue ? 0 : 1);
  return files.sort((a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : 1));
}

/** `3 binary files`; only what was skipped, the most first. */
export function skippedWords(skipped: ExposureReport['skipped']): readonly string[] {
  return SkipReasons.options
    .map((reason) => ({ reason, count: skipped[reason] ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .map(({ reason, count }) => skipWords[reason](count));
}

const skipWords: Readonly<Record<SkipReason, (count: number) => string>> = {
  large: (count) => `${counted(count, 'file')} over 16 MB`,
  binary: (count) => `${counted(count, 'file')} that ${count === 1 ? 'is' : 'are'} not text`,
  unreadable: (count) => `${counted(count, 'place')} that Postern may not read`,
  special: (count) =>
    `${counted(count, 'thing')} that ${count === 1 ? 'is' : 'are'} no regular ${plural(count, 'file')}`,
  link: (count) =>
    `${counted(count, 'link')}; where ${count === 1 ? 'it leads' : 'they lead'} is searched only if you chose it too`,
  elsewhere: (count) => `${counted(count, 'folder')} on another disk`,
  deep: (count) => `${counted(count, 'folder')} too deep inside others`,
  many: () => 'everything after the first files of a very large choice; choose fewer folders to search the rest',
  generated: (count) => `${counted(count, 'folder')} that programs fill by themselves, such as node_modules`,
};

function plural(count: number, noun: string): string {
  return count === 1 ? noun : `${noun}s`;
}

/** `3 files searched, 12 MB`; sizes in steps of 1,000. */
export function searchedWords({ files, bytes }: { readonly files: number; readonly bytes: number }): string {
  return `${counted(files, 'file')} searched, ${sizeWords(bytes)}`;
}

export function sizeWords(bytes: number): string {
  if (bytes < 1000) return counted(bytes, 'byte');
  if (bytes < 1e6) return `${grouped(Math.round(bytes / 1000))} kB`;
  if (bytes < 1e9) return `${grouped(Math.round(bytes / 1e6))} MB`;
  return `${(bytes / 1e9).toFixed(1)} GB`;
}

/** The last step of a path. */
export function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}

/** What is under a root, after its path. */
export const rootWords: Readonly<Record<ScanRoot['kind'], string>> = {
  folder: 'and all folders in it',
  dotfiles: 'only its own files that begin with a dot',
  file: 'this file alone',
};
