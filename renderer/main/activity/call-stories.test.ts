import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AuditEntry, AuditEvent } from '../../../app/contract/audit.ts';
import {
  askedCall,
  blockedCall,
  callSamples,
  deniedCall,
  finishedCall,
  questioned,
  refusedCall,
  startedCall,
} from './call-events.testkit.ts';
import { eventWords, type Part } from './event-words.ts';
import { storiesOf } from './stories.ts';

const text = (parts: readonly Part[]) =>
  parts.map((part) => (typeof part === 'string' ? part : Object.values(part).join(''))).join('');
const storyOf = (...events: object[]) => {
  const [story] = storiesOf(events.map((event, at) => AuditEntry.parse({ sequence: at + 1, event })));
  assert.ok(story);
  return story;
};
const told = (...events: object[]) => text(storyOf(...events).sentence);
const asking = [askedCall, { kind: 'approval.asked', ...questioned }];
const yes = { kind: 'approval.allowed', ...questioned, lasting: { kind: 'once' }, reach: 'exact', without: [] };
const what = 'POST api.github.com/repos/me/api/issues with github/token';

describe('the story of a call', () => {
  it('is one sentence from the question to the answer', () => {
    assert.equal(told(...asking), `Nightly triage asks to send ${what} — waiting for you`);
    assert.equal(told(...asking, yes), `You allowed Nightly triage ${what}`);
    assert.equal(told(...asking, yes, startedCall), `Nightly triage is sending ${what} — allowed once`);
    assert.equal(
      told(...asking, yes, startedCall, finishedCall),
      `Nightly triage sent ${what} — allowed once, answered 201, 3 values redacted, 0.4 s`,
    );
  });

  it('says by whose leave it went without a question', () => {
    const sent = (by: string) => told({ ...startedCall, by }, { ...finishedCall, redactions: [] });
    assert.equal(sent('scope'), `Nightly triage sent ${what} — as its token may, github:write, answered 201, 0.4 s`);
    assert.equal(sent('grant'), `Nightly triage sent ${what} — allowed earlier, answered 201, 0.4 s`);
  });

  it('counts as a use of its secrets, and as done only where the API agreed', () => {
    const { group, tone, secrets } = storyOf(startedCall, finishedCall);
    assert.deepEqual([group, tone, secrets], ['calls', 'done', ['github/token']]);
    assert.equal(storyOf(startedCall, { ...finishedCall, status: 404 }).tone, 'failed');
    assert.equal(storyOf(startedCall, { ...finishedCall, end: 'aborted' }).tone, 'failed');
  });

  it('says what was not sent, and why', () => {
    assert.equal(
      told(...asking, { kind: 'approval.denied', ...questioned, reason: 'wrong repo', remember: 'no' }),
      `You denied Nightly triage ${what} — wrong repo`,
    );
    assert.equal(
      told(...asking, { kind: 'approval.expired', ...questioned }),
      `Nightly triage asked to send ${what} — nobody answered in time`,
    );
    const bare = 'POST api.github.com/repos/me/api/issues';
    assert.equal(told(deniedCall), `A rule denied Nightly triage ${bare} — not on Fridays`);
    assert.match(told(refusedCall), /^Nightly triage was refused POST api\.github\.com\/repos\/me\/api\/issues — The /);
    assert.equal(told(blockedCall), `Nightly triage was kept from sending ${bare} — it held a value of your vault`);
    for (const event of [deniedCall, refusedCall, blockedCall]) assert.equal(storyOf(event).group, 'refused');
    assert.equal(storyOf(startedCall, { ...finishedCall, end: 'blocked' }).group, 'refused');
  });

  it('names the secret of a provider, never the provider as one', () => {
    const [added] = callSamples.filter((event) => AuditEvent.parse(event).kind === 'provider.added');
    assert.ok(added);
    assert.deepEqual(storyOf(added).secrets, ['github/token']);
  });

  it('says a long list of scopes in short', () => {
    const [asked] = callSamples.filter((event) => AuditEvent.parse(event).kind === 'agent.asked');
    assert.equal(
      text(eventWords(AuditEvent.parse(asked))),
      'Nightly triage asked to use the gateway, for github:read, github:write, openai:chat, stripe:read and 1 more.',
    );
  });
});
