// Tells sessions of the same agent apart without telling which they are. The id itself never leaves this file.
import { Sha256 } from '../app/contract/vocabulary.ts';

// Not with the shim's start: it takes megabytes.
const { createHash } = await import('node:crypto');

/** Set by Claude Code, Codex and Gemini CLI in that order; where agents are nested, the first one that is set counts. */
const sessionVariables = ['CLAUDE_CODE_SESSION_ID', 'CODEX_THREAD_ID', 'GEMINI_SESSION_ID'] as const;

/** SHA-256 of the agent's session id; null when the agent tells none. No other variable of `env` is looked at. */
export function sessionHash(env: Readonly<Record<string, string | undefined>>): Sha256 | null {
  for (const name of sessionVariables) {
    const id = env[name];
    if (id) return Sha256.parse(createHash('sha256').update('postern session\0').update(id).digest('hex'));
  }
  return null;
}
