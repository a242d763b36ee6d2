// Who calls, by what they brought. SECURITY P8: a token or key that is not known is nobody, and while locked nobody is.
import { BrokerError, type FaultCode } from '../contract/fault.ts';
import type { Endpoint } from '../contract/gateway-api.ts';
import type { ClientId } from '../contract/vocabulary.ts';
import type { LiveAdminToken } from '../core/gateway/admin-tokens.ts';
import type { LiveToken } from '../core/gateway/live-token.ts';
import type { GatewayParts } from './gateway-parts.ts';
import type { GivenToken } from './given-token.ts';

export type Caller =
  | { readonly kind: 'anyone' }
  | { readonly kind: 'agent_key'; readonly agent: ClientId }
  | { readonly kind: 'token'; readonly token: LiveToken }
  | { readonly kind: 'admin'; readonly token: LiveAdminToken };

/**
 * Counts no use.
 * @throws BrokerError locked, no_vault, token_missing, token_unknown, agent_key_unknown, agent_paused, admin_needed
 */
export function callerOf(parts: GatewayParts, { who }: Pick<Endpoint, 'who'>, given: GivenToken | null): Caller {
  if (who.length === 0) return { kind: 'anyone' };
  requireOpen(parts);
  if (given === null) throw new BrokerError('token_missing');
  if (!who.includes(given.kind)) throw new BrokerError(otherWanted(who));
  const { admin, agents, tokens } = parts;
  switch (given.kind) {
    case 'admin': {
      const token = admin.find(given.text);
      if (token === null) throw new BrokerError('token_unknown');
      return { kind: 'admin', token };
    }
    case 'agent_key': {
      const agent = agents.byKey(given.text);
      if (agent === null) throw new BrokerError('agent_key_unknown');
      return { kind: 'agent_key', agent: agent.id };
    }
    case 'token': {
      const token = tokens.find(given.text);
      if (token === null) throw new BrokerError('token_unknown');
      token.requireStanding();
      return { kind: 'token', token };
    }
  }
}

/** SECURITY P4. @throws BrokerError locked, no_vault */
export function requireOpen({ vault }: Pick<GatewayParts, 'vault'>): void {
  const state = vault();
  if (state !== 'unlocked') throw new BrokerError(state === 'empty' ? 'no_vault' : 'locked');
}

function otherWanted(who: Endpoint['who']): FaultCode {
  if (who.includes('token')) return 'token_unknown';
  return who.includes('agent_key') ? 'agent_key_unknown' : 'admin_needed';
}
