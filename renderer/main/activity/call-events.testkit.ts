// One event of each kind about calls, agents, tokens and providers, as the log holds them.
const requestId = `req_${'0'.repeat(32)}`;
const action = 'a'.repeat(64);
export const bot = { id: `agent-${'0'.repeat(12)}`, name: 'Nightly triage' };
const target = { method: 'POST', host: 'api.github.com', path: '/repos/me/api/issues' };
const of = { at: 1, requestId, client: bot };
const provider = { at: 1, provider: 'github', name: 'GitHub', host: 'api.github.com', secret: 'github/token' };
const scopes = ['github:read', 'github:write', 'openai:chat', 'stripe:read', 'slack:write'];
const agent = { at: 1, client: bot };
const token = '0123456789abcdef';

export const askedCall = { kind: 'call.asked', ...of, ...target, action, secrets: ['github/token'] };
export const questioned = { ...of, action };
export const startedCall = {
  ...{ kind: 'call.started', ...of, ...target, action, provider: 'github', scope: 'github:write' },
  ...{ secrets: ['github/token'], by: 'approval', bodyBytes: 214 },
};
export const finishedCall = {
  ...{ kind: 'call.finished', ...of, status: 201, end: 'answered', code: null, durationMs: 412 },
  ...{ sentBytes: 214, answerBytes: 2048, redactions: [{ name: 'github/token', count: 3 }] },
};
export const deniedCall = { kind: 'call.denied', ...of, ...target, action, by: 'rule', says: 'not on Fridays' };
export const refusedCall = { kind: 'call.refused', ...of, ...target, code: 'host_not_allowed' };
export const blockedCall = { kind: 'call.blocked', ...of, ...target, findings: ['vault_value'] };

export const callSamples: readonly object[] = [
  askedCall,
  ...['approval', 'grant', 'rule', 'scope'].map((by) => ({ ...startedCall, by })),
  { ...startedCall, bodyBytes: null, by: 'scope', scope: null },
  ...['answered', 'aborted', 'timed_out', 'failed', 'blocked'].map((end) => ({ ...finishedCall, end })),
  { ...finishedCall, status: null, end: 'failed', code: 'upstream_untrusted', redactions: [] },
  ...['remembered', 'rule', 'headless'].map((by) => ({ ...deniedCall, by })),
  refusedCall,
  blockedCall,
  { ...blockedCall, findings: ['secret_shape'] },
  ...['port', 'socket'].map((door) => ({ kind: 'gateway.opened', at: 1, door })),
  { kind: 'gateway.closed', at: 1 },
  ...['asked', 'registered'].map((what) => ({ kind: `agent.${what}`, ...agent, scopes })),
  { kind: 'agent.refused', ...agent, code: 'agent_refused' },
  ...['person', 'not_mine', 'blocked'].map((why) => ({ kind: 'agent.paused', ...agent, why })),
  ...['resumed', 'removed'].map((what) => ({ kind: `agent.${what}`, ...agent })),
  { kind: 'agent.limits_set', ...agent, scopes, callsPerMinute: 600, burst: 120, loosened: true },
  { kind: 'token.issued', ...agent, token, scopes, until: 3_600_000 },
  ...['agent', 'person', 'admin', 'pause', 'remove', 'limits', 'lock'].map((why) => ({
    ...{ kind: 'token.revoked', ...agent, token, why },
  })),
  { kind: 'admin.token_issued', at: 1, until: 3_600_000 },
  { kind: 'admin.token_revoked', at: 1 },
  ...['agents', 'audit', 'vault', 'revoke', 'pause', 'resume', 'remove'].map((what) => ({
    ...{ kind: 'admin.used', at: 1, what },
  })),
  ...['added', 'removed'].map((what) => ({ kind: `provider.${what}`, ...provider })),
  { kind: 'provider.changed', ...provider, loosened: true },
];
