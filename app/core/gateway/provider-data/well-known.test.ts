// Each rule of each well-known provider, by requests that are written down in vectors/requests.txt and not made from the rules.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { CallMethod, type CallRule, ProviderKind } from '../../../contract/provider.ts';
import { isSoundAuth } from '../../calls/auth-places.ts';
import { isForbidden } from '../../calls/call-headers.ts';
import { readPath } from '../../calls/call-path.ts';
import { discloses, fitsAny, fitsRule, isPathPattern, removes } from '../../calls/call-rule.ts';
import { readBase } from '../../calls/call-url.ts';
import { wellKnownProviders } from './well-known.ts';

interface Request {
  readonly method: CallMethod;
  readonly steps: readonly string[];
}

/** One for each method: those that are let through, and near misses. */
interface Line {
  readonly provider: string;
  /** Of a permission, or `deletes` or `discloses`. */
  readonly group: string;
  readonly text: string;
  readonly through: readonly Request[];
  readonly misses: readonly Request[];
}

const lines = readLines(readFileSync(new URL('vectors/requests.txt', import.meta.url), 'utf8'));

function readLines(text: string): readonly Line[] {
  let provider = '';
  const all: Line[] = [];
  for (const line of text.split('\n').slice(1)) {
    if (line.startsWith('# ')) provider = line.slice(2);
    else if (line !== '') {
      const [first = '', ...misses] = line.split(' ! ');
      const [group = '', ...through] = first.split(' ');
      all.push({ provider, group, text: line, through: requests(through.join(' ')), misses: misses.flatMap(requests) });
    }
  }
  return all;
}

function requests(text: string): readonly Request[] {
  const [methods = '', path = ''] = text.split(' ');
  const steps = readPath(path) ?? assert.fail(text);
  return methods.split('|').map((method) => ({ method: CallMethod.parse(method), steps }));
}

function groupsOf(provider: ProviderKind): ReadonlyMap<string, readonly CallRule[]> {
  const permissions = provider.permissions.map(({ name, rules }) => [name, rules] as const);
  return new Map([...permissions, ['deletes', provider.deletes], ['discloses', provider.discloses]]);
}

/** It differs by its method, or in one step, or by one step more or less. */
function isNear(miss: Request, { method, steps }: Request): boolean {
  const differing = steps.filter((step, at) => miss.steps[at] !== step).length;
  const isSamePath = differing === 0 && miss.steps.length === steps.length;
  const isOneMore = differing === 0 && miss.steps.length === steps.length + 1;
  const isNearPath =
    isOneMore || (miss.steps.length <= steps.length && differing <= 2 && steps.length - miss.steps.length < 2);
  return isSamePath ? miss.method !== method : isNearPath;
}

test('there are at least 24 of them, each whole and sound, with a name of its own', () => {
  assert.ok(wellKnownProviders.length >= 24);
  assert.equal(new Set(wellKnownProviders.map(({ id }) => id)).size, wellKnownProviders.length);
  assert.equal(new Set(wellKnownProviders.map(({ name }) => name)).size, wellKnownProviders.length);
  for (const provider of wellKnownProviders) {
    assert.deepEqual(ProviderKind.parse(provider), provider);
    assert.ok(readBase(provider.baseUrl) !== null && isSoundAuth(provider.auth), provider.id);
    const names = provider.permissions.map(({ name }) => name);
    assert.equal(new Set([...names, 'deletes', 'discloses']).size, names.length + 2, provider.id);
    for (const { path } of [...groupsOf(provider).values()].flat())
      assert.ok(isPathPattern(path), `${provider.id} ${path}`);
    for (const name of provider.headers) assert.ok(name === name.toLowerCase() && !isForbidden(name), name);
  }
});

test('each rule lets a request through that is written down, and none of its near misses', () => {
  for (const provider of wellKnownProviders) {
    const own = lines.filter((line) => line.provider === provider.id);
    for (const [group, rules] of groupsOf(provider)) {
      const about = own.filter((line) => line.group === group);
      for (const { text, through, misses } of about) {
        for (const { method, steps } of through) assert.ok(fitsAny(rules, method, steps), `${provider.id} ${text}`);
        for (const { method, steps } of misses)
          assert.ok(!fitsAny(rules, method, steps), `${provider.id} misses of ${text}`);
        assert.ok(
          misses.length > 0 && misses.every((miss) => through.some((one) => isNear(miss, one))),
          `near: ${text}`,
        );
      }
      for (const rule of rules) {
        const isShown = rule.methods
          .filter((method) => method !== 'HEAD')
          .every((method) =>
            about.some(({ through }) =>
              through.some((one) => one.method === method && fitsRule(rule, method, one.steps)),
            ),
          );
        assert.ok(
          isShown,
          `no line of requests.txt shows ${provider.id} ${group} ${rule.methods.join('|')} ${rule.path}`,
        );
      }
    }
    assert.deepEqual(
      own.map(({ group }) => group).filter((group) => !groupsOf(provider).has(group)),
      [],
      provider.id,
    );
  }
  assert.deepEqual(
    lines.map(({ provider }) => provider).filter((id) => !wellKnownProviders.some((each) => each.id === id)),
    [],
  );
});

