// What the command line asks the person for besides runs: a value, and the audit log.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allowOnce } from '../../app/contract/approval.ts';
import { AuditEntry } from '../../app/contract/audit.ts';
import { BrokerError } from '../../app/contract/fault.ts';
import { SecretName } from '../../app/contract/vocabulary.ts';
import { startBroker } from '../../app/socket/broker.testkit.ts';
import { makeHome, requestId, scriptedBroker } from '../shim.testkit.ts';
import { postern } from './cli.testkit.ts';

test('add asks for a value by name and tells when it is there; no value can be an argument', async (t) => {
  const at = await makeHome(t);
  const name = SecretName.parse('api/token');
  const broker = await scriptedBroker(t, at, {
    'secret.request': () => ({ state: 'done', requestId, outcome: { kind: 'added', name, env: 'TOKEN' } }),
  });
  const more = ['--env', 'TOKEN', '--purpose', 'For the API', '--update'];
  assert.deepEqual(await postern(t, at, ['add', name, ...more]).ended(), {
    code: 0,
    stdout: 'Postern has api/token, given to commands as TOKEN.\n',
    stderr: '',
  });
  assert.equal((await postern(t, at, ['add', name, 'ghp_value']).ended()).code, 2);
  assert.equal((await postern(t, at, ['add', 'no such/ name']).ended()).code, 2);
  const wish = { name, purpose: 'For the API', env: 'TOKEN', update: true };
  assert.deepEqual(
    broker.got.map(({ params }) => params),
    [{ wish, waitMs: 0 }],
  );
});

test('the audit log comes whole, oldest first, one object a line, page after page, and only after a yes', async (t) => {
  const at = await makeHome(t);
  const house = await startBroker(t, { endpoint: at.socket });
  house.addSecret('api/token');
  const asked = () => postern(t, at, ['audit', 'export', '--json', '--reason', 'A test']).ended();
  house.answer = { kind: 'deny', reason: 'Not now', remember: 'no' };
  assert.deepEqual(await asked(), { code: 125, stdout: '', stderr: 'postern: You said no in Postern. Not now\n' });
  house.answer = allowOnce;
  const { code, stdout } = await asked();
  assert.equal(code, 0);
  const entries = stdout
    .trimEnd()
    .split('\n')
    .map((line): AuditEntry => AuditEntry.parse(JSON.parse(line)));
  assert.deepEqual(
    entries.map(({ sequence }) => sequence),
    Array.from(entries, (_, at) => at + 1),
  );
  assert.deepEqual(
    entries.map(({ event }) => event),
    house.audit(),
  );
});

test('more pages than one are asked for from the oldest on', async (t) => {
  const at = await makeHome(t);
  const count = 450;
  const entry = (sequence: number) => ({ sequence, json: JSON.stringify({ sequence, event: 'a\u202eb' }) });
  const broker = await scriptedBroker(t, at, {
    'audit.export': () => ({ state: 'done', requestId, outcome: { kind: 'permitted' } }),
    'audit.page': ({ before, limit }) => {
      const end = Math.min(before ?? count + 1, count + 1);
      const entries = Array.from({ length: Math.min(limit, end - 1) }, (_, at) => entry(end - 1 - at));
      if (entries.length === 0) throw new BrokerError('internal');
      return { entries };
    },
  });
  const { code, stdout } = await postern(t, at, ['audit', 'export', '--json']).ended();
  const lines = stdout.trimEnd().split('\n');
  assert.equal(code, 0);
  assert.equal(stdout.includes('\u202e'), false);
  assert.deepEqual(
    lines.map((line) => JSON.parse(line)),
    Array.from({ length: count }, (_, at) => ({ sequence: at + 1, event: 'a\u202eb' })),
  );
  const pages = broker.got.filter(({ method }) => method === 'audit.page').length;
  assert.equal(pages, 4);
});
