// No core file of the app: not of this process, and not of the ones that Chromium started before any line of ours ran.
import { disableCoreDumps, disableCoreDumpsOf } from './native-library.ts';
import type { ProcessRow } from './process-table.ts';
import { listProcesses } from './process-table.ts';

/**
 * SECURITY P11: a passphrase is typed into a renderer, and renderers are forked from a process that is older than our first
 * line. Call it before the first window is opened: what is forked later has the limit of its parent.
 */
export async function disableAllCoreDumps(): Promise<void> {
  disableCoreDumps();
  for (const { pid } of below(process.pid, await listProcesses())) disableCoreDumpsOf(pid);
}

function below(pid: number, all: readonly ProcessRow[]): readonly ProcessRow[] {
  return all.filter((row) => row.parent === pid).flatMap((child) => [child, ...below(child.pid, all)]);
}
