// scan_text over the real socket, with a real vault: who may ask, what is on record, and what the person is told.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { scanLimits } from '../contract/scan.ts';
import { ClientId } from '../contract/vocabulary.ts';
import { startBroker, type TestClient, token } from './broker.testkit.ts';

const id = ClientId.parse('test-agent');
const scan = (agent: TestClient, text: string) => agent.call('text.scan', { text });
const refused = (code: string) => (thrown: unknown) => thrown instanceof Error && thrown.message === code;

test('a scan needs an unlocked vault and a paired, active client; otherwise nothing is looked up or recorded (P8)', async (t) => {
  const empty = await startBroker(t, { vault: false });
  await assert.rejects(scan(empty.connect(), token), refused('no_vault'));
  const house = await startBroker(t);
  house.addSecret('api/token');
  const agent = house.connect();
  assert.deepEqual(await scan(agent, `x ${token}`), {
    findings: [{ kind: 'vault_value', secret: 'api/token', count: 1 }],
  });
  house.broker.person.pauseClient(id);
  await assert.rejects(scan(agent, token), refused('client_paused'));
  house.broker.person.resumeClient(id);
  house.broker.person.lock('person');
  await assert.rejects(scan(agent, token), refused('locked'));
  await house.unlock();
  assert.equal(house.kinds().filter((kind) => kind === 'text.scanned').length, 1);
});

test('the third hit pauses the client at once, and the person sees why; the person alone lets it go on (P8)', async (t) => {
  const house = await startBroker(t);
  house.addSecret('api/token');
  const agent = house.connect();
  await scan(agent, token);
  await scan(agent, `again ${token}`);
  await assert.rejects(scan(agent, `and again ${token}`), refused('client_paused'));
  await assert.rejects(scan(agent, 'nothing'), refused('client_paused'));
  await assert.rejects(agent.call('secrets.list', {}), refused('client_paused'));
  const [view] = house.broker.person.listClients();
  assert.deepEqual([view?.state, view?.pausedFor], ['paused', 'scans']);
  const last = house.audit().slice(-2);
  assert.deepEqual(
    last.map((event) => [event.kind, event.kind === 'client.paused' ? event.why : null]),
    [
      ['text.scanned', null],
      ['client.paused', 'scans'],
    ],
  );
  house.broker.person.lock('person');
  await house.unlock();
  assert.equal(house.broker.person.listClients()[0]?.pausedFor, 'scans');
  house.broker.person.resumeClient(id);
  assert.equal(house.broker.person.listClients()[0]?.pausedFor, null);
  await scan(agent, token);
});

test('scans sent all at once get no more hits answered than scans one after the other (P8)', async (t) => {
  const house = await startBroker(t);
  house.addSecret('api/token');
  const agent = house.connect();
  await agent.call('secrets.list', {});
  const answers = await Promise.allSettled(Array.from({ length: 12 }, () => scan(agent, token)));
  assert.ok(answers.filter(({ status }) => status === 'fulfilled').length <= 2);
  assert.equal(house.broker.person.listClients()[0]?.state, 'paused');
});

test('a text over 256 KiB and the 31st scan of a minute are refused by codes over the wire, and the connection lives on', async (t) => {
  const house = await startBroker(t);
  const agent = house.connect();
  await assert.rejects(scan(agent, 'x'.repeat(scanLimits.textBytes + 1)), refused('text_too_large'));
  for (let i = 0; i < 30; i++) {
    house.clock.pass(1_000);
    assert.deepEqual(await scan(agent, ''), { findings: [] });
  }
  await assert.rejects(scan(agent, ''), refused('scan_too_often'));
  house.clock.pass(60_000);
  assert.deepEqual(await scan(agent, ''), { findings: [] });
});

test('params of another form are refused', async (t) => {
  const house = await startBroker(t);
  const agent = house.connect();
  for (const params of [{}, { text: 7 }, { text: null }, { text: ['a'] }])
    await assert.rejects(agent.call('text.scan', params as never), refused('bad_request'));
});

test('no byte of the profile, the log or the answers holds the text that was scanned (P11)', async (t) => {
  const house = await startBroker(t);
  house.addSecret('api/token');
  const agent = house.connect();
  const shaped = 'ghp_Kq8Wn2Zx5Cv7Bm4Rt6Yu1Io3Pa9Sd0Fg2Hj5';
  await scan(agent, `the blue lantern ${token} ${shaped}`);
  await assert.rejects(scan(agent, `green lantern ${'x'.repeat(scanLimits.textBytes)}`), refused('text_too_large'));
  const words = ['lantern', token.slice(4, 16), shaped.slice(4, 16)];
  assert.ok(!JSON.stringify(house.audit()).includes('lantern'));
  await house.restart(async () => {
    const files = readdirSync(house.profile, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
    assert.ok(files.some(({ name }) => name === 'postern.log'));
    for (const { parentPath, name } of files)
      for (const word of words) assert.ok(!readFileSync(join(parentPath, name)).includes(word), `${name}: ${word}`);
  });
  for (const word of words) assert.ok(!agent.received().includes(word));
});
