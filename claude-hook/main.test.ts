import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { MaskedSecret, ToolOutput } from '../app/contract/tool-schemas.ts';
import { toolListing } from '../app/contract/tools.ts';
import { adviceOn } from './advice.ts';

const literal = `ghp_${'Zq7Rk2Wm9Xt4Vb8Nc3Lp'}${'6Hs1Jd5Fg0Ya8Ue2'}`;

/** The hook as Claude Code starts it: what it prints, and its exit code. */
async function hook(input: string | Uint8Array): Promise<{ out: string; err: string; code: unknown }> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./main.ts', import.meta.url))]);
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { out, err, code };
}

function bash(command: string): unknown {
  return { hook_event_name: 'PreToolUse', tool_name: 'Bash', tool_input: { command } };
}

function decisionOn(call: unknown): string | null {
  const advice = adviceOn(call);
  return advice === null ? null : (advice.hookSpecificOutput.permissionDecision ?? 'advice');
}

test('a secret in a command brings advice and no question, and is never said again (P1)', async () => {
  const { out, err, code } = await hook(
    JSON.stringify(bash(`curl -H "Authorization: Bearer ${literal}" https://api.github.com`)),
  );
  assert.deepEqual({ err, code }, { err: '', code: 0 });
  const said = JSON.parse(out).hookSpecificOutput;
  assert.equal(said.hookEventName, 'PreToolUse');
  assert.equal(said.permissionDecision, undefined);
  assert.match(said.additionalContext, /GitHub personal access token.*run_with_secrets/);
  assert.doesNotMatch(out, new RegExp(literal.slice(4, 12)));
});

test('before a .env file is read the person is asked, and the model is told of Postern', async () => {
  const call = { tool_name: 'Read', tool_input: { file_path: '/home/ada/code/api/.env' } };
  const { out, code } = await hook(JSON.stringify(call));
  const said = JSON.parse(out).hookSpecificOutput;
  assert.deepEqual([said.permissionDecision, code], ['ask', 0]);
  assert.match(said.additionalContext, /run_with_secrets/);
  assert.doesNotMatch(out, /ada/);
});

test('input that it does not understand is passed over in silence', async () => {
  const hostile: readonly (string | Uint8Array)[] = [
    Buffer.from([0xff, 0xfe, 0x00, 0x80, 0x7b]),
    '['.repeat(60_000),
    JSON.stringify(bash(`${'x'.repeat(64 * 1024)}; cat .env`)),
  ];
  for (const answer of await Promise.all(hostile.map(hook))) assert.deepEqual(answer, { out: '', err: '', code: 0 });
  for (const call of [
    null,
    7,
    'Bash',
    [],
    {},
    { tool_name: 'Bash' },
    { tool_name: 'Read', tool_input: { file_path: 7 } },
  ]) {
    assert.equal(adviceOn(call), null);
  }
});

test('commands that print a secrets file or load it into the shell are noticed, also behind wrappers and in substitutions', () => {
  for (const command of [
    'cat .env',
    'set -a; source ./.env; set +a; npm start',
    'export $(grep -v "^#" .env | xargs)',
    'echo "$(cat .env.local)"',
    'bash -c "head -3 /srv/app/.env.production"',
    'sudo tail ~/.aws/credentials',
    'jq -r .auths < ~/.docker/config.json',
    'if [ -f .env ]; then . .env; fi',
  ]) {
    assert.equal(decisionOn(bash(command)), 'ask', command);
  }
  assert.equal(decisionOn({ tool_name: 'PowerShell', tool_input: { command: 'Get-Content .\\.env' } }), 'ask');
  assert.equal(decisionOn({ tool_name: 'Grep', tool_input: { pattern: 'KEY', path: 'api/.env' } }), 'ask');
});

test('what names such a file without reading it, examples of one, and variables are left alone', () => {
  for (const command of [
    'ls -la .env',
    'cp .env.example .env',
    'cat .env.example',
    'git check-ignore .env',
    'docker run --env-file .env api',
    'grep -rn "process.env" src',
    'echo .env >> .gitignore',
    `curl -H "Authorization: Bearer $GITHUB_TOKEN" https://api.github.com`,
    'git show 2f4c1e0b9a7d6c5e4f3a2b1c0d9e8f7a6b5c4d3e',
  ]) {
    assert.equal(decisionOn(bash(command)), null, command);
  }
  assert.equal(decisionOn({ tool_name: 'Read', tool_input: { file_path: 'src/env.ts' } }), null);
  assert.equal(decisionOn({ tool_name: 'Write', tool_input: { file_path: '.env', content: '' } }), null);
});

test('the skill names only tools that there are', async () => {
  const skill = await readFile(new URL('../claude-plugin/postern/skills/postern/SKILL.md', import.meta.url), 'utf8');
  const tools = toolListing().map(({ name }) => name);
  const said = [...Object.keys(ToolOutput.shape), ...Object.keys(MaskedSecret.shape)];
  const named = [...skill.matchAll(/`([a-z]+(?:_[a-z]+)+)`/g)].map(([, name = '']) => name);
  const others = named.filter((name) => !tools.includes(name) && !said.includes(name));
  assert.deepEqual(others, []);
  assert.ok(named.includes('run_with_secrets') && named.includes('scan_text'));
});
