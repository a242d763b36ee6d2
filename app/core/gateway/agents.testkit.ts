// For tests only: agents in a real vault, with a clock that the test moves, an audit log that can be shut, and two providers.
import { freshVaultPath, passphrase, type TestVault, vaultAt } from '../../adapters/vault.testkit.ts';
import type { AuditEvent } from '../../contract/audit.ts';
import { BrokerError } from '../../contract/fault.ts';
import { type AgentLimits, gatewayLimits } from '../../contract/gateway.ts';
import { Provider, type ProviderId, Scope } from '../../contract/provider.ts';
import type { ClientId } from '../../contract/vocabulary.ts';
import { SystemRandomness } from '../crypto/randomness.ts';
import { AdminTokens } from './admin-tokens.ts';
import { Agents } from './agents.ts';
import { Tokens } from './tokens.ts';

export const scopes = (...names: string[]): Scope[] => names.map((name) => Scope.parse(name));

export function limitsOf(...names: string[]): AgentLimits {
  return {
    scopes: scopes(...names),
    callsPerMinute: gatewayLimits.defaultCallsPerMinute,
    burst: gatewayLimits.defaultBurst,
  };
}

export class ShutLog {
  readonly events: AuditEvent[] = [];
  readonly logged: string[] = [];
  isShut = false;
  /** Looked at when an event comes, to see what had happened by then. */
  before: (event: AuditEvent) => void = () => {};

  record(event: AuditEvent): void {
    this.recordAll([event]);
  }

  recordAll(events: readonly AuditEvent[]): void {
    for (const event of events) this.before(event);
    if (this.isShut) throw new BrokerError('audit_unwritable');
    this.events.push(...events);
  }

  kinds(): string[] {
    return this.events.map(({ kind }) => kind);
  }

  write(_level: string, event: string): void {
    this.logged.push(event);
  }
}

export interface AgentHouse extends TestVault {
  readonly path: string;
  readonly audit: ShutLog;
  readonly randomness: SystemRandomness;
  readonly agents: Agents;
  readonly tokens: Tokens;
  readonly admin: AdminTokens;
  readonly providers: { list(): readonly Provider[]; find(id: ProviderId): Provider | null };
  /** An agent that may do these things, and its key. */
  letIn(...names: string[]): { readonly id: ClientId; readonly key: string };
}

export async function openAgents(test: { after(work: () => void): void }): Promise<AgentHouse> {
  const path = freshVaultPath(test);
  const house = vaultAt(path);
  test.after(() => house.database.close());
  await house.vault.create(passphrase(), { keychain: false });
  const { clock, vault } = house;
  const randomness = new SystemRandomness();
  const audit = new ShutLog();
  const agents = new Agents({ records: vault, clock, randomness });
  agents.load();
  const tokens = new Tokens({ agents, audit, clock, randomness, log: audit });
  const admin = new AdminTokens({ audit, clock, randomness, log: audit });
  const all = [provider('github', 'GitHub', ['read', 'write']), provider('openai', 'OpenAI', ['chat'])];
  const providers = { list: () => all, find: (id: ProviderId) => all.find((each) => each.id === id) ?? null };
  const letIn: AgentHouse['letIn'] = (...names) => {
    const { record, key } = agents.add({ name: 'Nightly', purpose: 'Reads issues' }, limitsOf(...names));
    return { id: record.id, key };
  };
  return { ...house, path, audit, randomness, agents, tokens, admin, providers, letIn };
}

function provider(id: string, name: string, permissions: readonly string[]): Provider {
  const rules = [{ methods: ['GET'], path: '/**' }];
  return Provider.parse({
    ...{
      id,
      name,
      baseUrl: `https://api.${id}.test`,
      auth: { kind: 'bearer' },
      deletes: [],
      discloses: [],
      headers: [],
    },
    permissions: permissions.map((each) => ({ name: each, says: `Does ${each}`, rules })),
    ...{ secret: `${id}/token`, privateAddress: false, wellKnown: false },
  });
}
