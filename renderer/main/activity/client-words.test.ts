import assert from 'node:assert/strict';
import test from 'node:test';
import { AuditEvent } from '../../../app/contract/audit.ts';
import { defaultClientLimits } from '../../../app/contract/client.ts';
import { eventWords } from './event-words.ts';

const client = { id: 'codex', name: 'Codex' };
const said = (event: object): string =>
  eventWords(AuditEvent.parse({ at: 1, client, ...event }))
    .map((part) => (typeof part === 'string' ? part : Object.values(part).join('')))
    .join('');

test('limits and keys are told in a sentence each, and what became looser is said', () => {
  const narrow = { ...defaultClientLimits, secrets: ['aws/*'], callsPerMinute: 30 };
  assert.equal(
    said({ kind: 'client.limits_set', ...narrow, loosened: false }),
    'You set what Codex may use: only aws/*; 30 calls a minute, 10 at once.',
  );
  assert.equal(
    said({ kind: 'client.limits_set', ...defaultClientLimits, loosened: true }),
    'You set what Codex may use: everything, as is usual. In some way that is more than before.',
  );
  assert.equal(said({ kind: 'client.key_rotated', end: 'asked' }), 'You asked for a new key for Codex.');
  assert.match(
    said({ kind: 'client.key_rotated', end: 'done' }),
    /^Codex came with its new key\. The old one opens nothing/,
  );
});
