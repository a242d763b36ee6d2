// What the gateway is handed, once, by compose.
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { AuditEntry, AuditEvent } from '../contract/audit.ts';
import type { AuditClient } from '../contract/audit-shapes.ts';
import type { AgentView } from '../contract/gateway.ts';
import type { Provider, ProviderId } from '../contract/provider.ts';
import type { TextFinding } from '../contract/scan.ts';
import type { OwnSecretView } from '../contract/secret.ts';
import type { ClientId, RecordId, VaultState } from '../contract/vocabulary.ts';
import type { CallAsker, CallOutcome, CallSink, CallWish } from '../core/calls/call-house.ts';
import type { CallHandle } from '../core/calls/judge-call.ts';
import type { AdminTokens } from '../core/gateway/admin-tokens.ts';
import type { Agents } from '../core/gateway/agents.ts';
import type { Registration } from '../core/gateway/registration.ts';
import type { Tokens } from '../core/gateway/tokens.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Log } from '../core/ports/log.ts';
import type { Pause } from '../core/ports/pause.ts';
import type { Randomness } from '../core/ports/randomness.ts';

export interface GatewayParts {
  readonly place: GatewayPlace;
  readonly version: string;
  readonly vault: () => VaultState;
  readonly agents: Pick<Agents, 'byKey' | 'find'>;
  readonly tokens: Pick<Tokens, 'issue' | 'take' | 'find' | 'list' | 'revoke'>;
  readonly registration: Pick<Registration, 'ask'>;
  readonly admin: Pick<AdminTokens, 'find'>;
  readonly desk: AgentDesk;
  readonly providers: { list(): readonly Provider[]; find(id: ProviderId): Provider | null };
  readonly secrets: { list(): readonly OwnSecretView[]; named(name: string): OwnSecretView | null };
  /** `callWithSecrets` of the house. */
  readonly call: (asker: CallAsker, wish: CallWish, handle: CallHandle, sink: CallSink) => Promise<CallOutcome>;
  /** `TextScan.scan`, for the secrets that the agent's scopes reach. */
  readonly scan: (client: AuditClient, text: string, signal: AbortSignal) => Promise<readonly TextFinding[]>;
  readonly audit: GatewayAudit;
  /** Shows the person a window; what they do there is theirs. `id` null: a new secret. */
  readonly openWindow: (window: AskedWindow) => void;
  /** SECURITY P1: a text with a marker for each value of the vault. */
  readonly redact: (text: string) => Promise<string>;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly pause: Pause;
  readonly log: Log;
}

/** What an admin may have done about agents: as the person does it, with its end of tokens and its record. */
export interface AgentDesk {
  view(): { readonly agents: readonly AgentView[] };
  /** @throws BrokerError agent_unknown */
  pauseAgent(id: ClientId): void;
  /** @throws BrokerError agent_unknown */
  removeAgent(id: ClientId): void;
}

export type AskedWindow =
  | { readonly kind: 'secret'; readonly id: RecordId | null }
  | { readonly kind: 'agent'; readonly id: ClientId };

export interface GatewayPlace {
  /** `gateway.json` in the profile. */
  readonly addressFile: string;
  /** Of the door `socket`: its folder belongs to it alone, beside nothing that others write. */
  readonly socketPath: string;
  /** This process's account; null on Windows. */
  readonly uid: number | null;
  /** Makes the server listen on the path, alone, as `claimEndpoint` does. */
  readonly claim: (server: Server, path: string, uid: number | null) => Promise<void>;
  /** Whom the kernel names at the other end of a Unix socket; null: it does not say. */
  readonly peerOf: (socket: Socket) => { readonly uid: number } | null;
  readonly times: GatewayTimes;
}

/** In ms. */
export interface GatewayTimes {
  /** A request has its headers complete within this … */
  readonly headersMs: number;
  /** … and its body within this. */
  readonly requestMs: number;
  /** A silent connection is kept so long for the next request. */
  readonly keepAliveMs: number;
  /** How often the first two are looked at. */
  readonly checkMs: number;
}

export const gatewayTimes: GatewayTimes = {
  headersMs: 10_000,
  requestMs: 10 * 60_000,
  keepAliveMs: 60_000,
  checkMs: 5_000,
};

export interface GatewayAudit {
  /** SECURITY P3: on disk when it returns. @throws BrokerError as `AuditLog.record` */
  record(event: AuditEvent): void;
  /** As `GroupedRecord.note`. */
  note(event: AuditEvent): void;
  /** As `AuditLog.entries`. @throws BrokerError locked */
  entries(before: number | null, limit: number): readonly AuditEntry[];
}
