// `postern run` through a whole broker: real commands, pipes and terminals, and what reaches whoever looks on.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { startBroker, token } from '../../app/socket/broker.testkit.ts';
import { until } from '../../app/socket/socket.testkit.ts';
import { makeHome } from '../shim.testkit.ts';
import { postern, posternInTerminal } from './cli.testkit.ts';

test('through pipes: exit code, both streams apart, the value nowhere (P1), input and signals as they were', async (t) => {
  const at = await makeHome(t);
  const house = await startBroker(t, { endpoint: at.socket });
  house.addSecret('api/token');
  const ran = (line: string, ...more: string[]) =>
    postern(t, at, ['run', '-s', 'api/token', ...more, '-c', line], { stdin: 'typed\n' }).ended();
  assert.deepEqual(await ran('cat; echo "out $TOKEN"; echo "err $TOKEN" >&2; exit 3'), {
    code: 3,
    stdout: 'typed\nout [REDACTED:api/token]\n',
    stderr: 'err [REDACTED:api/token]\n',
  });
  assert.equal((await ran('kill -9 $$')).code, 137);
  const late = await ran('echo begun; sleep 600', '--timeout', '0.3');
  assert.deepEqual([late.code, late.stdout], [124, 'begun\n']);
  assert.match(late.stderr, /stopped at its time limit/);
  const argv = await postern(t, at, ['run', '-s', 'api/token', '--', 'printf', '%s.', '$TOKEN', token]).ended();
  assert.deepEqual([argv.code, argv.stdout], [0, '$TOKEN.[REDACTED:api/token].']);
});

test('a large output comes whole and in order, however the reader dawdles', async (t) => {
  const at = await makeHome(t);
  const house = await startBroker(t, { endpoint: at.socket });
  house.addSecret('api/token');
  const cli = postern(t, at, ['run', '-s', 'api/token', '--', 'seq', '1', '400000']);
  const { code, stdout, stderr } = await cli.ended();
  assert.deepEqual([code, stderr], [0, '']);
  assert.equal(stdout, Array.from({ length: 400_000 }, (_, at) => `${at + 1}\n`).join(''));
});

test('Ctrl-C ends the command, not only the wait for it', async (t) => {
  const at = await makeHome(t);
  const house = await startBroker(t, { endpoint: at.socket });
  house.addSecret('api/token');
  const cli = postern(t, at, ['run', '-s', 'api/token', '-c', 'echo $$ > pid; exec sleep 600']);
  const pidFile = join(at.home, 'pid');
  await until('its start', () => existsSync(pidFile) && readFileSync(pidFile, 'utf8').endsWith('\n'));
  const pid = Number(readFileSync(pidFile, 'utf8'));
  cli.child.kill('SIGINT');
  assert.equal((await cli.ended()).code, 130);
  await until('its end', () => !lives(pid));
  await until('its record', () => house.kinds().includes('run.finished'));
});

test('in a terminal: its size and colours reach the command, and its colours the person, redacted', async (t) => {
  const at = await makeHome(t);
  const house = await startBroker(t, { endpoint: at.socket });
  house.addSecret('api/token');
  const line = `stty size <&1; [ -t 1 ] && printf '\\033[31mred\\033[0m %s\\n' "$TOKEN"; echo "$TERM:$NO_COLOR"; exit 3`;
  const { code, stdout } = await posternInTerminal(t, at, ['run', '-s', 'api/token', '-c', line]).ended();
  assert.equal(code, 3);
  const shown = stdout.slice(stdout.lastIndexOf('\x1b[K') + 3).replaceAll(/\r+\n/g, '\n');
  assert.equal(shown, '24 80\n\x1b[31mred\x1b[0m [REDACTED:api/token]\nxterm-256color:\n');
  const plain = await posternInTerminal(t, at, ['run', '-s', 'api/token', '-c', line], { NO_COLOR: '1' }).ended();
  assert.match(plain.stdout, /:1\r+\n$/);
});

test('in a terminal the wait is one line in its place, and is gone when there is something to show', async (t) => {
  const at = await makeHome(t);
  const house = await startBroker(t, { endpoint: at.socket });
  house.addSecret('api/token');
  house.answer = null;
  const cli = posternInTerminal(t, at, ['run', '-s', 'api/token', '--', 'true']);
  await until('a beat', () => /Waiting for you to approve in Postern \([1-9]\d* s\)/.test(cli.stdout));
  assert.equal(cli.stdout.includes('\n'), false);
  cli.child.stdin?.write('\x03');
  assert.equal((await cli.ended()).code, 130);
  assert.match(cli.stdout, /\r\x1b\[K(\^C)?$/);
  await until('the withdrawal', () => house.kinds().includes('approval.withdrawn'));
});

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
