// A whole broker whose gateway is open, one agent that the person let in, and an HTTPS origin that stands for every API. For tests only.

import { testCertificate } from '../adapters/certificate.testkit.ts';
import { HttpForwarder } from '../adapters/http-forwarder.ts';
import { type Origin, type OriginHandler, type OriginOptions, startOrigin } from '../adapters/origin.testkit.ts';
import { Answer } from '../contract/approval.ts';
import { Issued, Registered } from '../contract/gateway-answers.ts';
import { type HttpAuth, Provider, Scope } from '../contract/provider.ts';
import { wellKnownProviders } from '../core/gateway/provider-data/well-known.ts';
import type { Forwarder } from '../core/ports/forwarder.ts';
import { settingsMatter } from '../core/settings/settings-book.ts';
import { passphrase, startBroker, type TestBroker } from '../socket/broker.testkit.ts';

export interface WholeGateway {
  readonly house: TestBroker;
  /** `http://127.0.0.1:…` */
  readonly address: string;
  readonly agent: string;
  /** Of these scopes; all of the agent's unless told. */
  token(scopes?: readonly string[]): Promise<string>;
  /** Where the API of this provider is for the agent. */
  base(provider: string): string;
}

/** What the person set up: a provider, and the value of its secret. */
export interface SetUp {
  readonly provider: Provider;
  /** By field; `value`: the only one. `user` is not sensitive. */
  readonly fields: Readonly<Record<string, string>>;
}

/** A well-known provider with its secret. */
export function wellKnown(id: string, value: string): SetUp {
  const kind = wellKnownProviders.find((each) => each.id === id);
  if (kind === undefined) throw new Error(`no provider ${id}`);
  return { provider: providerOf(kind, { wellKnown: true }), fields: { value } };
}

/** An API of the person's own, at `name`.test, where everything may be done. */
export function ownProvider(name: string, auth: HttpAuth, fields: Readonly<Record<string, string>>): SetUp {
  const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
  const kind = {
    ...{ id: name, name, baseUrl: `https://${name}.test`, auth, deletes: [], discloses: [], headers: [] },
    permissions: [{ name: 'all', says: 'Everything', rules: [{ methods, path: '/**' }] }],
  };
  return { provider: providerOf(kind, { wellKnown: false }), fields };
}

function providerOf(kind: object & { readonly id: string }, { wellKnown }: { readonly wellKnown: boolean }): Provider {
  return Provider.parse({ ...kind, secret: `${kind.id}/key`, privateAddress: false, wellKnown });
}

/** What stands for every API. */
export type Api = Pick<Origin, 'port' | 'certificates'>;

/** An origin with a certificate for the names of these APIs. */
export function originOf(
  setUps: readonly SetUp[],
  handler?: OriginHandler,
  options: OriginOptions = {},
): Promise<Origin> {
  const names = setUps.map(({ provider }) => `DNS:${new URL(provider.baseUrl).hostname}`);
  return startOrigin(handler, { ...options, certificate: testCertificate({ names }) });
}

const never = new AbortController().signal;
const proof = { kind: 'passphrase' as const, passphrase };

export async function startWholeGateway(
  test: { after(work: () => void | Promise<void>): void },
  setUps: readonly SetUp[],
  api: Api,
): Promise<WholeGateway> {
  const house = await startBroker(test, { forwarder: leadingTo(api) });
  for (const { provider, fields } of setUps) await setUp(house, provider, fields);
  const { settings, check } = house.broker;
  const yes = await check.confirm(proof, settingsMatter, never);
  settings.save({ ...settings.current, gateway: 'port' }, yes);
  const address = await addressOf(house);
  const scopes = setUps.map(({ provider }) => Scope.parse(`${provider.id}:*`));
  house.answer = Answer.parse({ kind: 'admit', scopes });
  const claims = { name: 'Nightly report', purpose: 'to report', scopes };
  const { agent, key } = Registered.parse(await posted(`${address}/api/v1/auth/register`, null, claims));
  const limits = { scopes, callsPerMinute: 60_000, burst: 10_000 };
  await house.broker.desks.gateway.setLimits(agent, limits, proof, never);
  return {
    ...{ house, address, agent },
    base: (provider) => `${address}/api/v1/proxy/${provider}`,
    token: async (wanted = scopes) => {
      return Issued.parse(await posted(`${address}/api/v1/auth/token`, key, { scopes: wanted })).token;
    },
  };
}

/** Every name leads to the origin, which has a certificate for it. */
function leadingTo({ port, certificates }: Api): Forwarder {
  const loopback = [{ address: '127.0.0.1', family: 4 as const }];
  const forwarder = new HttpForwarder({ certificates, lookup: async () => loopback, mayConnect: () => true });
  return {
    forward: (outgoing, signal) => forwarder.forward({ ...outgoing, host: `${outgoing.host}:${port}` }, signal),
    close: () => forwarder.close(),
  };
}

async function setUp({ broker, addSecret }: TestBroker, provider: Provider, values: SetUp['fields']): Promise<void> {
  const fields = Object.entries(values).map(([name, value]) => {
    return { name, sensitive: name !== 'user', inject: 'environment', env: null, content: { kind: 'value', value } };
  });
  const allowedHosts = [new URL(provider.baseUrl).hostname];
  addSecret(provider.secret, '', { fields, tier: 'placeholder', authPattern: null, allowedHosts });
  await broker.desks.providers.save(null, provider, null, never);
}

async function addressOf({ broker }: TestBroker): Promise<string> {
  const { gateway } = broker.desks;
  for (let { address } = gateway.state; ; { address } = gateway.state) {
    if (address !== null) return address;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function posted(url: string, bearer: string | null, body: unknown): Promise<unknown> {
  const headers = { 'content-type': 'application/json', ...(bearer !== null && { authorization: `Bearer ${bearer}` }) };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}
