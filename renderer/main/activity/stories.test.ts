import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AuditEntry, AuditEvent, PresencePurpose } from '../../../app/contract/audit.ts';
import { defaultClientLimits } from '../../../app/contract/client.ts';
import { ImportSource } from '../../../app/contract/import.ts';
import { WrapKind } from '../../../app/contract/keys.ts';
import { callSamples } from './call-events.testkit.ts';
import type { Part } from './event-words.ts';
import { eventWords } from './event-words.ts';
import { storiesOf, storyMatches } from './stories.ts';

const client = { id: 'claude-code', name: 'Claude Code' };
const requestId = `req_${'0'.repeat(32)}`;
const action = 'a'.repeat(64);
const asked = { at: 1, requestId, client, action };
const command = { text: 'gh pr list', cutBytes: 0 };
const received = { kind: 'request.received', at: 1, requestId, client, secrets: ['github/token'], command, cwd: '/c' };
const started = {
  ...{ kind: 'run.started', at: 2, requestId, client, action, secrets: ['github/token'], command, cwd: '/c' },
  by: 'approval',
};
const finished = {
  ...{ kind: 'run.finished', at: 3, requestId, client, exitCode: 0, signal: null, end: 'exited', durationMs: 412 },
  ...{ redactions: [{ name: 'github/token', count: 3 }], cutBytes: 0, withheld: null },
};
const lastings = [
  { kind: 'once' },
  { kind: 'uses', uses: 5 },
  { kind: 'minutes', minutes: 15 },
  { kind: 'session' },
  { kind: 'rule' },
];
const changes = [
  { kind: 'script', what: 'deploy.sh', was: action, is: 'b'.repeat(64) },
  { kind: 'program', what: 'gh', was: action, is: null },
  { kind: 'link', what: 'tool', was: '/a', is: '/b' },
  { kind: 'folder', what: '/c', was: '1', is: '2' },
  { kind: 'secret', what: 'github/token', was: '1', is: '2' },
];
const log = (...events: object[]) => events.map((event, at) => AuditEntry.parse({ sequence: at + 1, event }));
const text = (parts: readonly Part[]) =>
  parts
    .map((part) =>
      typeof part === 'string'
        ? part
        : 'strong' in part
          ? part.strong
          : 'code' in part
            ? `\`${part.code}\``
            : `“${part.quote}”`,
    )
    .join('');
const told = (...events: object[]) => storiesOf(log(...events)).map((story) => text(story.sentence));

