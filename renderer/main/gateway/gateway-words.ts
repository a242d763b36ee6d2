// The gateway's agents, tokens and providers in plain words. Pure: the present moment is handed in.
import type { AgentPause, AgentView, GatewayView, ProviderSummary, TokenView } from '../../../app/contract/gateway.ts';
import { gatewayLimits } from '../../../app/contract/gateway.ts';
import type { Scope } from '../../../app/contract/provider.ts';
import { ago, clockTime, counted } from '../times.ts';

export interface ScopeLine {
  readonly scope: Scope;
  readonly says: string;
}

/** Each scope as `OpenAI: chat with models`, or that it leads nowhere now. */
export function scopeLines(scopes: readonly Scope[], providers: readonly ProviderSummary[]): readonly ScopeLine[] {
  return scopes.map((scope) => ({ scope, says: scopeSays(scope, providers) }));
}

function scopeSays(scope: Scope, providers: readonly ProviderSummary[]): string {
  const [id, permission] = scope.split(':');
  const provider = providers.find((each) => each.id === id && each.secret !== null);
  if (provider === undefined) return 'not set up any more';
  if (permission === '*') return `${provider.name}: everything it is set up for`;
  const says = provider.permissions.find(({ name }) => name === permission)?.says;
  return says === undefined ? `${provider.name}: not offered any more` : `${provider.name}: ${lowered(says)}`;
}

/** What agents may be given there: `Chat with models · Make embeddings · Make images · 3 more`. */
export function permissionWords({ permissions }: Pick<ProviderSummary, 'permissions'>): string {
  const most = 3;
  const rest = permissions.length - most;
  const shown = permissions.slice(0, rest > 1 ? most : undefined).map(({ says }) => says);
  return [...shown, ...(rest > 1 ? [`${rest} more`] : [])].join(' · ');
}

/** `issued at 14:06, ends in 42 minutes, used 3 times` */
export function tokenWords({ issuedAt, expiresAt, used, usesLeft, lastUsedAt }: TokenView, now: number): string {
  const uses = used === 0 ? 'not used yet' : `used ${timesWords(used)}${lastWords(lastUsedAt, now)}`;
  const left = usesLeft === null ? '' : `, ${counted(usesLeft, 'use')} left`;
  return `issued ${moment(issuedAt, now)}, ${endsWords(expiresAt, now)}, ${uses}${left}`;
}

/** `ends in 42 minutes` */
export function endsWords(at: number, now: number): string {
  const ms = at - now;
  if (ms < 60_000) return 'ends within a minute';
  return ms < 90 * 60_000 ? `ends in ${counted(Math.round(ms / 60_000), 'minute')}` : `ends at ${clockTime(at)}`;
}

/** Where it is not as every agent begins; null: it is. */
export function paceWords({ callsPerMinute, burst }: AgentView['limits']): string | null {
  const { defaultCallsPerMinute, defaultBurst } = gatewayLimits;
  if (callsPerMinute === defaultCallsPerMinute && burst === defaultBurst) return null;
  return `${counted(callsPerMinute, 'request')} a minute, ${burst} at once`;
}

/** Of a provider that is searched for: each word stands in its name, its host or what it offers. */
export function matchesProvider({ id, name, host, permissions }: ProviderSummary, query: string): boolean {
  const text = [id, name, host, ...permissions.map(({ says }) => says)].join(' ').toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

export function liveTokens({ agents }: Pick<GatewayView, 'agents'>): number {
  return agents.reduce((sum, { tokens }) => sum + tokens.length, 0);
}

export const pausedWords: Readonly<Record<AgentPause, string>> = {
  person: 'You paused it.',
  not_mine: 'You did not ask for what it asked, so it was paused.',
  blocked: 'Postern paused it: its requests held secrets again and again. Find out why before you let it go on.',
};

function lastWords(at: number | null, now: number): string {
  return at === null ? '' : `, last ${moment(at, now)}`;
}

function timesWords(times: number): string {
  return times === 1 ? 'once' : times === 2 ? 'twice' : counted(times, 'time');
}

function moment(at: number, now: number): string {
  const short = ago(at, now);
  return short === clockTime(at) ? `at ${short}` : short;
}

/** In the middle of a sentence; a word of capitals stays, such as `API`. */
function lowered(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