test('what is called reading changes nothing, but for searches whose words stand in a body', () => {
  const searches = new Set([
    ...['notion POST /v1/search', 'notion POST /v1/databases/*/query', 'notion POST /v1/data_sources/*/query'],
    ...[
      'airtable POST /v0/app*/*/listRecords',
      'hubspot POST /crm/v3/objects/*/search',
      'hubspot POST /crm/v3/objects/*/batch/read',
    ],
    ...['datadog POST /api/v2/logs/events/search', 'datadog POST /api/v2/logs/analytics/aggregate'],
  ]);
  // These two take GET and POST for whatever they do, and tell it apart by the name of the method in the path.
  const byName: Readonly<Record<string, RegExp>> = {
    slack: /^\/(?:\w+\.)?(?:list|info|history|replies|members|lookupByEmail|messages|test)$/,
    telegram: /^\/get[A-Z]\w*\*?$/,
  };
  for (const { id, permissions } of wellKnownProviders) {
    for (const { name, rules } of permissions.filter((each) =>
      /^(?:read|models|schema|credits|balance)$/.test(each.name),
    )) {
      for (const { methods, path } of rules) {
        const changing = methods.filter((method) => method !== 'GET' && method !== 'HEAD');
        const known = changing.every((method) => searches.has(`${id} ${method} ${path}`));
        const named = byName[id]?.test(path) === true && changing.join() === 'POST';
        assert.ok(known || named, `${id}:${name} ${methods.join('|')} ${path}`);
      }
    }
  }
});

test('what gives out a credential, or removes something without DELETE, is known wherever a permission covers it (P2)', () => {
  const disclosing: Record<string, readonly string[]> = {
    openai: [
      'POST /v1/organization/admin_api_keys',
      'POST /v1/realtime/client_secrets',
      'POST /v1/organization/projects/p/service_accounts',
    ],
    github: [
      ...[
        'POST /app/installations/7/access_tokens',
        'POST /repos/o/r/actions/runners/registration-token',
        'POST /repos/o/r/keys',
      ],
      ...[
        'POST /orgs/o/actions/runners/generate-jitconfig',
        'GET /repos/o/r/secret-scanning/alerts',
        'GET /Repos/o/r/Secret-Scanning/alerts/1',
      ],
    ],
    gitlab: [
      'GET /api/v4/projects/1/variables',
      'GET /api/v4/projects/1/pipelines/2/variables',
      'POST /api/v4/projects/1/access_tokens',
      'POST /api/v4/user/personal_access_tokens',
    ],
    cloudflare: ['POST /user/tokens', 'PUT /user/tokens/1/value', 'GET /accounts/a/cfd_tunnel/t/token'],
    vercel: ['GET /v9/projects/p/env', 'GET /v1/projects/p/env/1'],
    stripe: ['POST /v1/ephemeral_keys', 'POST /v1/webhook_endpoints'],
    slack: ['POST /oauth.v2.access', 'POST /apps.connections.open', 'GET /rtm.connect'],
    digitalocean: ['GET /v2/kubernetes/clusters/1/kubeconfig', 'GET /v2/databases/1'],
    twilio: ['GET /2010-04-01/Accounts/AC1.json', 'GET /2010-04-01/Accounts.json'],
    discord: ['GET /v10/channels/1/webhooks'],
    datadog: ['POST /api/v2/current_user/application_keys'],
  };
  const removing: Record<string, readonly string[]> = {
    slack: [
      'POST /chat.delete',
      'GET /chat.delete',
      'POST /Chat.Delete',
      'POST /conversations.archive',
      'POST /files.delete',
    ],
    telegram: ['POST /deleteMessages', 'GET /deletemessage'],
    discord: ['POST /v10/channels/1/messages/bulk-delete'],
    hubspot: ['POST /crm/v3/objects/contacts/batch/archive'],
    cloudflare: ['POST /zones/z/dns_records/batch', 'DELETE /zones/z'],
    stripe: ['POST /v1/invoices/in_1/void'],
  };
  const all = (table: Record<string, readonly string[]>) =>
    Object.entries(table).flatMap(([id, texts]) => {
      const provider = wellKnownProviders.find((each) => each.id === id) ?? assert.fail(id);
      return texts.flatMap(requests).map((request) => ({ provider, ...request }));
    });
  for (const { provider, method, steps } of all(disclosing))
    assert.ok(discloses(provider, method, steps), `${method} ${steps.join('/')}`);
  for (const { provider, method, steps } of all(removing))
    assert.ok(removes(provider, method, steps), `${method} ${steps.join('/')}`);
});
