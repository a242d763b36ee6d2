import assert from 'node:assert/strict';
import test from 'node:test';
import { AgentProgram } from '../../contract/connect.ts';
import { ourEntry } from './entry.ts';
import { type ProgramPlaces, programTable } from './program-table.ts';

function fileOf(id: string, at: ProgramPlaces): readonly string[] {
  return programTable(at).find((row) => row.id === id)?.files ?? [];
}

test('every program that can be named has one row', () => {
  const ids = programTable({ platform: 'linux', home: '/home/a', env: {} }).map(({ id }) => id);
  assert.deepEqual(ids.toSorted(), [...AgentProgram.options].sort());
});

test('settings lie where each system keeps them, and where the person moved them to', () => {
  const linux = { platform: 'linux', home: '/home/a', env: {} };
  const mac = { platform: 'darwin', home: '/Users/a', env: {} };
  const windows = { platform: 'win32', home: 'C:\\Users\\a', env: { APPDATA: 'D:\\Roaming' } };
  const moved = {
    ...linux,
    env: { CLAUDE_CONFIG_DIR: '/c', CODEX_HOME: '/x', XDG_CONFIG_HOME: '/xdg' },
  };
  assert.deepEqual(fileOf('claude-code', linux), ['/home/a/.claude.json']);
  assert.deepEqual(fileOf('claude-code', moved), ['/c/.claude.json']);
  assert.deepEqual(fileOf('codex', moved), ['/x/config.toml']);
  assert.deepEqual(fileOf('opencode', moved), ['/xdg/opencode/opencode.json', '/xdg/opencode/opencode.jsonc']);
  assert.deepEqual(fileOf('vscode', linux), ['/home/a/.config/Code/User/mcp.json']);
  assert.deepEqual(fileOf('vscode', mac), ['/Users/a/Library/Application Support/Code/User/mcp.json']);
  assert.deepEqual(fileOf('claude-desktop', windows), ['D:\\Roaming\\Claude\\claude_desktop_config.json']);
  assert.deepEqual(fileOf('cursor', windows), ['C:\\Users\\a\\.cursor\\mcp.json']);
});

test('the programs’ own commands are called as they were measured', () => {
  const rows = programTable({ platform: 'linux', home: '/home/a', env: {} });
  const calls = rows.flatMap(({ id, own }) => {
    if (own === null) return [];
    return [
      [own.name, ...own.add(ourEntry('/n', '/s/postern-mcp.mjs', id))],
      [own.name, ...own.remove],
    ];
  });
  const json = '{"type":"stdio","command":"/n","args":["/s/postern-mcp.mjs","--client","claude-code"],"env":{}}';
  assert.deepEqual(calls, [
    ['claude', 'mcp', 'add-json', '--scope', 'user', 'postern', json],
    ['claude', 'mcp', 'remove', '--scope', 'user', 'postern'],
    ['codex', 'mcp', 'add', 'postern', '--', '/n', '/s/postern-mcp.mjs', '--client', 'codex'],
    ['codex', 'mcp', 'remove', 'postern'],
    ['gemini', 'mcp', 'add', '--scope', 'user', 'postern', '/n', '/s/postern-mcp.mjs', '--client', 'gemini'],
    ['gemini', 'mcp', 'remove', '--scope', 'user', 'postern'],
  ]);
});
