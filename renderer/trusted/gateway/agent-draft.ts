// What an agent of the gateway may do, as it is being edited: ticks and counts, and what they come to. Pure.
import { AgentLimits } from '../../../app/contract/gateway.ts';
import type { Scope } from '../../../app/contract/provider.ts';
import { countIn } from '../count-text.ts';

export interface AgentDraft {
  readonly scopes: readonly Scope[];
  readonly callsPerMinute: string;
  readonly burst: string;
}

export const mostCalls = 60_000;
export const mostBurst = 10_000;

export function draftOf({ scopes, callsPerMinute, burst }: AgentLimits): AgentDraft {
  return { scopes, callsPerMinute: String(callsPerMinute), burst: String(burst) };
}

/** null: something in it is no limit. */
export function limitsOf({ scopes, callsPerMinute, burst }: AgentDraft): AgentLimits | null {
  const read = AgentLimits.safeParse({ scopes, callsPerMinute: countIn(callsPerMinute), burst: countIn(burst) });
  return read.data ?? null;
}

/** Everything of its provider is given, so there is nothing to choose. */
export function isCovered(scope: Scope, given: readonly Scope[]): boolean {
  return !isAll(scope) && given.some((each) => each === allOf(scope));
}

/** What everything of the provider covers is not given twice. */
export function withScope(scopes: readonly Scope[], scope: Scope, on: boolean): readonly Scope[] {
  const others = scopes.filter((each) => each !== scope && !(on && isAll(scope) && allOf(each) === scope));
  return on ? [...others, scope] : others;
}

function providerOf(scope: Scope): string {
  return scope.slice(0, scope.indexOf(':'));
}

function allOf(scope: Scope): string {
  return `${providerOf(scope)}:*`;
}

function isAll(scope: Scope): boolean {
  return scope.endsWith(':*');
}
