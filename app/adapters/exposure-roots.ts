// The places that are worth a look for copies of secrets, as offered to the person, who chooses. Only those that exist.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ScanRoot } from '../contract/health.ts';

/** `home` is an absolute path. Shell histories in it are dotfiles. */
export async function offeredRoots(home: string): Promise<readonly ScanRoot[]> {
  const offered: ScanRoot[] = [
    { kind: 'dotfiles', path: home },
    ...folders.map((name) => ({ kind: 'folder' as const, path: join(home, name) })),
    ...files.map((name) => ({ kind: 'file' as const, path: join(home, name) })),
    ...projects.map((name) => ({ kind: 'folder' as const, path: join(home, name) })),
  ];
  const present = await Promise.all(offered.map(exists));
  return offered.filter((_, i) => present[i]);
}

async function exists({ kind, path }: ScanRoot): Promise<boolean> {
  const about = await stat(path).catch(() => null);
  return about !== null && (kind === 'file' ? about.isFile() : about.isDirectory());
}

/** Transcripts of agents, and settings. */
const folders = [
  '.claude/projects',
  '.codex',
  '.gemini',
  '.cursor',
  '.config',
  '.aws',
  '.docker',
  '.kube',
  '.zsh_sessions',
];
/** Histories that are no dotfiles. */
const files = [
  '.local/share/fish/fish_history',
  '.local/share/powershell/PSReadLine/ConsoleHost_history.txt',
  'AppData/Roaming/Microsoft/Windows/PowerShell/PSReadLine/ConsoleHost_history.txt',
];
/** Where people keep their projects. */
const projects = [
  'projects',
  'Projects',
  'src',
  'code',
  'dev',
  'git',
  'repos',
  'work',
  'workspace',
  'Developer',
  'Documents/GitHub',
];
