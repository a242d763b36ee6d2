// Calls of APIs through both doors, with a real HTTPS origin behind them: a program over HTTP, an MCP client by `http_request`.
// What the person is asked, what the origin gets, and what comes back.
import { statSync } from 'node:fs';
import type { Page } from 'playwright';
import { expect, test } from 'playwright/test';
import { z } from 'zod';
import { testCertificate } from '../app/adapters/certificate.testkit.ts';
import { type Origin, startOrigin } from '../app/adapters/origin.testkit.ts';
import { draft } from '../app/adapters/vault.testkit.ts';
import type { Agent } from './agent.ts';
import { startAgent } from './agent.ts';
import type { PosternApp } from './app.ts';
import { connect, lockNow, passphrase, putAway, shownTrusted, unlock } from './app.ts';
import { addressFileOf, sendFrom } from './http-program.ts';
import type { Started } from './made-profile.ts';
import { startWith } from './made-profile.ts';
import { picture } from './screens.ts';
import { recordReplies } from './told.ts';
import { deny, pictureOf, press } from './tools.ts';
import { closeWindow, goTo, lastEvent, prove, proveAndClose } from './vault-windows.ts';

const hosts = ['api.weather.test', 'api.payments.test', 'api.github.test'] as const;
const values = {
  weather: 'wk_Qz4x-Bn8Vc2Lk6Jh0',
  payments: 'pk_H7s2-Wd9Fg3Tm5Xv1',
  github: 'gh_Ry6p-Kc4Ns8Bq2Zl7',
} as const;

let origin: Origin;
let started: Started;
let app: PosternApp;
let main: Page;
let agent: Agent;
/** Of the program that was let in. */
let token = '';
/** All that the pages were told. */
let told: Awaited<ReturnType<typeof recordReplies>>;

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  const certificate = testCertificate({ names: hosts.map((host) => `DNS:${host}`) });
  origin = await startOrigin(
    (request, response) => {
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify({ method: request.method, carried: request.headers.authorization }));
    },
    { certificate },
  );
  const allowedHosts = [at('api.github.test')];
  started = await startWith([
    {
      days: 1,
      drafts: [
        draft({ name: 'weather/key', env: null, value: values.weather, tier: 'placeholder', allowedHosts: [] }),
        draft({ name: 'payments/key', env: null, value: values.payments, tier: 'guarded', allowedHosts: [] }),
        draft({ name: 'github/token', env: 'GH_TOKEN', value: values.github, tier: 'placeholder', allowedHosts }),
      ],
    },
  ]);
  ({ app, main } = started);
  await app.electron.evaluate((_electron, certificates) => {
    (globalThis as unknown as { trustOrigin: (pem: readonly string[]) => void }).trustOrigin(certificates);
  }, origin.certificates);
  told = await recordReplies(app);
});
test.afterAll(async () => {
  await agent?.close();
  await started?.close();
  await origin?.close();
});

test('the person opens the gateway with a proof; its address is for this account alone (P9)', async () => {
  await goTo(main, 'Gateway');
  await main.getByRole('button', { name: 'Open…' }).click();
  const page = await app.window('trusted', /Programs can reach it/);
  await page.getByText('On a port of this computer').click();
  await press(page, 'Save');
  await proveAndClose(page, 'Save');
  await expect.poll(() => lastEvent(main, 'gateway.opened')).toMatchObject({ door: 'port' });
  expect(statSync(addressFileOf(started.home)).mode & 0o777).toBe(0o600);
  await addProvider('Weather', 'api.weather.test', 'weather/key');
  await addProvider('Payments', 'api.payments.test', 'payments/key');
});

