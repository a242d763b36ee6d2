// The output of a run while it runs: each part in its place, as fast as it is read, until nobody reads it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LivePart } from '../../app/contract/live.ts';
import type { RequestAnswer } from '../../app/contract/run.ts';
import { until } from '../../app/socket/socket.testkit.ts';
import type { Home } from '../shim.testkit.ts';
import { bareBroker, makeHome, requestId } from '../shim.testkit.ts';
import { CliProcess, mainFile, postern } from './cli.testkit.ts';

const running: RequestAnswer = { state: 'pending', requestId, waitingFor: 'run' };
const completed: RequestAnswer = {
  state: 'done',
  requestId,
  outcome: {
    kind: 'completed',
    exitCode: 0,
    signal: null,
    timedOut: false,
    output: '',
    cutBytes: 0,
    withheld: null,
    outputBytes: 0,
    redactions: [],
    durationMs: 12,
  },
};
const run = ['run', '-s', 'api/token', '--', 'gh'];

/** A broker that shows these parts once the run is waited for, and then ends it. */
function liveBroker(t: Parameters<typeof bareBroker>[0], at: Home, parts: readonly LivePart[]): Promise<void> {
  return bareBroker(t, at, ({ id, method }, socket) => {
    const say = (frame: object): void => void socket.write(`${JSON.stringify({ ...frame, id })}\n`);
    if (method === 'run.start') return say({ type: 'result', result: running });
    for (const part of parts) say({ type: 'live', part });
    say({ type: 'result', result: completed });
  });
}

test('live text goes to its own stream exactly; a stream that moves the cursor leaves whole lines', async (t) => {
  const at = await makeHome(t);
  await liveBroker(t, at, [
    { kind: 'text', stream: 'out', text: '\x1b[31mred\x1b[0m one\ntw' },
    { kind: 'text', stream: 'err', text: 'warned\n' },
    { kind: 'text', stream: 'out', text: 'o\n' },
    { kind: 'text', stream: 'err', text: '10 %' },
    { kind: 'screen', stream: 'err', gone: 'a\n', rows: ['50 %'] },
    { kind: 'screen', stream: 'err', gone: '100 %\n', rows: [] },
  ]);
  const { code, stdout, stderr } = await postern(t, at, run).ended();
  assert.deepEqual([code, stdout], [0, '\x1b[31mred\x1b[0m one\ntwo\n']);
  assert.equal(stderr, 'warned\n10 %\na\n100 %\n');
});

test('a signal counts also while standard input is read, and while nobody reads the output', async (t) => {
  const at = await makeHome(t);
  const text = 'x'.repeat(100_000);
  await liveBroker(
    t,
    at,
    Array.from({ length: 50 }, () => ({ kind: 'text', stream: 'out', text }) as const),
  );
  const reading = postern(t, at, run, { stdin: 'open' });
  await until('the hint', () => reading.stderr.includes('--no-stdin'));
  reading.child.kill('SIGINT');
  assert.equal((await reading.ended()).code, 130);
  const stalled = postern(t, at, run);
  stalled.child.stdout?.pause();
  await until('the first bytes', () => (stalled.child.stdout?.readableLength ?? 0) > 0);
  stalled.child.kill('SIGTERM');
  const exited = new Promise((resolve) => stalled.child.once('exit', resolve));
  assert.equal(await exited, 143);
});

test('a slow reader holds the broker up, and gets all of it in the end', async (t) => {
  const at = await makeHome(t);
  const text = 'x'.repeat(1_000_000);
  let unsent = (): number => 0;
  await bareBroker(t, at, ({ id, method }, socket) => {
    const say = (frame: object): void => void socket.write(`${JSON.stringify({ ...frame, id })}\n`);
    if (method === 'run.start') return say({ type: 'result', result: running });
    for (let part = 0; part < 40; part += 1) say({ type: 'live', part: { kind: 'text', stream: 'out', text } });
    say({ type: 'result', result: completed });
    unsent = () => socket.writableLength;
  });
  const cli = postern(t, at, run);
  cli.child.stdout?.pause();
  await until('the first bytes', () => (cli.child.stdout?.readableLength ?? 0) > 0);
  // Time in which all of it would come.
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.ok(unsent() > 30_000_000, 'most of it still lies at the broker');
  cli.child.stdout?.resume();
  const { code, stdout } = await cli.ended();
  assert.deepEqual([code, stdout.length], [0, 40_000_000]);
});

test('a reader that has seen enough ends it quietly, and the request is withdrawn', async (t) => {
  const at = await makeHome(t);
  const text = `${'x'.repeat(99)}\n`.repeat(1000);
  let closed = false;
  await bareBroker(t, at, ({ id, method }, socket) => {
    const say = (frame: object): void => void socket.write(`${JSON.stringify({ ...frame, id })}\n`);
    socket.once('close', () => {
      closed = true;
    });
    if (method === 'run.start') return say({ type: 'result', result: running });
    for (let part = 0; part < 20; part += 1) say({ type: 'live', part: { kind: 'text', stream: 'out', text } });
  });
  const line = `set -o pipefail; "$0" "$1" postern run -s api/token -- gh | head -1`;
  const { code, stdout, stderr } = await new CliProcess(t, at, [
    'bash',
    '-c',
    line,
    process.execPath,
    mainFile,
  ]).ended();
  assert.deepEqual([code, stdout, stderr], [141, `${'x'.repeat(99)}\n`, '']);
  await until('the end of the connection', () => closed);
});
