// The windows' channels for the gateway, its providers and its agents. SECURITY P7, P9: the main window only reads and tightens; what
// opens or widens anything is done in a trusted window.
import { z } from 'zod';
import { AdminToken, AgentId, AgentLimits, AgentView, GatewayView, ScopeWords } from './gateway.ts';
import { GatewayText } from './gateway-text.ts';
import { Proof } from './proof.ts';
import { Provider, ProviderId, ProviderKind } from './provider.ts';
import { FieldName } from './secret.ts';
import { EpochMs, SecretName } from './vocabulary.ts';

const nothing = z.undefined();
const silence = z.void();
const agent = z.object({ id: AgentId });

export const gatewayMainChannels = {
  'gateway.view': { params: nothing, result: GatewayView },
  /** Shuts it, and sets it to `off`. */
  'gateway.close': { params: nothing, result: silence },
  /** Puts this text on the clipboard, and no other. */
  'gateway.copy': { params: GatewayText, result: silence },
  'gateway.pauseAgent': { params: agent, result: silence },
  'gateway.resumeAgent': { params: agent, result: silence },
  'gateway.removeAgent': { params: agent, result: silence },
  /** One token; the id is the view's. */
  'gateway.revokeToken': { params: z.object({ id: z.string().regex(/^[0-9a-f]{16}$/) }), result: silence },
  /** `agent` null: those of all agents. */
  'gateway.revokeTokens': { params: z.object({ agent: AgentId.nullable() }), result: silence },
  'gateway.endAdmin': { params: nothing, result: silence },
  'gateway.removeProvider': { params: z.object({ id: ProviderId }), result: silence },
} as const;

/** The trusted windows that the main window may open for it. */
export const gatewayWindows = [
  /** `id`: one that is set up, or a well-known one to be set up; null: the person picks. */
  z.object({ kind: z.literal('provider'), id: ProviderId.nullable() }),
  /** What this agent may do. */
  z.object({ kind: z.literal('agent'), id: AgentId }),
  z.object({ kind: z.literal('admin') }),
] as const;

/** What those are about. */
export const gatewaySubjects = [
  z.object({
    kind: z.literal('provider'),
    /** null: a new one. */
    provider: Provider.nullable(),
    /** Of a new one: the well-known one to begin with; null: the person picks. */
    begin: ProviderId.nullable(),
    /** The well-known ones. */
    kinds: z.array(ProviderKind),
    /** `hosts`: where it may be sent; empty: it says nothing about that. */
    secrets: z.array(z.object({ name: SecretName, fields: z.array(FieldName), hosts: z.array(z.string()) })),
    /** Names of providers that are set up. */
    taken: z.array(ProviderId),
  }),
  /** `agent` null: it was removed. `scopes`: all that can be given. */
  z.object({ kind: z.literal('agent'), agent: AgentView.nullable(), scopes: z.array(ScopeWords) }),
  /** `until`: when the token that there is ends; null: there is none. */
  z.object({ kind: z.literal('admin'), until: EpochMs.nullable() }),
] as const;

export const gatewayTrustedChannels = {
  /** The window's own provider, or a new one. What lets more through needs the proof. */
  'provider.save': { params: z.object({ provider: Provider, proof: Proof.nullable() }), result: silence },
  /** Opens the form of a new secret, beside the one of the provider. */
  'provider.newSecret': { params: nothing, result: silence },
  /** The window's own agent. What lets it do more needs the proof. */
  'agent.save': { params: z.object({ limits: AgentLimits, proof: Proof.nullable() }), result: silence },
  /** Shown once: nothing keeps it but the page, until its window closes. */
  'admin.make': { params: z.object({ proof: Proof }), result: z.object({ token: AdminToken, until: EpochMs }) },
  /** The token that was just made; another text is refused. */
  'admin.copy': { params: z.object({ token: AdminToken }), result: silence },
} as const;
