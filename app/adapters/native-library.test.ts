import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, readFileSync, readSync, writeSync } from 'node:fs';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { closeOnExec, openPipe, startMarked } from './native-library.ts';

const library = pathToFileURL(new URL('native-library.ts', import.meta.url).pathname).href;

/** Root may read everything: without its capabilities it is as bound as any other account. */
const asBound = process.getuid?.() === 0 ? ['setpriv', '--inh-caps=-all', '--bounding-set=-all'] : ['env'];

function bound(program: string, ...args: readonly string[]): [file: string, args: string[]] {
  const [file = '', ...flags] = asBound;
  return [file, [...flags, program, ...args]];
}

/** Runs `body` in a Node of its own, which prints and then waits; returns its pid and what it printed. */
async function inProcess(t: TestContext, body: string): Promise<[pid: number, printed: string]> {
  const script = `const native = await import(${JSON.stringify(library)}); ${body}; setInterval(() => {}, 1000)`;
  const child = spawn(...bound(process.execPath, '--input-type=module', '-e', script), {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => child.kill());
  const [chunk] = await once(child.stdout, 'data');
  return [child.pid ?? 0, String(chunk).trim()];
}

test('P11 after disableCoreDumps neither the process nor what it starts may write a core', async (t) => {
  const limits = "(await import('node:fs')).readFileSync('/proc/self/limits', 'utf8')";
  const ofChild =
    "(await import('node:child_process')).execFileSync('cat', ['/proc/self/limits'], { encoding: 'utf8' })";
  const [, printed] = await inProcess(
    t,
    `console.log(JSON.stringify([native.disableCoreDumps(), ${limits}, ${ofChild}]))`,
  );
  const [isSet, own, child] = JSON.parse(printed);
  assert.equal(isSet, true);
  for (const text of [own, child]) assert.match(text, /Max core file size\s+0\s+0\s/);
});

test('P11 after setUndumpable another program of the same account cannot read the environment of the process', async (t) => {
  const [before] = await inProcess(t, "console.log('as it was')");
  const [after, printed] = await inProcess(t, 'console.log(native.setUndumpable())');
  assert.equal(printed, 'true');
  const read = (pid: number) => spawnSync(...bound('cat', `/proc/${pid}/environ`));
  assert.equal(read(before).status, 0);
  assert.deepEqual([read(after).status, read(after).stdout.length], [1, 0]);
});

/** The soft limit of the resident set, which is the mark. */
const grep = ['-oP', '^Max resident set\\s+\\K\\d+', '/proc/self/limits'];

test('what is started with a mark hands it on, whatever becomes of its environment and session, and the app has none', () => {
  const mark = 2n ** 62n + 7n;
  const own = () => readFileSync('/proc/self/limits', 'utf8');
  const before = own();
  const { stdout } = startMarked(mark, () =>
    spawnSync('env', ['-i', 'setsid', '-w', 'grep', ...grep], { encoding: 'utf8' }),
  );
  assert.equal(stdout, `${mark}\n`);
  assert.equal(own(), before);
  assert.throws(() =>
    startMarked(mark, () => {
      throw new Error('not started');
    }),
  );
  assert.equal(own(), before);
});

test('where somebody set a lower limit, what is started has that and no mark', () => {
  const script = `const { startMarked } = await import(${JSON.stringify(library)});
    const { spawnSync } = await import('node:child_process');
    process.stdout.write(startMarked(2n ** 62n, () => spawnSync('grep', ${JSON.stringify(grep)})).stdout);`;
  const limited = bound('prlimit', '--rss=1000000', process.execPath, '--input-type=module', '-e', script);
  assert.equal(spawnSync(...limited, { encoding: 'utf8' }).stdout, '1000000\n');
});

test('a pipe of the kernel carries bytes, and neither end is inherited', () => {
  const { read, write } = openPipe();
  writeSync(write, 'bytes');
  const buffer = Buffer.alloc(10);
  assert.equal(buffer.toString('utf8', 0, readSync(read, buffer)), 'bytes');
  for (const fd of [read, write]) {
    const flags = /flags:\s+(\d+)/.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8'))?.[1] ?? '0';
    assert.notEqual(Number.parseInt(flags, 8) & 0o2000000, 0);
    closeSync(fd);
  }
});

test('a descriptor that is not open cannot be kept from being inherited', () => {
  assert.throws(() => closeOnExec(1_000_000));
});

test('a process that hangs in its own end is ended by the system', { skip: process.platform === 'win32' }, () => {
  const hung = `const native = await import(${JSON.stringify(library)}); native.endWithin(1); for (;;) {}`;
  const { signal } = spawnSync(process.execPath, ['--input-type=module', '-e', hung]);
  assert.equal(signal, 'SIGALRM');
});
