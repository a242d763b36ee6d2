import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AuditEvent } from './audit.ts';
import { AuditCommand, auditCommand, auditCommandBytes } from './audit-command.ts';

const client = { id: 'claude-code', name: 'Claude Code' };
const started = {
  kind: 'run.started',
  at: 1,
  requestId: `req_${'0'.repeat(32)}`,
  client,
  action: 'a'.repeat(64),
  secrets: ['github/token'],
  command: { text: 'gh pr list', cutBytes: 0 },
  cwd: '/home/ada/code',
  by: 'approval',
};

test('a command within the bound is kept whole', () => {
  assert.deepEqual(auditCommand('gh pr list'), { text: 'gh pr list', cutBytes: 0 });
  assert.equal(auditCommand('x'.repeat(auditCommandBytes)).cutBytes, 0);
});

test('a longer command is cut at a character, and the cut is said in bytes', () => {
  const { text, cutBytes } = auditCommand(`x${'é'.repeat(3000)}`);
  assert.equal(text, `x${'é'.repeat(2047)}`);
  assert.equal(cutBytes, 1 + 6000 - 4095);
  assert.equal(AuditCommand.safeParse({ text, cutBytes }).success, true);
});

test('a pair of surrogates is never split, and a lone one becomes a replacement character', () => {
  const { text } = auditCommand(`abc${'😀'.repeat(2000)}`);
  assert.equal(text.isWellFormed(), true);
  assert.equal(auditCommand('a\ud800b').text, 'a\ufffdb');
});

test('a command over the bound is no audit event', () => {
  const command = { text: 'é'.repeat(auditCommandBytes), cutBytes: 0 };
  assert.equal(AuditEvent.safeParse({ ...started, command }).success, false);
});

test('P1: no event takes a field that it does not name, at any depth', () => {
  assert.equal(AuditEvent.safeParse(started).success, true);
  assert.equal(AuditEvent.safeParse({ ...started, value: 'hunter2' }).success, false);
  assert.equal(AuditEvent.safeParse({ ...started, client: { ...client, key: 'k' } }).success, false);
  const { text } = started.command;
  assert.equal(AuditEvent.safeParse({ ...started, command: { text, cutBytes: 0, raw: 'x' } }).success, false);
});
