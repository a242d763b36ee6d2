// How agents, their tokens and the admin token follow the vault through unlock and lock. SECURITY P4: at a lock every token is over
// and nobody is known.
import type { SessionPart } from '../session/session.ts';
import type { AdminTokens } from './admin-tokens.ts';
import type { Agents } from './agents.ts';
import type { Tokens } from './tokens.ts';

export function createAgentsPart(parts: {
  readonly agents: Pick<Agents, 'load' | 'forget'>;
  readonly tokens: Pick<Tokens, 'revokeAll'>;
  readonly admin: Pick<AdminTokens, 'end'>;
}): SessionPart {
  const { agents, tokens, admin } = parts;
  return {
    unlocked: () => agents.load(),
    locked: () => {
      tokens.revokeAll('lock');
      admin.end();
      agents.forget();
    },
  };
}
