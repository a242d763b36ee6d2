// What a client may use, in plain words: for its row, its own window and the activity. Pure.
import { type ClientLimits, defaultClientLimits, type LimitedTool, limitedTools } from './client.ts';
import type { Tier } from './vocabulary.ts';

/** What each tool is for the person. */
export const toolWords: Readonly<Record<LimitedTool, string>> = {
  list_secrets: 'See which secrets there are, by name',
  secret_exists: 'Ask whether a secret is there',
  secret_get_masked: 'Read about a secret, never its value',
  run_with_secrets: 'Run commands with secrets',
  http_request: 'Make web requests with secrets',
  request_secret: 'Ask you for a secret, or for a new value',
  scan_text: 'Have a text searched for secrets',
  set_ttl: 'Ask you to stay unlocked for longer',
  export_audit: 'Ask you for the audit log',
};

/** A tier in a list of tiers. */
const tierPlurals: Readonly<Record<Tier, string>> = {
  run: 'for commands',
  guarded: 'guarded',
  placeholder: 'for web requests',
  never: 'that stay here',
};

type Limits = Pick<ClientLimits, 'secrets' | 'tiers' | 'tools' | 'callsPerMinute' | 'burst'>;

/** Each thing in which they are not the default; empty: they are the default. */
export function limitParts(limits: Limits): readonly string[] {
  const { secrets, tiers, tools, callsPerMinute, burst } = limits;
  const usual = defaultClientLimits;
  const some = tools?.filter((tool) => limitedTools.some((known) => known === tool)).length ?? 0;
  return [
    secrets.includes('**') ? '' : secrets.length === 0 ? 'no secrets' : `only ${listed(secrets)}`,
    usual.tiers.every((tier) => tiers.includes(tier)) ? '' : tiersPart(tiers),
    tools === null ? '' : `${some} of ${limitedTools.length} tools`,
    callsPerMinute === usual.callsPerMinute && burst === usual.burst
      ? ''
      : `${callsPerMinute === 1 ? '1 call' : `${callsPerMinute} calls`} a minute, ${burst} at once`,
  ].filter((part) => part !== '');
}

function tiersPart(tiers: readonly Tier[]): string {
  return tiers.length === 0
    ? 'secrets of no kind'
    : `only secrets ${tiers.map((tier) => tierPlurals[tier]).join(' or ')}`;
}

/** The first few of them. */
function listed(globs: readonly string[]): string {
  const most = 3;
  const rest = globs.length - most;
  return rest > 0 ? `${globs.slice(0, most).join(', ')} and ${rest} more` : globs.join(', ');
}
