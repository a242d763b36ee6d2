import assert from 'node:assert/strict';
import { chmodSync, existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { type FaultCode, faultCodeOf } from '../../contract/fault.ts';
import { ConnectGround, realShim } from './connect.testkit.ts';

const cursor = { id: 'cursor', act: 'connect' } as const;
const cursorFile = '.cursor/mcp.json';

async function refuses(code: FaultCode, work: Promise<unknown>): Promise<void> {
  await assert.rejects(work, (thrown) => faultCodeOf(thrown) === code, code);
}

test('a settings file is shown, changed, tried out with the real shim, and given back byte by byte', async (t) => {
  const ground = new ConnectGround(t);
  ground.putShim(ground.shim, realShim);
  const text = '{\n\t// mine\n\t"mcpServers": {\n\t\t"other": {"command": "x"}\n\t}\n}\n';
  ground.put(cursorFile, text, 0o640);
  const { state, file, may, afterwards } = await ground.program('cursor');
  assert.deepEqual(
    { state, file, may, afterwards },
    { state: 'not_connected', file: `~/${cursorFile}`, may: ['connect'], afterwards: 'app' },
  );
  const plan = await ground.desk.plan(ground.shim, { ...cursor, way: 'own' });
  assert.ok(plan.kind === 'edit');
  assert.equal(ground.read(cursorFile), text);
  assert.deepEqual(plan.lines.slice(0, 6), [
    { kind: 'same', text: '{' },
    { kind: 'same', text: '\t// mine' },
    { kind: 'same', text: '\t"mcpServers": {' },
    { kind: 'removed', text: '\t\t"other": {"command": "x"}' },
    { kind: 'added', text: '\t\t"other": {"command": "x"},' },
    { kind: 'added', text: '\t\t"postern": {' },
  ]);
  const { backup, handshake } = await ground.desk.apply(plan.id);
  assert.ok(handshake?.kind === 'answered' && handshake.tools > 5, JSON.stringify(handshake));
  assert.equal(ground.read((backup ?? '').slice(2)), text);
  assert.equal(statSync(ground.path(cursorFile)).mode & 0o777, 0o640);
  const written = JSON.parse(ground.read(cursorFile).replace('// mine', ''));
  assert.deepEqual(written.mcpServers.postern, { command: ground.node, args: [ground.shim, '--client', 'cursor'] });
  assert.deepEqual((await ground.program('cursor')).may, ['disconnect']);
  assert.equal((await ground.do({ id: 'cursor', act: 'disconnect' })).handshake, null);
  assert.equal(ground.read(cursorFile), text);
  assert.deepEqual(
    ground.recorded.map((event) =>
      event.kind === 'client.config_written' ? [event.client.name, event.act, event.file] : null,
    ),
    ['connect', 'disconnect'].map((act) => ['Cursor', act, ground.path(cursorFile)]),
  );
});

for (const [id, name, file] of [
  ['claude-code', 'claude', '.claude.json'],
  ['codex', 'codex', '.codex/config.toml'],
  ['gemini', 'gemini', '.gemini/settings.json'],
] as const) {
  test(`${name} is connected, repaired and disconnected by its own command, which gets no secret (P1)`, async (t) => {
    const ground = new ConnectGround(t);
    ground.putProgram(name);
    const plan = await ground.desk.plan(ground.shim, { id, act: 'connect', way: 'own' });
    assert.ok(plan.kind === 'command' && plan.lines.length === 1);
    assert.ok(plan.lines[0]?.startsWith(`${name} mcp add`), plan.lines[0]);
    assert.equal(existsSync(ground.path(file)), false);
    const { handshake, backup } = await ground.desk.apply(plan.id);
    assert.deepEqual([handshake?.kind, backup], ['answered', null]);
    assert.doesNotMatch(ground.read('environment.txt'), /SECRET_TOKEN/);
    assert.equal((await ground.program(id)).state, 'connected');

    // The app was moved: its entry names a place that is gone.
    const moved = ground.path('elsewhere/postern-mcp.mjs');
    ground.putShim(moved);
    Object.assign(ground, { shim: moved });
    assert.deepEqual((await ground.program(id)).may, ['repair', 'disconnect']);
    const repair = await ground.desk.plan(ground.shim, { id, act: 'repair', way: 'own' });
    assert.deepEqual(repair.lines.length, 2);
    assert.equal((await ground.desk.apply(repair.id)).handshake?.kind, 'answered');
    assert.equal((await ground.program(id)).state, 'connected');
    assert.ok(ground.read(file).includes(moved));
    await ground.do({ id, act: 'disconnect' });
    assert.equal((await ground.program(id)).state, 'not_connected');
    assert.equal(ground.recorded.length, 3);
  });
}

test('where the own command fails, its settings file can be changed instead; without the command it is from the beginning', async (t) => {
  const ground = new ConnectGround(t);
  const text = '# mine\nmodel = "x"\n';
  ground.put('.codex/config.toml', text);
  ground.putProgram('codex');
  ground.put('broken', 'mcp add');
  await refuses('client_tool_failed', ground.do({ id: 'codex', act: 'connect' }));
  assert.equal(ground.read('.codex/config.toml'), text);
  const { handshake } = await ground.do({ id: 'codex', act: 'connect', way: 'file' });
  assert.equal(handshake?.kind, 'answered');
  assert.ok(ground.read('.codex/config.toml').startsWith(`${text}\n[mcp_servers.postern]\n`));
  rmSync(ground.path('bin/codex'));
  const plan = await ground.desk.plan(ground.shim, { id: 'codex', act: 'disconnect', way: 'own' });
  assert.equal(plan.kind, 'edit');
  await ground.desk.apply(plan.id);
  assert.equal(ground.read('.codex/config.toml'), text);
});

test('a repair that its own command leaves half done is finished in the settings file', async (t) => {
  const ground = new ConnectGround(t);
  ground.putProgram('claude');
  const old = { command: '/gone/node', args: ['/old/postern-mcp.mjs'], alwaysLoad: true };
  ground.put('.claude.json', JSON.stringify({ numStartups: 3, mcpServers: { postern: old } }));
  ground.put('broken', 'mcp add-json');
  await refuses('client_tool_failed', ground.do({ id: 'claude-code', act: 'repair' }));
  assert.equal((await ground.program('claude-code')).state, 'not_connected');
  await ground.do({ id: 'claude-code', act: 'repair', way: 'file' });
  assert.deepEqual(JSON.parse(ground.read('.claude.json')), {
    numStartups: 3,
    mcpServers: {
      postern: { type: 'stdio', command: ground.node, args: [ground.shim, '--client', 'claude-code'], env: {} },
    },
  });
  assert.equal(existsSync(ground.path('.claude.json.lock')), false);
});

test('what is confirmed is what is written: what changed since is told, and nothing is done (P10)', async (t) => {
  const ground = new ConnectGround(t);
  ground.put(cursorFile, '{}');
  const shown = () => ground.desk.plan(ground.shim, { ...cursor, way: 'own' });
  const first = await shown();
  const second = await shown();
  await refuses('config_changed', ground.desk.apply(first.id));
  await refuses('config_changed', ground.desk.apply(second.id));
  const third = await shown();
  ground.put(cursorFile, '{"theirs": 1}');
  await refuses('config_changed', ground.desk.apply(third.id));
  assert.equal(ground.read(cursorFile), '{"theirs": 1}');
  const fourth = await shown();
  await ground.desk.apply(fourth.id);
  await refuses('config_changed', ground.desk.apply(fourth.id));
  assert.equal(ground.recorded.length, 1);
});

test('while locked nothing is looked at or written, and what was shown is forgotten (P4)', async (t) => {
  const ground = new ConnectGround(t);
  ground.put(cursorFile, '{}');
  const plan = await ground.desk.plan(ground.shim, { ...cursor, way: 'own' });
  ground.state = 'locked';
  await refuses('locked', ground.desk.view(ground.shim));
  await refuses('locked', ground.desk.plan(ground.shim, { ...cursor, way: 'own' }));
  await refuses('locked', ground.desk.writeCommands(ground.shim, 'install'));
  await refuses('locked', ground.desk.apply(plan.id));
  ground.state = 'unlocked';
  const again = await ground.desk.plan(ground.shim, { ...cursor, way: 'own' });
  ground.desk.forget();
  await refuses('config_changed', ground.desk.apply(again.id));
  assert.equal(ground.read(cursorFile), '{}');
});

test('what cannot be put on record is not written (P3)', async (t) => {
  const ground = new ConnectGround(t);
  ground.put(cursorFile, '{}');
  ground.auditWorks = false;
  await refuses('audit_unwritable', ground.do(cursor));
  await refuses('audit_unwritable', ground.desk.writeCommands(ground.shim, 'install'));
  assert.equal(ground.read(cursorFile), '{}');
  assert.deepEqual(readdirSync(ground.path('.cursor')), ['mcp.json']);
  assert.equal(existsSync(ground.path('.local')), false);
});

test('an entry that is not ours is never touched, and a file that does not parse is never mended', async (t) => {
  const ground = new ConnectGround(t);
  ground.put(cursorFile, '{"mcpServers": {"postern": {"command": "/usr/bin/other", "args": ["mcp"]}}}');
  ground.put('.gemini/settings.json', '{"mcpServers": {"postern": {"url": "https://example.org"}}}');
  ground.put('.config/Code/User/mcp.json', '{"servers": {');
  assert.deepEqual(await ground.program('cursor').then(({ state, may }) => [state, may]), ['foreign', []]);
  assert.equal((await ground.program('gemini')).state, 'foreign');
  const { state, fault, may } = await ground.program('vscode');
  assert.deepEqual([state, fault, may], ['unreadable', 'config_unreadable', []]);
  for (const act of ['connect', 'repair', 'disconnect'] as const) {
    await refuses('config_foreign', ground.do({ id: 'cursor', act }));
    await refuses('config_unreadable', ground.do({ id: 'vscode', act }));
  }
  assert.equal(ground.recorded.length, 0);
});

test('the keys of other servers are not shown with a change (P1)', async (t) => {
  const ground = new ConnectGround(t);
  const shaped = `ghp_${'aB3dE6gH9j'.repeat(4).slice(0, 36)}`;
  const env = { A: 'kn0wn-value', B: shaped };
  ground.put(cursorFile, JSON.stringify({ mcpServers: { other: { command: 'x', env } } }));
  const plan = await ground.desk.plan(ground.shim, { ...cursor, way: 'own' });
  assert.ok(plan.kind === 'edit');
  const text = JSON.stringify(plan.lines);
  assert.doesNotMatch(text, /kn0wn-value|ghp_/);
  assert.match(text, /REDACTED:known/);
  await ground.desk.apply(plan.id);
  assert.deepEqual(JSON.parse(ground.read(cursorFile)).mcpServers.other.env, env);
});

test('without a Node of version 18 or newer nothing is connected, and an older one is passed over', async (t) => {
  const ground = new ConnectGround(t);
  ground.put(cursorFile, '{}');
  renameSync(ground.node, ground.path('new-node'));
  ground.put('bin/node', '#!/bin/sh\necho v16.20.2\n', 0o755);
  const view = await ground.desk.view(ground.shim);
  assert.deepEqual([view.node, view.text], [null, null]);
  assert.deepEqual((await ground.program('cursor')).may, []);
  await refuses('node_missing', ground.do(cursor));
  await refuses('node_missing', ground.desk.writeCommands(ground.shim, 'install'));
  await refuses('node_missing', ground.desk.text(ground.shim));
});

test('a Node that is gone makes an entry one to repair, and a broken one is told after writing', async (t) => {
  const ground = new ConnectGround(t);
  const entry = { command: '/gone/node', args: [ground.shim, '--client', 'cursor'] };
  ground.put(cursorFile, JSON.stringify({ mcpServers: { postern: entry } }));
  assert.equal((await ground.program('cursor')).state, 'needs_repair');
  assert.equal((await ground.do({ id: 'cursor', act: 'repair' })).handshake?.kind, 'answered');
  await ground.do({ id: 'cursor', act: 'disconnect' });
  ground.put('app/postern-mcp.mjs', 'process.exit(1)');
  assert.deepEqual((await ground.do(cursor)).handshake, { kind: 'failed', code: 'handshake_failed' });
});

test('a program whose folder is not there yet, or whose file is write-protected, is told so', async (t) => {
  const ground = new ConnectGround(t);
  ground.put('bin/opencode', '#!/bin/sh\n', 0o755);
  await refuses('config_folder_missing', ground.do({ id: 'opencode', act: 'connect' }));
  ground.put('.config/opencode/opencode.jsonc', '{}');
  chmodSync(ground.path('.config/opencode/opencode.jsonc'), 0o444);
  await refuses('config_readonly', ground.do({ id: 'opencode', act: 'connect' }));
  chmodSync(ground.path('.config/opencode/opencode.jsonc'), 0o600);
  assert.equal((await ground.do({ id: 'opencode', act: 'connect' })).handshake?.kind, 'answered');
  assert.deepEqual(JSON.parse(ground.read('.config/opencode/opencode.jsonc')).mcp.postern, {
    type: 'local',
    command: [ground.node, ground.shim, '--client', 'opencode'],
    enabled: true,
  });
});

test('the commands for a terminal are put beside others, brought up to date, and removed; what is not ours stays', async (t) => {
  const ground = new ConnectGround(t);
  const states = async () => (await ground.desk.view(ground.shim)).commands?.commands.map(({ state }) => state);
  assert.equal((await ground.desk.view(ground.shim)).commands?.onPath, false);
  assert.deepEqual(await states(), ['absent', 'absent']);
  await ground.desk.writeCommands(ground.shim, 'install');
  assert.deepEqual(await states(), ['ours', 'ours']);
  const folder = '.local/bin';
  assert.equal(statSync(ground.path(`${folder}/postern`)).mode & 0o777, 0o755);
  assert.match(
    ground.read(`${folder}/postern`),
    /^#!\/bin\/sh\n[^\n]*\nexec \S+\/node \S+\/postern-mcp\.mjs postern "\$@"\n$/,
  );
  Object.assign(ground, { shim: join(ground.home, 'it’s moved', 'postern-mcp.mjs') });
  assert.deepEqual(await states(), ['stale', 'stale']);
  await ground.desk.writeCommands(ground.shim, 'install');
  assert.deepEqual(await states(), ['ours', 'ours']);
  ground.put(`${folder}/postern`, '#!/bin/sh\necho mine\n');
  await refuses('config_foreign', ground.desk.writeCommands(ground.shim, 'install'));
  await refuses('config_foreign', ground.desk.writeCommands(ground.shim, 'remove'));
  assert.deepEqual(await states(), ['foreign', 'ours']);
  rmSync(ground.path(`${folder}/postern`));
  await ground.desk.writeCommands(ground.shim, 'remove');
  assert.deepEqual(readdirSync(ground.path(folder)), []);
  assert.deepEqual(
    ground.recorded.map((event) => (event.kind === 'commands.written' ? event.act : null)),
    ['install', 'install', 'remove'],
  );
});
