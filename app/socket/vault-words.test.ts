// A value of the vault that an agent puts into whatever it may say, and where that text goes. Real broker, socket and files.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { draft } from '../adapters/vault.testkit.ts';
import { allowOnce } from '../contract/approval.ts';
import { SecretDraft } from '../contract/secret.ts';
import { SecretName } from '../contract/vocabulary.ts';
import { type Asking, byPassphrase, startAsking } from './approvals.testkit.ts';
import { startBroker, type TestBroker, token } from './broker.testkit.ts';
import { until } from './desks.testkit.ts';

const value = 'pK7-vR2mQx9.Zt4wLs8+Yb3n';
const written: Readonly<Record<string, string>> = {
  raw: value,
  base64: Buffer.from(value).toString('base64'),
  URL: encodeURIComponent(`${value}&=`),
  hex: Buffer.from(value).toString('hex'),
  head: value.slice(0, 14),
  tail: value.slice(-14),
};

/** Every text there is of it, and pieces of them. */
const forbidden = [...Object.values(written), value.slice(5, 17)].map((text) => text.slice(1, -3).toLowerCase());

/** Everything that a window, the tray or the main window is told, as one text. */
function shownBy({ broker, shown }: TestBroker): string {
  const { person, desks } = broker;
  const state = [person.status(), person.waiting(), person.knocking(), person.grants(), person.listClients()];
  return JSON.stringify([
    state,
    person.question(),
    shown,
    person.prompts(),
    desks.secrets.summaries(),
    desks.policy.view(),
  ]);
}

function onDisk(folder: string): string {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
  return files.map((file) => (statSync(file).isFile() ? readFileSync(file, 'latin1') : '')).join('\n');
}

function assertNowhere(where: Readonly<Record<string, string>>): void {
  for (const [place, text] of Object.entries(where)) {
    const lower = text.toLowerCase();
    for (const each of forbidden) assert.equal(lower.includes(each), false, `${place} holds ${each}`);
  }
}

const everywhere = (house: TestBroker) => ({
  audit: JSON.stringify(house.audit()),
  shown: shownBy(house),
  disk: onDisk(house.profile),
});

async function withSecret(t: Parameters<typeof startBroker>[0], tools?: readonly string[]): Promise<Asking> {
  const asking = await startAsking(t, tools);
  asking.house.addSecret('db/url', value, { env: 'OTHER' });
  return asking;
}

for (const [form, text] of Object.entries(written)) {
  test(`a command that holds a value (${form}) is drawn and written down with its marker, and still runs as it is (P1, P10, P11)`, async (t) => {
    const { house, agent, ask, question, answer } = await withSecret(t);
    const outcome = ask(`gh pr view '${text}' && true`);
    const asked = await question('run');
    assert.deepEqual(asked.holds, ['db/url']);
    assert.equal(
      asked.action.command.kind === 'shell' && asked.action.command.line.includes('[REDACTED:db/url]'),
      true,
    );
    // SECURITY P2: it discloses what it holds, so that only a yes for this once is offered.
    assert.deepEqual([asked.action.risk, asked.offers.onceOnly], ['disclose', 'disclosure']);
    assertNowhere(everywhere(house));
    await answer(asked, allowOnce);
    const done = await outcome;
    assert.equal(done.kind, 'completed');
    const started = house.audit().find(({ kind }) => kind === 'run.started');
    assert.match(JSON.stringify(started), /gh pr view '[^']*\[REDACTED:db\/url\][^']*' && true/);
    assertNowhere(everywhere(house));
    assert.deepEqual(await house.broker.desks.policy.suggestions(), []);
    agent.close();
  });
}

test('whatever else of a request holds a value: reason, folder, names, standard input, PATH, variables (P1, P11)', async (t) => {
  const { house, agent, question, answer } = await withSecret(t);
  const outcome = agent.outcome({
    command: ['/bin/echo', value, `x=${written.base64}`],
    secrets: [{ name: 'api/token', env: `V_${written.hex}` }],
    reason: `because ${value}`,
    stdin: `in ${value}`,
    path: `/usr/bin:/bin:/opt/${written.hex}`,
  });
  const asked = await question('run');
  assertNowhere(everywhere(house));
  assert.match(asked.action.reason ?? '', /^because \[REDACTED:db\/url\]$/);
  assert.match(asked.action.stdin ?? '', /\[REDACTED:db\/url\]$/);
  await answer(asked, { kind: 'deny', reason: `not with ${value} in it`, remember: 'rule' });
  assert.deepEqual(await outcome, { kind: 'denied', by: 'person', reason: 'not with [REDACTED:db/url] in it' });
  // SECURITY P11: policy.yaml is a plain file, so no rule comes of it; it is denied until the lock all the same.
  assert.deepEqual(house.broker.desks.policy.view().rules, []);
  await assert.rejects(
    agent.outcome({ command: 'true', cwd: `${house.folder}/${value}` }).then(failedWith),
    /cwd_missing/,
  );
  await assert.rejects(
    agent.outcome({ command: 'true', secrets: [{ name: written.hex ?? '' }] }).then(failedWith),
    /unknown/,
  );
  assertNowhere(everywhere(house));
});

