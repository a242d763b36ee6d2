import assert from 'node:assert/strict';
import test from 'node:test';
import { type AuditEvent, AuditEvent as Shape } from './audit.ts';
import { riskLevelOf } from './audit-risk.ts';

const client = { id: 'agent-0123456789ab', name: 'Nightly' };
const of = { at: 1, requestId: `req_${'0'.repeat(32)}`, client };
const target = { method: 'GET', host: 'api.test', path: '/' };
const finished = {
  ...{ kind: 'call.finished', ...of, status: 200, end: 'answered', code: null, durationMs: 1 },
  ...{ sentBytes: 0, answerBytes: 0, redactions: [] },
};
const started = {
  ...{ kind: 'call.started', ...of, ...target, action: '0'.repeat(64), provider: null, scope: null, secrets: [] },
  ...{ by: 'scope', bodyBytes: 0 },
};
const limits = { kind: 'agent.limits_set', at: 1, client, scopes: [], callsPerMinute: 1, burst: 1 };

test('what somebody tried, and what was tampered with, is critical', () => {
  level(2, [
    { kind: 'call.blocked', ...of, ...target, findings: ['vault_value'] },
    { ...finished, end: 'blocked' },
    { kind: 'agent.paused', at: 1, client, why: 'not_mine' },
    { kind: 'agent.paused', at: 1, client, why: 'blocked' },
    { kind: 'client.paused', at: 1, client, why: 'scans' },
    { kind: 'audit.verified', at: 1, whole: false, events: 3 },
    { kind: 'rollback.accepted', at: 1, anchored: 3, found: 2 },
    { kind: 'vault.repaired', at: 1, mended: 1, lost: 1 },
  ]);
});

test('what was refused, loosened, disclosed or removed is worth a look', () => {
  level(1, [
    { kind: 'call.denied', ...of, ...target, action: null, by: 'rule', says: '' },
    { kind: 'call.refused', ...of, ...target, code: 'scope_missing' },
    { kind: 'approval.denied', ...of, action: null, reason: null, remember: 'no' },
    { ...started, method: 'DELETE' },
    { ...finished, redactions: [{ name: 'github/token', count: 1 }] },
    { ...limits, loosened: true },
    { kind: 'secret.revealed', at: 1, name: 'github/token', field: 'token', how: 'shown' },
    { kind: 'agent.refused', at: 1, client, code: 'agent_refused' },
    { kind: 'agent.paused', at: 1, client, why: 'person' },
    { kind: 'gateway.opened', at: 1, door: 'port' },
    { kind: 'admin.token_issued', at: 1, until: 2 },
    { kind: 'vault.repaired', at: 1, mended: 1, lost: 0 },
  ]);
});

test('everyday events are neither', () => {
  level(0, [
    started,
    finished,
    { ...limits, loosened: false },
    { kind: 'agent.registered', at: 1, client, scopes: ['github:read'] },
    { kind: 'token.revoked', at: 1, client, token: '0'.repeat(16), why: 'agent' },
    { kind: 'audit.verified', at: 1, whole: true, events: 3 },
    { kind: 'gateway.closed', at: 1 },
  ]);
});

function level(expected: 0 | 1 | 2, events: readonly unknown[]): void {
  const parsed: AuditEvent[] = events.map((event) => Shape.parse(event));
  for (const event of parsed) assert.equal(riskLevelOf(event), expected, JSON.stringify(event));
}
