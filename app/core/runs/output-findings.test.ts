import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import test from 'node:test';
import { eventLoopPause } from '../../adapters/event-loop-pause.ts';
import { ClientId, SecretName } from '../../contract/vocabulary.ts';
import { containsMarker } from '../redaction/markers.ts';
import { shapeRules } from '../scan/secret-shapes.ts';
import { hideShapes, shapeMarker, withoutFindings } from './output-findings.ts';
import { nothingWritten } from './run-output.ts';

const token = 'ghp_Kq8Wn2Zx5Cv7Bm4Rt6Yu1Io3Pa9Sd0Fg2Hj5';
const hidden = '[REDACTED:looks-like//github-token]';
const hide = (text: string) => hideShapes(text, eventLoopPause);

test('each place that looks like a secret becomes a marker that says what it looked like; the rest stays as it is', async () => {
  const text = `remote: ${token}\r\nok ✓ ${token}, done\n`;
  assert.deepEqual(await hide(text), { text: `remote: ${hidden}\r\nok ✓ ${hidden}, done\n`, count: 2 });
  assert.deepEqual(await hide('nothing here\n'), { text: 'nothing here\n', count: 0 });
  assert.deepEqual(await hide(''), { text: '', count: 0 });
});

test('a private key is hidden whole, with its body, also in JSON and without its last line', async () => {
  const body = Array.from({ length: 20 }, () => randomBytes(48).toString('base64'));
  const key = ['-----BEGIN OPENSSH PRIVATE KEY-----', ...body, '-----END OPENSSH PRIVATE KEY-----'].join('\n');
  for (const text of [key, JSON.stringify({ key }), key.replaceAll('\n', '\r\n'), `${key.slice(0, 900)}\n`]) {
    const shown = await hide(`before\n${text}\nafter §`);
    assert.equal(shown.count, 1);
    for (const line of body) assert.ok(!shown.text.includes(line.slice(0, 16)), shown.text);
    assert.ok(shown.text.startsWith('before\n') && shown.text.endsWith('after §'));
  }
});

test("redaction's own markers stay, and text beside them is still looked at", async () => {
  const marker = '[REDACTED:github/token]';
  const text = `a ${marker}${token} PASSWORD=${marker}x ${'y'.repeat(90)}${marker}`;
  const shown = await hide(text);
  assert.equal(shown.text, text.replace(token, hidden));
  const many = await hide(`${marker} ${token}\n`.repeat(20_000));
  assert.equal(many.count, 20_000);
  assert.equal(many.text.split(marker).length, 20_001);
});

test('what it writes is a marker that is refused in a command, and is no name that a secret can have', () => {
  for (const { name } of shapeRules) {
    const marker = shapeMarker(name);
    assert.ok(containsMarker(`echo ${marker}`), marker);
    assert.ok(containsMarker(`${marker}`.slice(0, -1)) === false, marker);
    assert.equal(SecretName.safeParse(marker.slice('[REDACTED:'.length, -1)).success, false, marker);
  }
});

test('hiding twice is hiding once', async () => {
  const once = await hide(`a ${token} b\npassword="Zk8#pL2$vQ9!" \n`);
  assert.deepEqual(await hide(once.text), { text: once.text, count: 0 });
});

test('output is hidden only for a client for which the person wants that, and counted', async () => {
  const agent = ClientId.parse('claude-code');
  const written = { ...nothingWritten, output: `x ${token}`, outputBytes: 42 };
  const house = (hides: boolean) => ({ clients: { hidesFindings: () => hides }, pause: eventLoopPause });
  assert.equal(await withoutFindings(house(false), agent, written), written);
  assert.deepEqual(await withoutFindings(house(true), agent, written), {
    ...written,
    output: `x ${hidden}`,
    hiddenFindings: 1,
  });
  const clean = { ...written, output: 'x' };
  assert.equal(await withoutFindings(house(true), agent, clean), clean);
});
