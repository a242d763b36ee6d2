// The scopes that an agent asks for, by provider, and which of them are ticked at first. Pure.
import type { ScopeWords } from '../../../app/contract/gateway.ts';
import type { Scope } from '../../../app/contract/provider.ts';

export interface AskedScope {
  readonly scope: Scope;
  readonly says: string;
  /** false: it cannot be given. */
  readonly known: boolean;
  /** Everything that its provider is set up for. */
  readonly isAll: boolean;
}

export interface ScopeGroup {
  /** The provider's name; its id where none is set up. */
  readonly name: string;
  readonly scopes: readonly AskedScope[];
}

/** In the order in which the providers were first named. */
export function scopeGroups(scopes: readonly ScopeWords[]): readonly ScopeGroup[] {
  const groups = Map.groupBy(scopes, ({ scope }) => providerOf(scope));
  return [...groups].map(([id, asked]) => {
    const name = asked.find(({ known }) => known)?.says.split(': ')[0] ?? id;
    return { name, scopes: asked.map((each) => askedScope(each, name)) };
  });
}

/** SECURITY P9: what it named one by one; everything of a provider takes a tick of the person's own. */
export function firstTicked(scopes: readonly ScopeWords[]): readonly Scope[] {
  return scopes.flatMap(({ scope, known }) => (known && !isAll(scope) ? [scope] : []));
}

function askedScope({ scope, says, known }: ScopeWords, name: string): AskedScope {
  return { scope, says: known ? capital(says.slice(name.length + 2)) : says, known, isAll: isAll(scope) };
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function providerOf(scope: Scope): string {
  return scope.slice(0, scope.indexOf(':'));
}

function isAll(scope: Scope): boolean {
  return scope.endsWith(':*');
}