test('an agent is let in with what the person leaves ticked; its token calls with a key that it never sees (P1)', async () => {
  const scopes = ['weather:read', 'weather:write', 'payments:write', 'payments:read', 'weather:*'];
  const claims = { name: 'harvest', purpose: 'Plans the week' };
  const unknown = send('POST', 'auth/register', { json: { ...claims, scopes: ['github:read'] } });
  expect(await unknown).toMatchObject({ status: 400, body: { error: { code: 'scope_unknown' } } });
  const registering = send('POST', 'auth/register', { json: { ...claims, scopes } });
  const question = await app.window('trusted', /harvest wants to use the gateway/);
  await question.getByText('payments:read').click();
  await pictureOf(question, 'question-agent');
  await press(question, 'Let it in with 3 of 5');
  const { key, scopes: given } = Registered.parse((await registering).body);
  expect(given).toEqual(scopes.slice(0, 3));
  await putAway(app, question);
  expect(await send('POST', 'auth/token', { bearer: key, json: { scopes } })).toMatchObject({ status: 403 });
  const taken = await send('POST', 'auth/token', { bearer: key, json: { scopes: given } });
  token = Issued.parse(taken.body).token;

  const read = await send('GET', 'proxy/weather/v1/days?city=Ulm');
  expect(read).toEqual({ status: 200, body: { method: 'GET', carried: 'Bearer [REDACTED:weather/key]' } });
  const [seen] = origin.requests;
  expect([seen?.url, seen?.headers.authorization]).toEqual(['/v1/days?city=Ulm', `Bearer ${values.weather}`]);
  expect(await shownTrusted(app)).toEqual([]);
});

test('what deletes is asked about each time, what carries a guarded secret takes a proof; a no reaches the agent with its reason', async () => {
  const deleting = send('DELETE', 'proxy/weather/v1/alerts/7');
  const question = await app.window('trusted', /harvest wants to call an API/);
  await expect(question.locator('.call-address')).toHaveText(`DELETE https://${at('api.weather.test')}/v1/alerts/7`);
  await press(question, 'Allow once');
  expect(await deleting).toMatchObject({ status: 200, body: { method: 'DELETE' } });
  expect(origin.requests.at(-1)?.headers.authorization).toBe(`Bearer ${values.weather}`);

  const json = { invoice: 'INV-2041', amount: '120.00', currency: 'EUR', note: 'Ordered twice' };
  const paying = send('POST', 'proxy/payments/v1/refunds', { json });
  await app.window('trusted', /v1.refunds/);
  await expect(question.getByText('"note":"Ordered twice"')).toBeVisible();
  await pictureOf(question, 'question-call-post');
  await press(question, 'Allow once');
  await prove(question, passphrase, 'Allow');
  expect(await paying).toMatchObject({ status: 200, body: { carried: 'Bearer [REDACTED:payments/key]' } });
  expect(JSON.parse(String(origin.requests.at(-1)?.body))).toEqual(json);

  const again = send('POST', 'proxy/payments/v1/refunds', { json: { ...json, invoice: 'INV-2042' } });
  await app.window('trusted', /INV-2042/);
  await press(question, 'Deny…');
  await question.getByRole('textbox').fill('One refund is enough.');
  await press(question, /^Deny$/);
  expect(await again).toMatchObject({
    status: 403,
    body: { error: { code: 'call_denied', reason: 'One refund is enough.' } },
  });
  expect(origin.requests).toHaveLength(3);
});

test('“I didn’t ask for this” pauses the agent, and its token is dead (P8)', async () => {
  const deleting = send('DELETE', 'proxy/weather/v1/alerts/8');
  const question = await app.window('trusted', /alerts.8/);
  await press(question, 'I didn’t ask for this');
  expect((await deleting).status).toBe(403);
  await putAway(app, question);
  expect((await send('GET', 'proxy/weather/v1/days')).status).toBe(401);
  expect(origin.requests).toHaveLength(3);
  await expect(main.getByText('You did not ask for what it asked, so it was paused.')).toBeVisible();
  await goTo(main, 'Activity');
  const log = main.locator('main');
  await expect(log).toContainText(`harvest sent DELETE ${at('api.weather.test')}/v1/alerts/7 with weather/key`);
  await expect(log).toContainText(`harvest sent POST ${at('api.payments.test')}/v1/refunds with payments/key`);
  await expect(log).toContainText('You said that you did not ask for this, so harvest was paused.');
});

