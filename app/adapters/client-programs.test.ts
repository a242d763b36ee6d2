import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import test from 'node:test';
import { faultCodeOf } from '../contract/fault.ts';
import { until } from '../socket/socket.testkit.ts';
import { greetServer } from './client-greeting.ts';
import { ClientPrograms } from './client-programs.ts';

function setUp(t: TestContext) {
  const home = mkdtempSync(join(tmpdir(), 'pcp-'));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  const bin = join(home, 'bin');
  mkdirSync(bin);
  const script = (name: string, text: string) => {
    const path = join(bin, name);
    writeFileSync(path, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    return path;
  };
  const env = { HOME: home, PATH: `relative:${bin}:/bin:/usr/bin:${bin}`, ANTHROPIC_API_KEY: 'sk-1', CODEX_HOME: '/c' };
  const programs = new ClientPrograms({ resolve: async () => env });
  return { home, bin, script, programs };
}

test('a program is found on the login PATH under its own name, not the name behind a link', async (t) => {
  const { bin, script, programs } = setUp(t);
  script('real', 'exit 0');
  symlinkSync('real', join(bin, 'linked'));
  writeFileSync(join(bin, 'plain'), 'not a program', { mode: 0o644 });
  assert.deepEqual(await programs.find('linked'), [join(bin, 'linked')]);
  for (const none of ['plain', 'missing']) assert.deepEqual(await programs.find(none), []);
});

test('a program gets no secret of the login environment, and what it prints comes back (P1)', async (t) => {
  const { home, script, programs } = setUp(t);
  const file = script('tell', 'env; pwd');
  const printed = await programs.run({ file, args: [] }, 5000);
  assert.match(printed, /^CODEX_HOME=\/c$/m);
  assert.ok(printed.endsWith(`${home}\n`));
  assert.doesNotMatch(printed, /sk-1|ANTHROPIC/);
});

test('a program that fails, hangs or cannot be started is told apart, and one that hangs is ended', async (t) => {
  const { home, script, programs } = setUp(t);
  const fault = (file: string, ms: number) => programs.run({ file, args: [] }, ms).then(() => null, faultCodeOf);
  assert.equal(await fault(script('bad', 'exit 3'), 5000), 'client_tool_failed');
  assert.equal(await fault(join(home, 'none'), 5000), 'client_tool_failed');
  const pid = join(home, 'pid');
  assert.equal(await fault(script('hang', `echo $$ > ${pid}; exec sleep 600`), 300), 'client_tool_slow');
  await until('its end', () => !isAlive(Number(readFileSync(pid, 'utf8'))));
});

test('only what answers as Postern does has answered', async (t) => {
  const { home, script } = setUp(t);
  const said = (...answers: object[]) => answers.map((answer) => `read l; echo '${JSON.stringify(answer)}'`).join('\n');
  const named = (name: string) => ({ jsonrpc: '2.0', id: 0, result: { serverInfo: { name } } });
  const tools = { jsonrpc: '2.0', id: 1, result: { tools: [{ name: 'a' }, { name: 'b' }] } };
  const outcomes: [string, string, string | number][] = [
    ['good', `${said(named('postern'))}\nread l\n${said(tools)}\ncat > /dev/null`, 2],
    ['chatty', `echo '{"method":"notifications/x"}'\n${said(named('postern'))}\nread l\n${said(tools)}`, 2],
    ['other', said(named('other')), 'handshake_failed'],
    ['error', said({ id: 0, error: { code: 1 } }), 'handshake_failed'],
    ['noise', 'echo hello; cat > /dev/null', 'handshake_failed'],
    ['gone', 'exit 0', 'handshake_failed'],
    ['silent', 'cat > /dev/null', 'handshake_slow'],
  ];
  const greeted = outcomes.map(async ([name, text]) => {
    const limitMs = name === 'silent' ? 200 : 9000;
    const greeting = await greetServer({ file: script(name, text), args: [] }, { PATH: '/bin' }, home, limitMs);
    return greeting.kind === 'answered' ? greeting.tools : greeting.code;
  });
  assert.deepEqual(
    await Promise.all(greeted),
    outcomes.map(([, , outcome]) => outcome),
  );
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
