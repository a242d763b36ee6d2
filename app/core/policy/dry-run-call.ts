// What the policy would say to a call of an API, without asking, sending or recording anything: read, frozen and judged by what
// reads, freezes and judges real ones. No value is opened, and no reference is looked up.
import { CallRequest } from '../../contract/call.ts';
import { BrokerError, type FaultCode, faultCodeOf, faultMessages } from '../../contract/fault.ts';
import { AgentId } from '../../contract/gateway.ts';
import type { DryRunQuery, DryRunResult, Reasoning } from '../../contract/policy.ts';
import type { Provider } from '../../contract/provider.ts';
import type { ClientId } from '../../contract/vocabulary.ts';
import { requireApart, withoutPlaces } from '../calls/auth-places.ts';
import type { CallAsker, CallHouse, CallWish } from '../calls/call-house.ts';
import { readPath } from '../calls/call-path.ts';
import { type CallUrl, readBase, readUrl } from '../calls/call-url.ts';
import { freezeCall } from '../calls/freeze-call.ts';
import { wishOf } from '../calls/wish-of-request.ts';
import { requireTool } from '../clients/client-limits.ts';
import type { VisibleHouse } from '../clients/visible-secrets.ts';
import type { AgentRecord } from '../gateway/agent-record.ts';
import { secretOf } from '../gateway/provider-secret.ts';
import { coveringScope, scopeWords } from '../gateway/scopes.ts';
import type { Clock } from '../ports/clock.ts';
import { namesOf } from '../runs/named-refusal.ts';
import type { CompiledPolicy } from './compiled-policy.ts';
import { anyClient, knownCaller } from './dry-run-command.ts';
import { evaluateCall } from './evaluate-call.ts';
import type { JudgedBeside } from './facts.ts';
import { reasoningWords } from './reasoning-words.ts';

export interface CallDryRunParts extends VisibleHouse, Pick<JudgedBeside, 'tagsOf'> {
  readonly policy: CompiledPolicy;
  readonly agents: { list(): readonly AgentRecord[] };
  readonly providers: { list(): readonly Provider[] };
  readonly clock: Clock;
}

type CallQuery = Extract<DryRunQuery, { kind: 'call' }>;

/** As without a body. An agent of the gateway counts as having a token for all that it may do. Never rejects for a coded fault. */
export async function dryRunCall(parts: CallDryRunParts, query: CallQuery): Promise<DryRunResult> {
  const { policy, tagsOf, clock } = parts;
  const id = query.client ?? anyClient;
  const isAgent = AgentId.safeParse(id).success;
  try {
    const given = isAgent ? wishOfAgent(parts, id, query) : wishOfClient(parts, id, query);
    const auths = given.secrets.map(({ auth }) => auth);
    requireApart(auths);
    const wish = { ...given, ...withoutPlaces(auths, given) };
    const call = await freezeCall({ ...still, clock }, askerOf(id, isAgent), wish, { kind: 'none' });
    const nothing = { covering: () => null };
    const beside = { policy, tagsOf, now: clock.now(), grants: nothing, denials: nothing };
    const { decision, reasoning } = evaluateCall(call, beside);
    const { method, host, path, risk } = call;
    return {
      ...{ kind: 'call', decision, reasoning, risk },
      says: saysOf(reasoning, wish),
      sees: `${method} https://${host}${path}${call.query === '' ? '' : `?${call.query}`}`,
      secrets: call.secrets.map(({ name, place }) => ({ name, place })),
    };
  } catch (thrown) {
    const code = faultCodeOf(thrown);
    if (code === 'internal') throw thrown;
    return { kind: 'refused', code, says: refusals[code] ?? faultMessages[code], about: namesOf(thrown).about ?? [] };
  }
}

