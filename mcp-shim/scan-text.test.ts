import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BrokerError } from '../app/contract/fault.ts';
import { scanLimits, type TextFinding } from '../app/contract/scan.ts';
import { SecretName } from '../app/contract/vocabulary.ts';
import { makeHome, scriptedBroker, shimHere } from './shim.testkit.ts';

const findings: readonly TextFinding[] = [
  { kind: 'vault_value', secret: SecretName.parse('github/token'), count: 2 },
  { kind: 'secret_shape', what: 'AWS access key id', count: 1, lines: [7] },
];

test('findings come back in both forms, with what to do about each kind', async (t) => {
  const at = await makeHome(t);
  const broker = await scriptedBroker(t, at, { 'text.scan': () => ({ findings }) });
  const agent = await shimHere(t, at);
  const answer = await agent.call('scan_text', { text: 'a text' });
  assert.equal(answer.isError, false);
  const { next, ...structured } = { next: '', ...answer.structuredContent };
  assert.deepEqual(structured, {
    status: 'completed',
    findings: [
      { kind: 'vault_value', what: 'the whole value of a secret', secret: 'github/token', count: 2 },
      { kind: 'secret_shape', what: 'AWS access key id', count: 1, lines: [7] },
    ],
  });
  assert.match(String(next), /take them out.*request_secret/);
  const [text] = answer.content;
  assert.ok(text?.type === 'text' && text.text.includes('github/token') && text.text.includes('AWS access key id'));
  assert.deepEqual(
    broker.got.map(({ method, params }) => [method, params]),
    [['text.scan', { text: 'a text' }]],
  );
});

test('a clean text is a plain answer, with nothing to do', async (t) => {
  const at = await makeHome(t);
  await scriptedBroker(t, at, { 'text.scan': () => ({ findings: [] }) });
  assert.deepEqual(await (await shimHere(t, at)).ask('scan_text', { text: '' }), { status: 'completed', findings: [] });
});

test('input of another form is refused before the broker hears of it', async (t) => {
  const at = await makeHome(t);
  const broker = await scriptedBroker(t, at, { 'text.scan': () => ({ findings: [] }) });
  const agent = await shimHere(t, at);
  for (const input of [{}, { text: 7 }, { text: null }, { text: 'a', secrets: ['github/token'] }, { text: ['a'] }]) {
    const answer = await agent.ask('scan_text', input);
    assert.deepEqual([answer.status, answer.code, answer.retry], ['failed', 'bad_request', 'changed']);
  }
  assert.deepEqual(broker.got, []);
});

test('each refusal says whether to call again, and what to do', async (t) => {
  const at = await makeHome(t);
  const expected = {
    text_too_large: 'changed',
    scan_too_often: 'later',
    client_paused: 'no',
    locked: 'later',
  } as const;
  for (const [code, retry] of Object.entries(expected) as [keyof typeof expected, string][]) {
    const home = code === 'text_too_large' ? at : await makeHome(t);
    await scriptedBroker(t, home, {
      'text.scan': () => {
        throw new BrokerError(code);
      },
    });
    const answer = await (await shimHere(t, home)).ask('scan_text', { text: 'x'.repeat(scanLimits.textBytes + 1) });
    assert.deepEqual([answer.status, answer.code, answer.retry], ['failed', code, retry]);
    assert.ok((answer.next ?? '').length > 20);
  }
});
