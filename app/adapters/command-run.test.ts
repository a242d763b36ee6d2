import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { BrokerError } from '../contract/fault.ts';
import { bothRunners, openDescriptors, runLine } from './command-run.testkit.ts';
import { CommandRunner } from './runner.ts';

function tempFolder(t: { after(done: () => void): void }): string {
  const folder = mkdtempSync(join(tmpdir(), 'run-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

for (const [name, runner, newline] of bothRunners) {
  test(`${name}: an exit code and a signal are told apart`, async () => {
    assert.deepEqual((await runLine(runner, 'exit 3')).exit, { exitCode: 3, signal: null, end: 'exited' });
    assert.deepEqual((await runLine(runner, 'exit 0')).exit, { exitCode: 0, signal: null, end: 'exited' });
    for (const signal of ['SIGKILL', 'SIGTERM', 'SIGSEGV']) {
      const { exit } = await runLine(runner, `kill -${signal.slice(3)} $$`);
      assert.deepEqual(exit, { exitCode: null, signal, end: 'exited' });
    }
  });

  test(`${name}: standard output and error both arrive`, async () => {
    const { text } = await runLine(runner, 'echo one; echo two >&2');
    assert.deepEqual(text.split(newline).sort(), ['', 'one', 'two']);
  });

  test(`${name}: every byte value passes unchanged but for the line ends of a terminal`, async () => {
    const all = Buffer.from(Array.from({ length: 256 }, (_, value) => value));
    const { bytes } = await runLine(runner, 'cat', { stdin: all });
    assert.equal(bytes.toString('hex'), all.toString('latin1').replace('\n', newline).split('').map(hexOf).join(''));
  });

  test(`${name}: input is given whole, ends, and is not echoed`, async () => {
    const megabyte = Buffer.alloc(1_048_576, 'a line of input without any end ');
    const { text, exit } = await runLine(runner, 'wc -c', { stdin: megabyte });
    assert.equal(text.trim(), '1048576');
    assert.equal(exit.exitCode, 0);
  });

  test(`${name}: a command that never reads its input ends as usual`, async () => {
    const { exit } = await runLine(runner, 'exit 7', { stdin: Buffer.alloc(1_048_576, 'x') });
    assert.equal(exit.exitCode, 7);
  });

  test(`${name}: without input there is none, and no keyboard to wait for`, async () => {
    const { text } = await runLine(runner, 'wc -c; (read answer < /dev/tty) 2>/dev/null || echo no keyboard', {
      file: '/bin/bash',
    });
    assert.equal(text, `0${newline}no keyboard${newline}`);
  });

  test(`${name}: a command can open /dev/stdin, /dev/stdout and /dev/stderr by name`, async () => {
    const line = 'cat /dev/stdin > /dev/stdout; echo two > /dev/stderr';
    const { text, exit } = await runLine(runner, line, { stdin: Buffer.from('one\n') });
    assert.deepEqual([text.split(newline).sort(), exit.exitCode], [['', 'one', 'two'], 0]);
  });

  test(`${name}: bash does not read ~/.bashrc, whatever its input is`, async (t) => {
    const home = tempFolder(t);
    writeFileSync(join(home, '.bashrc'), 'echo start-up file\n');
    for (const stdin of [null, Buffer.from('given\n')]) {
      const { text } = await runLine(runner, 'cat', { file: '/bin/bash', env: { PATH: '/bin', HOME: home }, stdin });
      assert.equal(text, stdin === null ? '' : `given${newline}`);
    }
  });

  test(`${name}: nothing is inherited but what was given`, async () => {
    const env = { PATH: '/nowhere', EMPTY: '', LINES: 'two\nlines' };
    const { text } = await runLine(runner, '', { file: '/usr/bin/env', args: ['-0'], env });
    const got = text.replaceAll('\r\n', '\n').split('\0').filter(Boolean).sort();
    assert.deepEqual(got, ['EMPTY=', 'LINES=two\nlines', 'PATH=/nowhere']);
  });

  test(`${name}: it runs in the folder that was given`, async (t) => {
    const cwd = tempFolder(t);
    assert.equal((await runLine(runner, 'pwd -P', { cwd })).text, `${cwd}${newline}`);
  });

  test(`${name}: what cannot be started is run_failed, and no descriptor stays open`, async (t) => {
    const folder = tempFolder(t);
    const notExecutable = join(folder, 'plain');
    const badInterpreter = join(folder, 'script');
    writeFileSync(notExecutable, '#!/bin/sh\necho ran\n');
    writeFileSync(badInterpreter, '#!/no/such/interpreter\n', { mode: 0o755 });
    chmodSync(notExecutable, 0o644);
    const before = openDescriptors();
    for (const trial of [
      { file: '/no/such/program' },
      { file: notExecutable },
      { file: badInterpreter },
      { file: folder },
      { cwd: join(folder, 'vanished') },
      { cwd: notExecutable },
      { args: ['-c', `: ${'x'.repeat(200_000)}`] },
      { stdin: Buffer.from('input'), file: '/no/such/program' },
    ]) {
      const onOutput = () => assert.fail('printed');
      const run = runLine(runner, 'echo ran', { ...trial, onOutput });
      await assert.rejects(run, (thrown) => thrown instanceof BrokerError && thrown.code === 'run_failed');
    }
    await turn();
    assert.equal(openDescriptors(), before);
  });

  test(`${name}: a run that was aborted before it began starts nothing`, async (t) => {
    const made = join(tempFolder(t), 'made');
    const { exit } = await runLine(runner, `touch ${made}`, { signal: AbortSignal.abort() });
    assert.deepEqual(exit, { exitCode: null, signal: null, end: 'aborted' });
    assert.equal(existsSync(made), false);
  });

  test(`P12 ${name}: a sink that fails ends the command, gets nothing more, and its fault comes back`, async () => {
    let calls = 0;
    const onOutput = () => {
      calls += 1;
      throw new BrokerError('internal');
    };
    const run = runLine(runner, 'while :; do echo more; done', { onOutput });
    await assert.rejects(run, (thrown) => thrown instanceof BrokerError && thrown.code === 'internal');
    assert.equal(calls, 1);
  });

  test(`${name}: fifty runs leave no descriptor open`, async () => {
    await runLine(runner, 'true');
    await turn();
    const before = openDescriptors();
    for (let run = 0; run < 50; run += 1) await runLine(runner, 'cat; echo done', { stdin: Buffer.from('x') });
    await turn();
    assert.equal(openDescriptors(), before);
  });
}

test('a terminal run has a terminal of 500 columns, and pipes have none', async () => {
  const [terminal, pipes] = bothRunners;
  assert.ok(terminal && pipes);
  const runner = new CommandRunner(terminal[1], pipes[1]);
  const line = 'test -t 1 && test -t 2 && stty size <&1';
  assert.equal((await runLine(runner, line, { tty: true })).text, '50 500\r\n');
  assert.equal((await runLine(runner, line, { tty: false })).text, '');
});

test('in a terminal, output and errors keep the order in which they were written', async () => {
  const [terminal] = bothRunners;
  assert.ok(terminal);
  const { text } = await runLine(terminal[1], 'for i in $(seq 200); do echo "o$i"; echo "e$i" >&2; done');
  const expected = Array.from({ length: 200 }, (_, index) => `o${index + 1}\r\ne${index + 1}\r\n`).join('');
  assert.equal(text, expected);
});

test('P1 one run cannot read the terminal or the pipes of another that runs beside it', async () => {
  for (const [, first] of bothRunners) {
    for (const [, second] of bothRunners) {
      const stop = new AbortController();
      const seen: Promise<string>[] = [];
      const onOutput = () => {
        if (seen.length > 0) return;
        const run = runLine(second, 'for fd in /proc/self/fd/*; do readlink $fd; done');
        seen.push(run.then((ran) => ran.text).finally(() => stop.abort()));
      };
      const { text } = await runLine(first, 'readlink /proc/self/fd/1; exec sleep 100', {
        onOutput,
        signal: stop.signal,
      });
      const links = (await Promise.all(seen)).join('').trim().split(/\r?\n/);
      assert.match(text, /^(\/dev\/pts|pipe:)/);
      assert.ok(links.length > 2);
      assert.deepEqual(
        links.filter((link) => link.includes('ptmx') || link === text.trim()),
        [],
      );
    }
  }
});

function hexOf(character: string): string {
  return Buffer.from(character, 'latin1').toString('hex');
}
