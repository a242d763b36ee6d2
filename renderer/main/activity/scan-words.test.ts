import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AuditEvent } from '../../../app/contract/audit.ts';
import { eventWords } from './event-words.ts';
import { storiesOf } from './stories.ts';

const client = { id: 'claude-code', name: 'Claude Code' };
const event = (given: object) => AuditEvent.parse({ at: 1, client, ...given });
const said = (given: object) =>
  eventWords(event(given))
    .map((part) => (typeof part === 'string' ? part : Object.values(part).join('')))
    .join('');
const scanned = { kind: 'text.scanned', bytes: 7, secrets: [], findings: 0 };

describe('scans in the log', () => {
  it('say what the text held, by name and count', () => {
    const begins = 'Claude Code had a text searched for secrets. It held ';
    assert.equal(said(scanned), `${begins}no value of yours.`);
    assert.equal(said({ ...scanned, secrets: ['a'] }), `${begins}the value of a.`);
    assert.equal(said({ ...scanned, secrets: ['a', 'b/c'] }), `${begins}the value of a and b/c.`);
    assert.equal(
      said({ ...scanned, findings: 1 }),
      `${begins}no value of yours, and 1 place that looks like a secret.`,
    );
    assert.equal(
      said({ ...scanned, secrets: ['a'], findings: 2 }),
      `${begins}the value of a, and 2 places that look like a secret.`,
    );
  });

  it('stand out when a value was found, and are found by the name of the secret', () => {
    const told = storiesOf([
      { sequence: 1, event: event(scanned) },
      { sequence: 2, event: event({ ...scanned, secrets: ['github/token'] }) },
    ]);
    assert.deepEqual(
      told.map(({ tone, secrets }) => [tone, secrets]),
      [
        ['no', ['github/token']],
        ['plain', []],
      ],
    );
  });

  it('say why an agent was paused, and what it is shown of output', () => {
    assert.match(said({ kind: 'client.paused', why: 'scans' }), /^Postern paused Claude Code: it had values/);
    assert.equal(said({ kind: 'client.paused', why: 'person' }), 'You paused Claude Code.');
    assert.match(said({ kind: 'client.output_set', hidesFindings: true }), /^You had Postern hide what only looks/);
    assert.match(said({ kind: 'client.output_set', hidesFindings: false }), /^You had Postern show what only looks/);
  });

  it('say how much of an output was hidden that only looked like a secret', () => {
    const finished = {
      ...{ kind: 'run.finished', requestId: `req_${'0'.repeat(32)}`, exitCode: 0, signal: null, end: 'exited' },
      ...{ durationMs: 1, redactions: [], cutBytes: 0, withheld: null },
    };
    assert.ok(!said(finished).includes('Hidden'));
    assert.match(said({ ...finished, hiddenFindings: 1 }), /Hidden besides: 1 place that only looked like a secret\./);
  });
});
