import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { startMarked } from './native-library.ts';
import { listProcesses, markOf, readProcess } from './process-table.ts';

test('a listing never misses a chain of processes, each of which ends as soon as it has started the next', async (t) => {
  const script = `
import os, sys
while True:
    if os.fork() != 0:
        os._exit(0)
    if sys.stdout:
        print('begun', flush=True)
        sys.stdout = None`;
  const chain = spawn('python3', ['-c', script], { detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
  const { pid } = chain;
  assert.ok(pid);
  t.after(() => process.kill(-pid, 'SIGKILL'));
  await once(chain.stdout, 'data');
  for (let round = 0; round < 30; round += 1) {
    const found = (await listProcesses()).filter((row) => row.group === pid && !row.ended);
    assert.notEqual(found.length, 0);
  }
});

test('a thread is no process', () => {
  const threads = readdirSync('/proc/self/task').map(Number);
  assert.ok(threads.length > 1);
  const read = threads.map(readProcess).filter((row) => row !== null);
  assert.deepEqual(
    read.map((row) => row.pid),
    [process.pid],
  );
});

test('the mark of a process is read from outside, also when it is dead and not yet collected', async (t) => {
  const mark = 2n ** 62n + 11n;
  const child = startMarked(mark, () =>
    spawn('sh', ['-c', 'sh -c "echo $\\$" & exec sleep 100'], { stdio: ['ignore', 'pipe', 'inherit'] }),
  );
  t.after(() => child.kill());
  const [chunk] = await once(child.stdout ?? child, 'data');
  const grandchild = Number(String(chunk));
  while (readProcess(grandchild)?.ended === false) await new Promise((resolve) => setTimeout(resolve, 5));
  assert.deepEqual(
    [child.pid, grandchild].map((pid) => markOf(pid ?? 0)),
    [mark, mark],
  );
  assert.equal(markOf(process.pid) === mark, false);
});
