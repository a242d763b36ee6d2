import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readdir, stat } from 'node:fs/promises';
import { createConnection, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { brokerMethods, Hello } from '../app/contract/broker.ts';
import type { RequestAnswer } from '../app/contract/run.ts';
import { toolListing } from '../app/contract/tools.ts';
import { until } from '../app/socket/socket.testkit.ts';
import { makeHome, RawAgent, requestId, scriptedBroker, shimProcess } from './shim.testkit.ts';

const pendingApproval: RequestAnswer = { state: 'pending', requestId, waitingFor: 'approval' };

test('with no app running the handshake and the tool list answer, a call says how to start it, and no file is made', async (t) => {
  const at = await makeHome(t);
  const agent = await shimProcess(t, at, ['--client', 'claude-code']);
  assert.deepEqual(
    (await agent.client.listTools()).tools.map(({ name }) => name),
    toolListing().map(({ name }) => name),
  );
  const answer = await agent.call('list_secrets');
  assert.equal(answer.isError, true);
  assert.deepEqual(answer.structuredContent, {
    status: 'failed',
    code: 'app_not_running',
    message: 'Postern is not running. The person starts it, then this works.',
    retry: 'later',
    next: 'Ask the person to start Postern from their applications menu, then call again.',
  });
  assert.deepEqual(await readdir(at.home), ['runtime']);
});

test('an app that is started later is found by the same shim, which then makes its key', async (t) => {
  const at = await makeHome(t);
  const agent = await shimProcess(t, at);
  assert.equal((await agent.ask('session_status')).code, 'app_not_running');
  const view = { state: 'locked', locksAt: null, secretCount: null, waiting: 0 };
  const broker = await scriptedBroker(t, at, { 'session.status': () => view });
  assert.equal((await agent.ask('session_status')).vault, 'locked');
  assert.equal(broker.opened[0]?.hello.client, 'mcp');
  assert.equal((await stat(join(at.keyFolder, 'mcp.key'))).mode & 0o777, 0o600);
});

test('the folder of the shim is where a command runs that names none', async (t) => {
  const at = await makeHome(t);
  const broker = await scriptedBroker(t, at, {});
  const project = join(at.home, 'project');
  await mkdir(project);
  const agent = new RawAgent(t, at, {}, project);
  agent.run('true');
  await until('the run', () => broker.got.length === 1);
  assert.equal(brokerMethods['run.start'].params.parse(broker.got[0]?.params).request.cwd, project);
});

const endings: readonly { readonly name: string; readonly end: (agent: RawAgent) => void }[] = [
  { name: 'the end of stdin', end: (agent) => agent.process.stdin.end() },
  { name: 'SIGINT', end: (agent) => agent.process.kill('SIGINT') },
  { name: 'SIGTERM', end: (agent) => agent.process.kill('SIGTERM') },
];

for (const { name, end } of endings) {
  test(`${name} withdraws every call under way at once, and the shim ends by itself`, async (t) => {
    const at = await makeHome(t);
    const broker = await scriptedBroker(t, at, { 'run.start': () => pendingApproval });
    const agent = new RawAgent(t, at);
    agent.run('first');
    agent.run('second');
    await until('both wait', () => broker.got.filter(({ method }) => method === 'request.wait').length === 2);
    end(agent);
    const waits = broker.got.filter(({ method }) => method === 'request.wait');
    await until('both aborts', () => waits.every(({ signal }) => signal.aborted));
    assert.equal(await agent.ended(), 0);
    assert.deepEqual(broker.closed, ['connection-1']);
  });
}

test('a request that the agent was told is pending is withdrawn too when its shim ends', async (t) => {
  const at = await makeHome(t);
  const broker = await scriptedBroker(t, at, {
    'request.wait': () => pendingApproval,
    'request.cancel': () => ({ cancelled: true }),
  });
  const agent = new RawAgent(t, at);
  agent.say('tools/call', { name: 'wait_for_request', arguments: { request_id: requestId } });
  await until('the answer', () => agent.lines.some((line) => line.includes('"status":"pending"')));
  agent.process.stdin.end();
  assert.equal(await agent.ended(), 0);
  await until('the withdrawal', () => broker.got.some(({ method }) => method === 'request.cancel'));
  assert.deepEqual(broker.got.at(-1)?.params, { requestId });
});

test('ends by itself also when the broker does not read', async (t) => {
  const at = await makeHome(t);
  await mkdir(dirname(at.socket), { mode: 0o700 });
  const deaf = createServer({ pauseOnConnect: true }).listen(at.socket);
  t.after(() => deaf.close());
  const agent = new RawAgent(t, at);
  agent.run('true');
  await once(deaf, 'connection');
  agent.process.stdin.end();
  assert.equal(await agent.ended(), 0);
});

test('P1: of its environment only the hash of the session id reaches the socket, and nothing reaches the agent', async (t) => {
  const at = await makeHome(t);
  const mark = 'SECRET_MARK_5c1d';
  const tapped: Buffer[] = [];
  const behind = join(at.home, 'behind', 'broker.sock');
  const broker = await scriptedBroker(
    t,
    { ...at, socket: behind },
    {
      'secrets.list': () => ({ secrets: [] }),
      'run.start': () => pendingApproval,
    },
  );
  await mkdir(dirname(at.socket), { mode: 0o700 });
  const tap = createServer((near) => {
    const far = createConnection(behind);
    near.on('data', (chunk) => tapped.push(chunk));
    far.on('data', (chunk) => tapped.push(chunk));
    near.pipe(far).pipe(near);
    for (const end of [near, far]) end.on('error', () => end.destroy());
  }).listen(at.socket);
  t.after(() => tap.close());
  const session = `${mark}-session`;
  const agent = new RawAgent(t, at, {
    ANTHROPIC_API_KEY: `${mark}-key`,
    CLAUDE_CODE_MESSAGING_TOKEN: `${mark}-token`,
    CLAUDE_CODE_SESSION_ID: session,
    PATH: `/${mark}/bin`,
  });
  agent.say('tools/call', { name: 'list_secrets', arguments: {} });
  agent.say('tools/call', { name: 'run_with_secrets', arguments: { command: 7 } });
  agent.run('true');
  await until('the wait', () => broker.got.some(({ method }) => method === 'request.wait'));
  agent.process.stdin.end();
  await agent.ended();
  const wire = Buffer.concat(tapped).toString('utf8');
  assert.ok(wire.includes('run.start'), 'the tap saw the traffic');
  assert.equal([wire, ...agent.lines, agent.stderr].join('\n').includes(mark), false);
  const hello = Hello.parse(JSON.parse(wire.slice(0, wire.indexOf('\n'))));
  assert.equal(hello.session, createHash('sha256').update(`postern session\0${session}`).digest('hex'));
});

test('stdout carries MCP and nothing else, and what came on stdin amiss is survived', async (t) => {
  const at = await makeHome(t);
  const agent = new RawAgent(t, at);
  agent.process.stdin.write('not json\n');
  agent.say('server/discover');
  agent.say('tools/call', { name: 'lock', arguments: {} });
  await until('three answers', () => agent.lines.length === 3);
  const answers = agent.lines.map((line): unknown => JSON.parse(line));
  assert.ok(answers.every((answer) => typeof answer === 'object' && answer !== null && 'jsonrpc' in answer));
  assert.match(JSON.stringify(answers), /"code":-32601/);
  assert.equal(agent.stderr, '');
});

test('answers the protocol revision it is asked for up to 2025-11-25, and offers that one to a newer client', async (t) => {
  const at = await makeHome(t);
  const agent = new RawAgent(t, at);
  for (const protocolVersion of ['2024-11-05', '2025-06-18', '2026-07-28']) {
    agent.say('initialize', { protocolVersion, capabilities: {}, clientInfo: { name: 'x', version: '1' } });
  }
  await until('four answers', () => agent.lines.length === 4);
  assert.deepEqual(
    agent.lines.map((line) => /"protocolVersion":"([\d-]+)"/.exec(line)?.[1]),
    ['2025-11-25', '2024-11-05', '2025-06-18', '2025-11-25'],
  );
});

test('a client id that could name another file is refused before anything starts', async (t) => {
  const at = await makeHome(t);
  await assert.rejects(shimProcess(t, at, ['--client', '../other']));
  await assert.rejects(shimProcess(t, at, ['--key', 'x']));
  assert.deepEqual(await readdir(at.home), ['runtime']);
});

/** The first bytes of Claude Code 2.1.330, which knows the revision of 2026-07-28. */
class NewerAgent extends RawAgent {
  override greet(): void {
    const _meta = {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientInfo': { name: 'claude-code', version: '2.1.330' },
      'io.modelcontextprotocol/clientCapabilities': {},
    };
    this.say('server/discover', { _meta });
  }
}

test('a client of the newer protocol is told that its first method is not known, and goes on with initialize', async (t) => {
  const at = await makeHome(t);
  const agent = new NewerAgent(t, at);
  await until('the refusal', () => agent.lines.length === 1);
  const message = 'Method not found';
  assert.deepEqual(JSON.parse(agent.lines[0] ?? ''), { jsonrpc: '2.0', id: 0, error: { code: -32601, message } });
  const clientInfo = { name: 'claude-code', version: '2.1.330' };
  agent.say('initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo });
  agent.say('notifications/initialized');
  agent.say('tools/list');
  await until('the tools', () => agent.lines.length === 3);
  assert.match(agent.lines[1] ?? '', /"protocolVersion":"2025-11-25"/);
  assert.match(agent.lines[2] ?? '', /"name":"run_with_secrets"/);
});