/** @throws BrokerError bad_request, tool_forbidden, and as `wishOf` */
function wishOfClient(parts: CallDryRunParts, id: ClientId, { method, url, secrets }: CallQuery): CallWish {
  requireTool(parts.clients.limitsOf(id), 'http_request');
  if (readUrl(url) === null) throw new BrokerError('url_invalid');
  const request = CallRequest.safeParse({ method, url, secrets });
  if (!request.success) throw new BrokerError('bad_request');
  return wishOf(parts, id, request.data);
}

/** @throws BrokerError agent_unknown, url_invalid, provider_unknown, scope_missing, and as `secretOf` */
function wishOfAgent({ agents, providers, secrets }: CallDryRunParts, id: ClientId, query: CallQuery): CallWish {
  const agent = agents.list().find((each) => each.id === id);
  if (agent === undefined) throw new BrokerError('agent_unknown');
  const address = readUrl(query.url);
  if (address === null) throw new BrokerError('url_invalid');
  const there = providers.list().flatMap((provider) => {
    const steps = stepsBelow(provider, address);
    return steps === null
      ? []
      : [{ provider, scope: coveringScope(agent.limits.scopes, provider, query.method, steps) }];
  });
  const { provider, scope } = there.find((each) => each.scope !== null) ?? there[0] ?? nowhere;
  if (provider === null) throw new BrokerError('provider_unknown');
  if (scope === null) throw new BrokerError('scope_missing');
  return {
    ...{ method: query.method, ...address, headers: [], body: null },
    secrets: [{ secret: secretOf(provider, secrets), auth: provider.auth }],
    ...{ provider, scope, privateAddress: provider.privateAddress, timeoutMs: 1, reason: null },
  };
}

const nowhere = { provider: null, scope: null } as const;

/** null: the address lies elsewhere. */
function stepsBelow({ baseUrl }: Provider, { host, path }: CallUrl): readonly string[] | null {
  const base = readBase(baseUrl);
  if (base === null || base.host !== host || !`${path}/`.startsWith(`${base.path}/`)) return null;
  const rest = path.slice(base.path.length);
  return rest === '' ? [] : readPath(rest);
}

function askerOf(id: ClientId, isAgent: boolean): CallAsker {
  const caller = isAgent ? [] : knownCaller;
  return { client: { id, name: id }, purpose: null, caller, session: null, requireStanding: () => {} };
}

/** Draws nothing, looks nothing up and fetches nothing. */
const still: Pick<CallHouse, 'randomness' | 'references'> = {
  randomness: { bytes: (length) => Buffer.alloc(length) },
  references: {
    freeze: async (text) => ({ text, program: null, sha256: null }),
    resolve: () => Promise.reject(new BrokerError('internal')),
  },
};

/** For the person, where what the agent would be told says less, or tells of the person. */
const refusals: Partial<Record<FaultCode, string>> = {
  host_not_allowed: 'The secret may not be sent to this host. You set the allowed hosts in the secret.',
  hosts_missing: 'The secret names no allowed hosts, so it is sent nowhere. You set them in the secret.',
  auth_pattern_missing: 'The secret does not say how it authenticates over HTTP. You set that in the secret.',
  tool_forbidden: 'You do not let this agent make web requests.',
  bad_request: 'A web request names at least one secret, and at most four.',
  provider_unknown:
    'No provider that you set up lies at this address, and an agent of the gateway reaches nothing else.',
  scope_missing: 'No permission that you gave this agent covers the request.',
};

function saysOf(reasoning: Reasoning, { scope, provider }: CallWish): string {
  if (reasoning.by === 'disclosure') return 'The answer would show a credential, so Postern asks each time.';
  if (scope === null || (reasoning.by !== 'scope' && reasoning.by !== 'default')) return reasoningWords(reasoning);
  const { says } = scopeWords(scope, provider);
  return reasoning.by === 'scope'
    ? `You gave this agent the permission for it. ${says}.`
    : `No rule is about this. The agent has the permission (${says}), but none allows what deletes something or what Postern cannot tell, so the default of the policy decides.`;
}
