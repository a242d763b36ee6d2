// For the tests of what a run leaves behind: scripts that leave in every way there is, and what the kernel says became of them.
import { existsSync, mkdtempSync, readFileSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { readProcess } from './process-table.ts';

/** Writes down which process it is, and lasts. */
const last = 'cat /proc/$$/stat > "$1.new"; mv "$1.new" "$1"\n';
const scripts: Readonly<Record<string, string>> = {
  lasting: `${last}while :; do sleep 1; done`,
  stopped: `${last}kill -STOP $$; while :; do sleep 1; done`,
  deaf: `trap "" TERM HUP INT; ${last}while :; do sleep 1; done`,
  // Each starts the next, apart from everything, and ends.
  relay: '[ $1 -eq 0 ] && exec sh lasting "$2"; setsid env -i sh relay $(($1 - 1)) "$2" &',
  'hidden.mjs': `
    const { setUndumpable } = await import('${new URL('native-library.ts', import.meta.url).href}');
    const { readFileSync, renameSync, writeFileSync } = await import('node:fs');
    const [file] = process.argv.slice(2);
    if (setUndumpable()) writeFileSync(file + '.new', readFileSync('/proc/self/stat'));
    renameSync(file + '.new', file);
    setInterval(() => {}, 1000);`,
  // As fast as the kernel forks, one alive at a time, for ten seconds; its end is written down.
  'chain.py': `
import os, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
until = time.monotonic() + 10
started = False
while time.monotonic() < until:
    if os.fork() != 0:
        os._exit(0)
    if sys.argv[2] == 'setsid':
        os.setsid()
    if not started:
        open(sys.argv[1], 'w').close()
        started = True
open(sys.argv[1] + '.end', 'w').close()`,
};

/** A folder with the scripts. With the test it is removed, and the processes that wrote themselves down as `strays` are ended. */
export function scriptFolder(t: TestContext, ...strays: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'strays-'));
  t.after(() => {
    for (const name of strays) endStray(join(folder, name));
    rmSync(folder, { recursive: true });
  });
  for (const [name, text] of Object.entries(scripts)) writeFileSync(join(folder, name), text);
  return folder;
}

/** Shell: starts `command` in another session and without an environment, from a parent that ends at once. */
export function away(command: string): string {
  return `setsid env -i sh -c 'setsid ${command} &'`;
}

/** Shell: no word from standard input, none to standard output and error. */
export const silent = '</dev/null >/dev/null 2>&1';

/** Shell: waits until there is this file, at most ten seconds. */
export function awaiting(file: string): string {
  return `for i in $(seq 1000); do [ -e ${file} ] && break; sleep 0.01; done`;
}

/** Whether the very process that wrote itself down in `file` lives, not another one that has its number by now. */
export function lives(file: string): boolean {
  const stat = readFileSync(file, 'utf8');
  const started = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
  const row = readProcess(Number.parseInt(stat, 10));
  return row !== null && row.startTime === started && !row.ended;
}

function endStray(file: string): void {
  if (existsSync(file) && lives(file)) process.kill(Number.parseInt(readFileSync(file, 'utf8'), 10), 'SIGKILL');
}

/** Whether any process could still write into the pipe of which this is the (non-blocking) read end, as the kernel says. */
export function isHeld(readEnd: number): boolean {
  try {
    return readSync(readEnd, Buffer.alloc(1)) > 0;
  } catch {
    return true; // EAGAIN: nothing is there, and it is not the end.
  }
}
