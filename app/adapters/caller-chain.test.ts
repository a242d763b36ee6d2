import assert from 'node:assert/strict';
import type { ChildProcessByStdio } from 'node:child_process';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { CallerChain, chainByPs } from './caller-chain.ts';
import { listByPs, listProcesses, readProcess } from './process-table.ts';

const callers = new CallerChain();
/** The program behind /bin/sh, such as dash: the chain names programs, not what they were called by. */
const shell = basename(realpathSync('/bin/sh'));

/** Starts a shell line in a group of its own; its first line of output is a pid. */
async function pidOf(t: TestContext, line: string, cwd = '/'): Promise<number> {
  const child = spawn('/bin/sh', ['-c', line], { cwd, detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
  t.after(() => endGroup(child));
  const [chunk] = await once(child.stdout, 'data');
  return Number(String(chunk));
}

async function endGroup(child: ChildProcessByStdio<null, Readable, null>): Promise<void> {
  assert.ok(child.pid);
  const closed = once(child, 'close');
  process.kill(-child.pid, 'SIGKILL');
  await closed;
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(5);
}

test('the chain begins at the process itself and goes to the parents, without process 1', async (t) => {
  const cwd = realpathSync(mkdtempSync(join(tmpdir(), 'chain-')));
  t.after(() => rmSync(cwd, { recursive: true }));
  const pid = await pidOf(t, "sh -c 'sleep 100 & echo $!; wait'; true", cwd);
  await until(() => readProcess(pid)?.name === 'sleep');
  const [first, second, third, fourth] = await callers.chainOf(pid);
  assert.ok(first && second && third && fourth);
  assert.deepEqual([first.pid, first.name, first.cwd], [pid, 'sleep', cwd]);
  assert.equal(first.exe, realpathSync(execFileSync('which', ['sleep'], { encoding: 'utf8' }).trim()));
  assert.deepEqual([second.name, third.name], [shell, shell]);
  assert.equal(fourth.pid, process.pid);
  assert.equal(fourth.exe, realpathSync(process.execPath));
  assert.match(first.startTime, /^\d+$/);
  const whole = await callers.chainOf(pid);
  assert.ok(whole.every((process) => process.pid > 1));
});

test('a process that puts brackets and fields into its name changes nothing but its name', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'chain-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const program = join(folder, 'a) S 1 1 (b');
  copyFileSync('/bin/sleep', program);
  chmodSync(program, 0o755);
  const pid = await pidOf(t, `'${program}' 100 & echo $!; wait`);
  await until(() => readProcess(pid)?.name !== 'sh');
  const [first, second] = await callers.chainOf(pid);
  assert.deepEqual([first?.pid, first?.name, first?.exe], [pid, 'a) S 1 1 (b', program]);
  assert.equal(second?.name, shell);
});

test('a program and folder that cannot be read are null', async (t) => {
  // It ends after its parent has become `sleep`, which never collects it.
  const pid = await pidOf(t, 'sh -c "sleep 0.5; exit 0" & echo $!; exec sleep 100');
  await until(() => readProcess(pid)?.ended === true);
  const [first, second] = await callers.chainOf(pid);
  assert.deepEqual([first?.pid, first?.name, first?.exe, first?.cwd], [pid, 'sh', null, null]);
  assert.equal(second?.name, 'sleep');
});

test('a chain is not followed beyond 64 levels', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'chain-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const script = join(folder, 'deep.sh');
  writeFileSync(script, `if [ $1 -gt 0 ]; then sh ${script} $(($1 - 1)); else echo $$; sleep 100; fi; true\n`);
  const pid = await pidOf(t, `sh ${script} 70; true`);
  assert.equal((await callers.chainOf(pid)).length, 64);
});

test('a process that gives itself another short name is still named for its program', async (t) => {
  const pid = await pidOf(
    t,
    `${process.execPath} -e 'process.title = "claude"; console.log(process.pid); setInterval(() => {}, 1000)'`,
  );
  const [first] = await callers.chainOf(pid);
  assert.equal(first?.name, basename(realpathSync(process.execPath)));
});

test('a process that is not there has no chain', async () => {
  const child = spawn('/bin/true', { stdio: 'ignore' });
  await once(child, 'close');
  for (const pid of [child.pid ?? 0, 0, -1, 1, 2 ** 30]) assert.deepEqual(await callers.chainOf(pid), []);
});

test('`ps` tells the same chain as /proc, but for folders, paths and the names that come from them', async (t) => {
  const pid = await pidOf(t, 'sleep 100 & echo $!; wait');
  await until(() => readProcess(pid)?.name === 'sleep');
  const byPs = await chainByPs(pid);
  const byProc = await callers.chainOf(pid);
  assert.deepEqual(
    byPs.map((process) => process.pid),
    byProc.map((process) => process.pid),
  );
  assert.equal(byPs[0]?.name, 'sleep');
  assert.ok(byPs.every(({ exe, cwd, startTime }) => exe === null && cwd === null && Number(startTime) > 1e12));
});

test('/proc and `ps` list the same processes with the same parents and groups', async (t) => {
  const pid = await pidOf(t, 'sleep 100 & echo $!; wait');
  const rowsOf = async (list: typeof listProcesses) => {
    const row = (await list()).find((each) => each.pid === pid);
    assert.ok(row);
    return { parent: row.parent, group: row.group, ended: row.ended };
  };
  assert.deepEqual(await rowsOf(listByPs), await rowsOf(listProcesses));
});
