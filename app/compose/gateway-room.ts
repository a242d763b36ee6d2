// The gateway and those it lets in: agents, their tokens, the door, and the desk at which the person sees to them.
import { dirname, join } from 'node:path';
import { eventLoopPause } from '../adapters/event-loop-pause.ts';
import { peerOf } from '../adapters/peer-credentials.ts';
import type { ClientLimits } from '../contract/client.ts';
import { faultCodeOf } from '../contract/fault.ts';
import { posternVersion } from '../contract/version.ts';
import type { ClientId } from '../contract/vocabulary.ts';
import { callWithSecrets } from '../core/calls/call-with-secrets.ts';
import { AdminTokens } from '../core/gateway/admin-tokens.ts';
import { reachOf } from '../core/gateway/agent-reach.ts';
import { Agents } from '../core/gateway/agents.ts';
import { createAgentsPart } from '../core/gateway/agents-part.ts';
import type { ProviderBook } from '../core/gateway/provider-book.ts';
import { Registration } from '../core/gateway/registration.ts';
import { Tokens } from '../core/gateway/tokens.ts';
import { GatewayDesk } from '../core/person/gateway-desk.ts';
import type { ProviderDesk } from '../core/person/provider-desk.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { TextScan } from '../core/scan/text-scan.ts';
import type { SessionPart } from '../core/session/session.ts';
import { type AskedWindow, type GatewayPlace, gatewayTimes } from '../gateway/gateway-parts.ts';
import { Gateway } from '../gateway/server.ts';
import type { ApprovalRoom } from './approval-room.ts';
import type { RunRoom } from './run-room.ts';
import type { VaultRoom } from './vault-room.ts';

/** Known before any session begins. */
export interface AgentRoom {
  readonly agents: Agents;
  readonly tokens: Tokens;
  readonly admin: AdminTokens;
  /** What an agent may know of; null: it is no agent's id. */
  reachOf(id: ClientId, providers: ProviderBook): ClientLimits | null;
  /** How they follow the vault through unlock and lock. */
  readonly part: SessionPart;
}

export function composeAgents({ vault, audit, randomness, log }: VaultRoom, clock: Clock): AgentRoom {
  const agents = new Agents({ records: vault, clock, randomness });
  const tokens = new Tokens({ agents, audit, clock, randomness, log });
  const admin = new AdminTokens({ audit, clock, randomness, log });
  return {
    ...{ agents, tokens, admin, part: createAgentsPart({ agents, tokens, admin }) },
    reachOf: (id, providers) => {
      const agent = agents.find(id);
      return agent === null ? null : reachOf(agent, providers.list());
    },
  };
}

export interface GatewayNeeds {
  readonly profile: string;
  /** The broker's own socket, best first: the gateway's lies in a folder beside it. */
  readonly endpoints: readonly string[];
  readonly claim: GatewayPlace['claim'];
  readonly clock: Clock;
  readonly rights: ApprovalRoom;
  readonly runs: RunRoom;
  readonly room: AgentRoom;
  readonly providers: ProviderBook;
  readonly providerDesk: ProviderDesk;
  readonly textScan: TextScan;
  readonly openWindow: (window: AskedWindow) => void;
  /** Nobody could let an agent in, so the door stays shut. */
  readonly unattended: boolean;
}

export interface GatewayRoom {
  readonly gateway: Gateway;
  readonly desk: GatewayDesk;
}

export function composeGateway(vaultRoom: VaultRoom, needs: GatewayNeeds): GatewayRoom {
  const { vault, secrets, words, audit, randomness, log, settings, check } = vaultRoom;
  const { profile, claim, clock, rights, runs, providers, providerDesk, textScan, openWindow } = needs;
  const { agents, tokens, admin } = needs.room;
  const { approvals, grants } = rights;
  const isUnlocked = () => vault.state === 'unlocked';
  const registration = new Registration({
    ...{ agents, approvals, providers, words, isUnlocked, audit, clock, randomness, log },
  });
  const runFolder = dirname(needs.endpoints[0] ?? profile);
  /** Made after the gateway, which it shows; nothing calls it before. */
  const gateway: Gateway = new Gateway({
    place: {
      addressFile: join(profile, 'gateway.json'),
      socketPath: join(runFolder, 'gateway', 'gateway.sock'),
      uid: process.getuid?.() ?? null,
      ...{ claim, peerOf, times: gatewayTimes },
    },
    version: posternVersion,
    vault: () => vault.state,
    ...{ agents, tokens, registration, admin, providers, secrets, openWindow },
    desk: {
      view: () => desk.view(),
      pauseAgent: (id) => desk.pauseAgent(id),
      removeAgent: (id) => desk.removeAgent(id),
    },
    call: (asker, wish, handle, sink) => callWithSecrets(runs.house.calls, asker, wish, handle, sink),
    scan: (client, text, signal) => textScan.scan(client, text, signal),
    audit: {
      record: (event) => audit.record(event),
      note: (event) => runs.callRecord.note(event),
      entries: (before, limit) => audit.entries(before, limit),
    },
    redact: (text) => words.redact(text),
    ...{ clock, randomness, log, pause: eventLoopPause },
  });
  const desk = new GatewayDesk({
    ...{ agents, tokens, admin, providers, settings, grants, check, isUnlocked, audit, clock, log },
    summaries: () => providerDesk.summaries(),
    door: gateway,
  });
  // Locked, nobody knows what the person set: the door stays as it is, and says that the vault is locked.
  settings.changed.add(() => {
    if (!settings.isKnown || needs.unattended) return;
    const door = settings.current.gateway;
    const turned = door === 'off' ? gateway.close() : gateway.open(door);
    turned.catch((thrown: unknown) => log.write('fault', 'gateway.shut', { code: faultCodeOf(thrown) }));
  });
  return { gateway, desk };
}
