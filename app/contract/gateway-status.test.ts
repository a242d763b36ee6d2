import assert from 'node:assert/strict';
import test from 'node:test';
import { callFaultMessages } from './call-faults.ts';
import { isFaultCode } from './fault.ts';
import { statusOf } from './gateway-status.ts';

test('every fault of a call has a status of its own: 500 is kept for what is Postern’s fault', () => {
  for (const code of Object.keys(callFaultMessages)) {
    assert.ok(isFaultCode(code));
    assert.notEqual(statusOf(code), 500, code);
  }
  assert.equal(statusOf('internal'), 500);
});

test('what a person or their rules decided is nothing that SDKs try again at by themselves', () => {
  for (const code of ['call_denied', 'answer_not_accepted', 'call_withdrawn', 'agent_refused', 'locked'] as const) {
    const status = statusOf(code);
    assert.ok(status < 500 && ![408, 409, 429].includes(status), code);
  }
});