test('http_request asks once for all that only reads at a host; its secret is for no command (P2)', async () => {
  agent = await startAgent(started.home);
  const listed = agent.call('list_secrets', {});
  await connect(app);
  await listed;
  const reading = read('/repos/acme/engine/pulls?state=open&head=acme%3Amain');
  const question = await app.window('trusted', /wants to call an API/);
  await question.getByText('Its 2 parameters, decoded').click();
  await expect(question.getByText('acme:main')).toBeVisible();
  await pictureOf(question, 'question-call-get');
  await press(question, /^Allow all that only reads at/);
  const body = JSON.stringify({ method: 'GET', carried: 'Bearer [REDACTED:github/token]' });
  expect((await reading).structured).toMatchObject({ status: 'answered', http_status: 200, body });
  await putAway(app, question);
  expect((await read('/user')).structured).toMatchObject({ status: 'answered', body });
  expect(await shownTrusted(app)).toEqual([]);
  expect(origin.requests.slice(3).map(({ url, headers }) => [url, headers.authorization])).toEqual([
    ['/repos/acme/engine/pulls?state=open&head=acme%3Amain', `Bearer ${values.github}`],
    ['/user', `Bearer ${values.github}`],
  ]);

  const writing = call({ method: 'PUT', url: `https://${at('api.github.test')}/user/starred/acme/engine` });
  await deny(await app.window('trusted', /user.starred/));
  expect((await writing).structured.status).toBe('denied');
  const elsewhere = await call({ method: 'GET', url: `https://${at('api.weather.test')}/` });
  expect(elsewhere.structured).toMatchObject({ status: 'failed', code: 'host_not_allowed' });
  const ran = agent.call('run_with_secrets', { command: 'true', secrets: [{ name: 'github/token' }], cwd: '/' });
  expect((await ran).structured).toMatchObject({ status: 'failed', code: 'tier_forbids' });
  expect(origin.requests).toHaveLength(5);
  const log = main.locator('main');
  await expect(log).toContainText(
    `claude-code sent GET ${at('api.github.test')}/user with github/token — allowed earlier`,
  );
  await expect(log).toContainText('claude-code was refused true with github/token');
  await picture(main, 'activity-calls');
});

test('locked, the gateway says so and calls nothing; unlocked, old tokens are gone; no page was told a value (P1, P4)', async () => {
  await goTo(main, 'Gateway');
  await main.getByRole('button', { name: 'Resume' }).click();
  await expect(main.getByRole('button', { name: 'Pause' })).toBeVisible();
  await lockNow(app);
  expect(await send('GET', 'proxy/weather/v1/days')).toMatchObject({
    status: 423,
    body: { error: { code: 'locked' } },
  });
  await unlock(app);
  expect(await send('GET', 'proxy/weather/v1/days')).toMatchObject({
    status: 401,
    body: { error: { code: 'token_unknown' } },
  });
  expect(origin.requests).toHaveLength(5);
  const shown = JSON.stringify(await told());
  expect(shown).toContain('Ordered twice');
  for (const value of Object.values(values)) expect(shown).not.toContain(value);
});

const Registered = z.object({ key: z.string(), scopes: z.array(z.string()) });
const Issued = z.object({ token: z.string() });

function at(host: (typeof hosts)[number]): string {
  return `${host}:${origin.port}`;
}

/** An API of the person's own. */
async function addProvider(name: string, host: (typeof hosts)[number], secret: string): Promise<void> {
  await main.getByRole('button', { name: 'Add a provider…' }).click();
  const page = await app.window('trusted', /Which API/);
  await page.getByLabel('Which API').selectOption({ label: 'Another API, by its address' });
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Base address').fill(`https://${at(host)}`);
  await page.getByLabel('Secret', { exact: true }).selectOption(secret);
  await closeWindow(page, 'Save');
  await expect(main.getByText(at(host), { exact: true })).toBeVisible();
}

/** With `token`, unless another bearer is named. */
function send(method: string, path: string, more: { readonly bearer?: string; readonly json?: unknown } = {}) {
  return sendFrom(started.home, { method, path, bearer: token, ...more });
}

function call(request: { readonly method: string; readonly url: string }) {
  return agent.call('http_request', { ...request, secrets: ['github/token'], reason: 'To see what is open.' });
}

function read(path: string) {
  return call({ method: 'GET', url: `https://${at('api.github.test')}${path}` });
}
