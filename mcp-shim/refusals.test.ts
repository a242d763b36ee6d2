// What a model is told of each refusal: what happened, whether asking again makes sense, and what to do instead.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FaultCode } from '../app/contract/fault.ts';
import { faultMessages } from '../app/contract/fault.ts';
import type { RunOutcome } from '../app/contract/run.ts';
import type { Retry, ToolOutput } from '../app/contract/tool-schemas.ts';
import { blocked } from './call-advice.ts';
import { badInput, failed, refused } from './refusals.ts';
import { textOf } from './text-twin.ts';

type Refused = Extract<RunOutcome, { kind: 'denied' | 'expired' | 'cancelled' }>;

const cases: readonly (readonly [what: string, answer: ToolOutput, retry: Retry, next: RegExp])[] = [
  ['locked', failed('locked'), 'later', /unlock/],
  ['no vault', failed('no_vault'), 'later', /set it up/],
  ['Postern not running', failed('app_not_running'), 'later', /start Postern/],
  ['an unknown secret', failed('unknown_secret', { about: ['a'], near: ['b'] }), 'changed', /"near".*request_secret/],
  ['a tier that forbids', failed('tier_forbids', { about: ['a'] }), 'no', /"about".*another secret/],
  ['a host outside of those', failed('host_not_allowed', { about: ['a'], near: ['b'] }), 'changed', /"near"/],
  ['a header that signs in', failed('header_forbidden', { about: ['cookie'] }), 'changed', /"about"/],
  ['a blocked request', blocked(['vault_value']), 'changed', /one of the person's secrets.*by their names/],
  ['a marker in the command', failed('command_has_marker'), 'changed', /"\$VARIABLE" where the marker stands/],
  ['a variable named twice', failed('env_repeated'), 'changed', /own variable/],
  ['an unknown field', failed('field_unknown', { near: ['password'] }), 'changed', /"near"/],
  ['a glob of too many', failed('secrets_too_many'), 'changed', /narrower glob/],
  ['too many calls', failed('rate_limited'), 'later', /Wait/],
  ['a tool that is kept from it', failed('tool_forbidden'), 'no', /without/],
  ['a paused client', failed('client_paused'), 'no', /Go on without Postern/],
  ['a lost value', failed('value_lost'), 'later', /update_secret/],
  ['input that does not fit', badInput(['secrets[0]: expected a name']), 'changed', /secrets\[0\]: expected a name/],
  ['a no with words', refused({ kind: 'denied', by: 'person', reason: 'use staging' }), 'no', /follow it/],
  ['a rule', refused({ kind: 'denied', by: 'rule', reason: 'Denies rm.' }), 'no', /Asking again will not help/],
  ['nobody to ask', refused({ kind: 'denied', by: 'headless', reason: null }), 'no', /Asking again will not help/],
  ['no answer in time', refused({ kind: 'expired', waitedFor: 'approval' }), 'later', /Tell the person/],
  ['a lock meanwhile', refused({ kind: 'cancelled', by: 'lock' }), 'later', /still needed/],
];

for (const [what, answer, retry, next] of cases) {
  test(`of ${what} both forms say what happened, whether to ask again, and what to do`, () => {
    assert.ok((answer.message ?? '').length > 10);
    assert.equal(answer.retry, retry);
    assert.match(answer.next ?? '', next);
    const text = textOf(answer);
    for (const said of [answer.message, answer.next, answer.reason, ...(answer.about ?? []), ...(answer.near ?? [])]) {
      assert.ok(said === undefined || text.includes(said));
    }
  });
}

test('the words of the person and of their rules reach the model as they are', () => {
  for (const by of ['person', 'remembered', 'rule'] as const) {
    const answer = refused({ kind: 'denied', by, reason: 'Denies terraform destroy.' });
    assert.deepEqual([answer.status, answer.denied_by, answer.reason], ['denied', by, 'Denies terraform destroy.']);
  }
});

test('each way a request can end without a result has words of its own', () => {
  const ends: Refused[] = [
    ...(['unlock', 'approval', 'pairing', 'value'] as const).map((waitedFor) => ({
      kind: 'expired' as const,
      waitedFor,
    })),
    ...(['agent', 'person', 'lock', 'disconnect', 'pause', 'quit'] as const).map((by) => ({
      kind: 'cancelled' as const,
      by,
    })),
  ];
  assert.equal(new Set(ends.map((end) => refused(end).message)).size, ends.length);
});

/** Codes of the person's own side, and of the gateway's. No call of an MCP client ends with one. */
const personsOwn =
  /^(import|backup|policy|keychain|presence|vault_(exists|rolled|newer|trunc)|wrong|recovery|opener|wrap|rotation|passphrase|unlock_too|audit_(broken|not)|scan_running|finding|rule_|unknown_grant|value_(empty|too|to|not)|plain|field_repeated|secret_changed|config|client_tool|node_missing|handshake|endpoint_busy|client_waiting|fd_|provider|scope|token|agent|registration|admin|gateway|answer_not|call_(denied|withdrawn))/;

test('every code that an agent can meet has advice of its own', () => {
  const lastResort = failed('vault_exists').next;
  const codes = Object.keys(faultMessages).filter((code) => !personsOwn.test(code)) as FaultCode[];
  assert.deepEqual(
    codes.filter((code) => failed(code).next === lastResort),
    [],
  );
});
