// What agents and the person sign in with at the gateway: 256 random bits behind a prefix that says what it is. SECURITY P1: the text
// goes to its owner once; only its SHA-256 is kept.
import { AdminToken, AgentKey, AgentToken } from '../../contract/gateway.ts';
import type { Sha256 } from '../../contract/vocabulary.ts';
import { sha256Hex } from '../crypto/digest.ts';
import type { Randomness } from '../ports/randomness.ts';

/** An agent's token, an agent's key, the admin token. */
export type BearerKind = 'tok' | 'key' | 'adm';

/** A new one: its text, and the hash that it is known by. */
export function newBearer(kind: BearerKind, randomness: Randomness): { readonly text: string; readonly hash: Sha256 } {
  const text = `postern_${kind}_${randomness.bytes(32).toString('base64url')}`;
  return { text, hash: hashOf(kind, text) };
}

/**
 * What it is known by; each kind has hashes of its own. Looked up in a map and compared plainly: whoever could learn from the time how
 * far a hash agrees still knows no text that has it. null: a text of another form.
 */
export function bearerHash(kind: BearerKind, text: string): Sha256 | null {
  return forms[kind].safeParse(text).success ? hashOf(kind, text) : null;
}

function hashOf(kind: BearerKind, text: string): Sha256 {
  return sha256Hex(`postern gateway ${kind} `, text);
}

const forms = { tok: AgentToken, key: AgentKey, adm: AdminToken } as const;