test('a rule that the person chose is made of a clean command alone, with a clean note (P11)', async (t) => {
  const { house, agent, ask, question, answer } = await withSecret(t);
  const outcome = ask('gh repo delete it');
  await answer(await question('run'), { kind: 'deny', reason: `never, ${value}`, remember: 'rule' }, byPassphrase);
  assert.deepEqual(await outcome, { kind: 'denied', by: 'person', reason: 'never, [REDACTED:db/url]' });
  assert.equal(house.broker.desks.policy.view().rules.length, 1);
  const again = await ask('gh repo delete it');
  assert.equal(again.kind, 'denied');
  assertNowhere({ ...everywhere(house), socket: agent.received() });
});

test('a policy that the person wrote with a value in it is not put in force (P11)', async (t) => {
  const { house } = await withSecret(t);
  const { policy } = house.broker.desks;
  policy.propose(`${policy.view().text}denied_commands: ["curl ${value} **"]\n`);
  const { digest } = policy.proposal() ?? assert.fail();
  await assert.rejects(policy.accept(digest, byPassphrase, new AbortController().signal), {
    code: 'policy_holds_value',
  });
  policy.review();
  assertNowhere(everywhere(house));
});

test('a wish with a value in its name, purpose, place or variable shows none of it, and neither does the no to it (P1)', async (t) => {
  const { house, agent, question, answer } = await withSecret(t);
  const hex = written.hex ?? '';
  const wish = {
    name: SecretName.parse(`new/${hex}`),
    purpose: `to use ${value}`,
    obtainFrom: `https://example.com/?t=${written.URL}`,
    env: `K_${hex}`,
  };
  const answered = agent.call('secret.request', { wish, waitMs: 60_000 });
  const asked = await question('wish');
  assert.match(asked.wish.name, /REDACTED-db\/url/);
  assertNowhere(everywhere(house));
  await answer(asked, { kind: 'deny', reason: `you have ${value}`, remember: 'no' });
  await answered;
  assertNowhere({ ...everywhere(house), socket: agent.received() });
});

test('what an unknown agent calls itself is searched before it is drawn or kept, and a label with a value is refused (P1, P8)', async (t) => {
  const { house } = await withSecret(t);
  const endpoint = join(house.folder, 'run', 'broker.sock');
  const hello = (client: string) => {
    const socket = createConnection(endpoint);
    const key = randomBytes(32).toString('base64url');
    let received = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => (received += chunk));
    socket.write(
      `${JSON.stringify({ type: 'hello', protocol: 1, client, key, claims: { name: `Agent ${value}`, version: written.base64 }, session: null })}\n` +
        `${JSON.stringify({ type: 'call', id: 1, method: 'secrets.list', params: {} })}\n`,
    );
    t.after(() => socket.destroy());
    return () => received;
  };
  const stranger = hello('stranger');
  await until(() => stranger().includes('"result"'));
  const asked = house.shown.find(({ kind }) => kind === 'pairing');
  assert.equal(asked?.kind === 'pairing' && asked.pairing.claimedName, 'Agent [REDACTED:db/url]');
  assertNowhere(everywhere(house));
  assert.equal(
    house.broker.person.listClients().some(({ name }) => name === 'Agent [REDACTED:db/url]'),
    true,
  );
  const labelled = hello(`a-${written.hex}`);
  await until(() => labelled().includes('client_denied'));
  assert.equal(house.broker.person.question(), null);
  assertNowhere(everywhere(house));
});

test('a name that looks like a secret is not told to the desktop while nothing can be searched (P1)', async (t) => {
  const house = await startBroker(t);
  house.addSecret('api/token');
  house.broker.person.lock('person');
  const socket = createConnection(join(house.folder, 'run', 'broker.sock'));
  t.after(() => socket.destroy());
  const key = randomBytes(32).toString('base64url');
  const request = { command: 'true', secrets: [{ name: 'api/token' }], cwd: house.folder };
  socket.write(
    `${JSON.stringify({ type: 'hello', protocol: 1, client: 'stranger', key, claims: { name: token, version: '1' }, session: null })}\n` +
      `${JSON.stringify({ type: 'call', id: 1, method: 'run.start', params: { request, waitMs: 1000 } })}\n`,
  );
  await until(() => house.broker.person.knocking().length > 0);
  assert.deepEqual(house.broker.person.knocking(), ['An agent']);
});

test('a value that came into the vault while it was open is searched for in the next text (P1)', async (t) => {
  const { house, ask, question, answer } = await startAsking(t);
  const line = `gh pr view ${value}`;
  const first = ask(line);
  await answer(await question('run'), { ...allowOnce, lasting: { kind: 'session' } });
  assert.equal((await first).kind, 'completed');
  house.broker.desks.secrets.save(
    null,
    null,
    SecretDraft.parse(draft({ name: 'db/url', value, env: 'OTHER', tier: 'run' })),
  );
  // SECURITY P2: the grant was for a command that disclosed nothing.
  const second = ask(line);
  const asked = await question('run');
  assert.deepEqual(asked.holds, ['db/url']);
  await answer(asked, { kind: 'deny', reason: null, remember: 'no' });
  await second;
  const commands = house.audit().flatMap((event) => (event.kind === 'request.received' ? [event.command?.text] : []));
  assert.equal(commands.at(-1), 'gh pr view [REDACTED:db/url]');
});

function failedWith(outcome: { readonly kind: string }): never {
  throw new Error(JSON.stringify(outcome));
}
