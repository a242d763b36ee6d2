// The token that came with a request, and the request without it. SECURITY P1: nothing of it goes on to anybody.

import type { CallHeader } from '../contract/call-outcome.ts';
import { BrokerError } from '../contract/fault.ts';
import type { Bearer } from '../contract/gateway-api.ts';
import { tokensIn } from '../core/calls/token-stripping.ts';

export interface GivenToken {
  readonly kind: Bearer;
  readonly text: string;
}

export interface WithoutToken {
  /** null: there was none. */
  readonly given: GivenToken | null;
  /** Without each that held it. */
  readonly headers: readonly CallHeader[];
  /** As it was written, without the parameters that held it. */
  readonly query: string;
}

/**
 * Wherever SDKs put a key: in any header, as the user or the password of Basic, or in the query.
 * @throws BrokerError token_missing: there are several. url_invalid: one stands in the path
 */
export function takeToken(rawHeaders: readonly string[], path: string, query: string): WithoutToken {
  if (tokensIn([path]).length > 0) throw new BrokerError('url_invalid');
  const found = new Set<string>();
  const headers: CallHeader[] = [];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const [name = '', value = ''] = [rawHeaders[at], rawHeaders[at + 1]];
    const held = tokensIn([value, ...basicText(value)]);
    for (const token of held) found.add(token);
    if (held.length === 0) headers.push([name, value]);
  }
  const kept = query === '' ? [] : query.split('&').filter((each) => !holdsToken(each, found));
  // SECURITY P8: two tokens of different agents are a confusion that somebody may have arranged.
  if (found.size > 1) throw new BrokerError('token_missing');
  const [text] = found;
  return { given: text === undefined ? null : { kind: kindOf(text), text }, headers, query: kept.join('&') };
}

function holdsToken(parameter: string, found: Set<string>): boolean {
  const held = tokensIn([parameter, decoded(parameter)]);
  for (const token of held) found.add(token);
  return held.length > 0;
}

function basicText(value: string): string[] {
  const [, text] = /^basic +([A-Za-z0-9+/_=-]+) *$/i.exec(value) ?? [];
  return text === undefined ? [] : [Buffer.from(text, 'base64').toString('latin1')];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

function kindOf(token: string): Bearer {
  if (token.startsWith('postern_key_')) return 'agent_key';
  return token.startsWith('postern_adm_') ? 'admin' : 'token';
}