describe('the stories of the log', () => {
  it('tells a whole run in one sentence', () => {
    const events = [
      received,
      { kind: 'approval.asked', ...asked },
      { kind: 'approval.allowed', ...asked, lasting: { kind: 'once' }, reach: 'exact', without: [] },
    ];
    assert.deepEqual(told(...events, started, finished), [
      'Claude Code ran `gh pr list` with github/token — allowed once, exit 0, 3 values redacted, 0.4 s',
    ]);
    assert.deepEqual(told(...events, started), [
      'Claude Code is running `gh pr list` with github/token — allowed once',
    ]);
    assert.deepEqual(told(...events.slice(0, 2)), [
      'Claude Code asks to run `gh pr list` with github/token — waiting for you',
    ]);
  });

  it('tells what was not run, and why', () => {
    const no = (event: object) => told(received, event)[0];
    assert.equal(
      no({ kind: 'approval.denied', ...asked, reason: 'wrong repo', remember: 'no' }),
      'You denied Claude Code `gh pr list` with github/token — “wrong repo”',
    );
    assert.equal(
      no({ kind: 'approval.expired', ...asked }),
      'Claude Code asked to run `gh pr list` with github/token — nobody answered in time',
    );
    assert.equal(
      no({ kind: 'run.refused', at: 2, requestId, client, code: 'action_changed' }),
      'Claude Code was refused `gh pr list` with github/token — Something changed between the approval and the start, so nothing was run.',
    );
    const [story] = storiesOf(log(received, { kind: 'approval.denied', ...asked, reason: null, remember: 'no' }));
    assert.deepEqual([story?.group, story?.tone, story?.secrets], ['refused', 'no', ['github/token']]);
  });

  it('tells what a rule, an earlier no or a last check stopped', () => {
    const no = (event: object) => told(received, event)[0];
    assert.equal(
      no({ kind: 'run.denied', ...asked, by: 'rule', says: 'never push from here' }),
      'A rule denied Claude Code `gh pr list` with github/token — “never push from here”',
    );
    assert.equal(
      no({ kind: 'run.denied', ...asked, by: 'remembered', says: '' }),
      'Denied as before: Claude Code `gh pr list` with github/token',
    );
    assert.equal(
      no({ kind: 'run.changed', ...asked, changes }),
      'Claude Code did not get to run `gh pr list` with github/token — something had changed since you allowed it',
    );
  });

  it('says how long a yes lasts, and what a run without a question went by', () => {
    const yes = { kind: 'approval.allowed', ...asked, lasting: { kind: 'minutes', minutes: 15 }, reach: 'exact' };
    assert.deepEqual(told(received, { ...yes, without: [] }), [
      'You allowed Claude Code `gh pr list` with github/token for 15 minutes',
    ]);
    const rule = { kind: 'rule.used', ...asked, rule: 'github-reads' };
    assert.deepEqual(told(received, rule, { ...started, by: 'rule' }), [
      'Claude Code is running `gh pr list` with github/token — by the rule github-reads',
    ]);
    assert.deepEqual(told(received, { kind: 'grant.used', ...asked, grant: 'g' }, { ...started, by: 'grant' }), [
      'Claude Code is running `gh pr list` with github/token — allowed earlier',
    ]);
  });

  it('says in the events what had changed and what was accepted, a long list in short', () => {
    const says = (event: object) => text(eventWords(AuditEvent.parse(event)));
    assert.equal(
      says({ kind: 'run.changed', ...asked, changes }),
      'It was not run: `deploy.sh` had changed; `gh` was gone; `tool` led somewhere else; and 2 more.',
    );
    assert.equal(
      says({ kind: 'policy.changed', at: 1, from: 'file', digest: action, changes: ['a', 'b'], loosened: true }),
      'You accepted what policy.yaml said: “a”, “b”. It lets more happen without a question.',
    );
    assert.equal(
      says({ kind: 'approval.allowed', ...asked, lasting: { kind: 'session' }, reach: 'reads', without: ['a/b', 'c'] }),
      'You allowed it for this session, with all else there that only reads. You took out a/b and c first.',
    );
  });

  it('tells a wish for a value as a wish', () => {
    const wish = { ...received, command: null, cwd: null };
    assert.deepEqual(told(wish), ['Claude Code asks for a value for github/token — waiting for you']);
    assert.deepEqual(told(wish, { kind: 'approval.denied', ...asked, action: null, reason: null, remember: 'no' }), [
      'You denied Claude Code a value for github/token',
    ]);
  });

  it('keeps a run readable when its beginning is not among the entries', () => {
    assert.deepEqual(told(finished), ['Claude Code ran a command — exit 0, 3 values redacted, 0.4 s']);
  });

  it('lists the story with the newest event first, each event once', () => {
    const other = { ...received, requestId: `req_${'1'.repeat(32)}` };
    const stories = storiesOf(
      log(received, other, { kind: 'vault.unlocked', at: 2 }, { ...started, by: 'grant' }).toReversed(),
    );
    assert.deepEqual(
      stories.map((story) => story.entries.map((entry) => entry.sequence)),
      [[1, 4], [3], [2]],
    );
  });

  it('says so when an event does not open', () => {
    const [story] = storiesOf([{ sequence: 7, event: null }]);
    assert.deepEqual([story?.tone, story?.sequence, story?.at], ['bad', 7, null]);
  });

  it('finds a story by words of its sentence or of any of its events', () => {
    const [story] = storiesOf(log(received, started, finished));
    assert.ok(story);
    assert.ok(storyMatches(story, 'CLAUDE pr'));
    assert.ok(storyMatches(story, 'started in /c'));
    assert.ok(!storyMatches(story, 'claude slack'));
  });

  it('has a plain sentence for every kind of event, without jargon and without an exclamation mark', () => {
    const change = { at: 1, name: 'a/b', version: 2, by: 'person', wish: null };
    const host = '/usr/bin/claude';
    const lockReasons = ['person', 'agent', 'idle', 'unused', 'day', 'suspend', 'screen', 'display', 'quit'];
    const every = [
      { kind: 'vault.created', at: 1 },
      { kind: 'vault.unlocked', at: 1 },
      ...lockReasons.map((why) => ({ kind: 'vault.locked', at: 1, why })),
      { kind: 'unlock.failed', at: 1, code: 'wrong_passphrase' },
      { kind: 'client.asked', at: 1, client, host },
      { kind: 'client.paired', at: 1, client, host: null },
      { kind: 'client.refused', at: 1, client, code: 'client_denied' },
      { kind: 'client.paused', at: 1, client, why: 'not_mine' },
      { kind: 'client.resumed', at: 1, client },
      { kind: 'client.removed', at: 1, client },
      { kind: 'client.output_set', at: 1, client, hidesFindings: true },
      { kind: 'client.limits_set', at: 1, client, ...defaultClientLimits, loosened: true },
      ...['asked', 'done'].map((end) => ({ kind: 'client.key_rotated', at: 1, client, end })),
      ...['connect', 'repair', 'disconnect'].map((act) => ({
        ...{ kind: 'client.config_written', at: 1, client },
        ...{ act, file: '/home/a/.cursor/mcp.json' },
      })),
      ...['install', 'remove'].map((act) => ({ kind: 'commands.written', at: 1, act, folder: '/home/a/.local/bin' })),
      { kind: 'text.scanned', at: 1, client, bytes: 9, secrets: ['a/b'], findings: 2 },
      ...['added', 'updated', 'removed'].map((what) => ({ kind: `secret.${what}`, ...change })),
      received,
      { kind: 'approval.asked', ...asked },
      ...lastings.map((lasting) => ({ kind: 'approval.allowed', ...asked, lasting, reach: 'alike', without: ['a/b'] })),
      ...['no', 'session', 'rule'].map((remember) => ({ kind: 'approval.denied', ...asked, reason: 'no', remember })),
      { kind: 'approval.expired', ...asked },
      { kind: 'approval.withdrawn', ...asked, by: 'lock' },
      { kind: 'grant.used', at: 1, requestId, client, action, grant: 'g1' },
      { kind: 'grant.revoked', at: 1, client, grant: 'g1', why: 'leaks' },
      ...['remembered', 'rule', 'headless'].map((by) => ({ kind: 'run.denied', ...asked, by, says: 'not on Fridays' })),
      { kind: 'rule.used', ...asked, rule: 'github-reads' },
      { kind: 'run.changed', ...asked, changes },
      ...['file', 'app', 'approval'].map((from) => ({
        ...{ kind: 'policy.changed', at: 1, from, digest: action, changes: ['It now allows gh pr view'] },
        loosened: from === 'file',
      })),
      started,
      finished,
      { kind: 'run.refused', at: 1, requestId, client, code: 'locked' },
      { kind: 'audit.verified', at: 1, whole: true, events: 4 },
      { kind: 'rollback.accepted', at: 1, anchored: 9, found: 4 },
      ...PresencePurpose.options.flatMap((purpose) => [
        { kind: 'presence.confirmed', at: 1, purpose, digest: null, by: 'system' },
        { kind: 'presence.refused', at: 1, purpose, digest: action, by: 'passphrase' },
      ]),
      { kind: 'settings.changed', at: 1, names: ['sessionHours', 'idleMinutes', 'quickUnlock'], loosened: true },
      { kind: 'secret.brought_back', at: 1, name: 'a/b', version: 4, from: 2 },
      { kind: 'secret.history_forgotten', at: 1, name: 'a/b', version: 4 },
      { kind: 'secret.reference_confirmed', at: 1, name: 'a/b', version: 4 },
      ...['shown', 'copied', 'code'].map((how) => ({ kind: 'secret.revealed', at: 1, name: 'a/b', field: 'c', how })),
      { kind: 'secrets.exported', at: 1, names: 12 },
      ...ImportSource.options.map((source) => ({
        ...{ kind: 'secrets.imported', at: 1, source },
        ...{ added: 3, replaced: 1, skipped: 0 },
      })),
      { kind: 'keys.passphrase_changed', at: 1 },
      { kind: 'keys.recovery_made', at: 1 },
      ...WrapKind.options.map((wrap) => ({ kind: 'keys.wrap_changed', at: 1, wrap, present: wrap !== 'keychain' })),
      ...['begun', 'done'].map((end) => ({ kind: 'keys.rotated', at: 1, keyVersion: 2, end })),
      ...['person', 'rolling'].map((how) => ({ kind: 'backup.saved', at: 1, how })),
      { kind: 'backup.restored', at: 1, added: 1, replaced: 2, removed: 0 },
      { kind: 'vault.repaired', at: 1, mended: 3, lost: 0 },
      { kind: 'audit.begun_anew', at: 1 },
      { kind: 'session.extended', at: 1, requestId, client, hours: 8 },
      { kind: 'session.shortened', at: 1, client, endsAt: 3_600_000 },
      ...callSamples,
      { kind: 'audit.exported', at: 1, requestId, client },
      ...['list', 'exists', 'view'].map((how) => ({ kind: 'client.looked_up', at: 1, client, how, found: 1 })),
    ].map((event) => AuditEvent.parse(event));
    const kinds = new Set(every.map((event) => event.kind));
    assert.deepEqual([...kinds].toSorted(), AuditEvent.options.map((option) => option.shape.kind.value).toSorted());
    for (const event of every) assert.match(text(eventWords(event)), /^[A-Z][^!_]+\.$/, event.kind);
  });
});
