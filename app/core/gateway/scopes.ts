// What scopes mean: which requests they cover, which lie within others, and how the person reads them.
import type { ScopeWords } from '../../contract/gateway.ts';
import { type CallMethod, type Provider, type ProviderKind, Scope } from '../../contract/provider.ts';
import { fitsAny } from '../calls/call-rule.ts';

type Permissions = Pick<ProviderKind, 'id' | 'name' | 'permissions'>;

/**
 * The scope that covers the request, a single permission before all of them; null: none does. `github:*` covers what some permission
 * of GitHub covers, and no more. `steps`: below the base URL.
 */
export function coveringScope(
  scopes: readonly Scope[],
  provider: Pick<Provider, 'id' | 'permissions'>,
  method: CallMethod,
  steps: readonly string[],
): Scope | null {
  const fitting = provider.permissions.filter(({ rules }) => fitsAny(rules, method, steps));
  const single = fitting.map(({ name }) => scopeOf(provider, name)).find((scope) => scopes.includes(scope));
  const all = scopeOf(provider, '*');
  return single ?? (fitting.length > 0 && scopes.includes(all) ? all : null);
}

/** Whether approving those means that this one is approved. */
export function isWithin(scope: Scope, approved: readonly Scope[]): boolean {
  const [provider] = scope.split(':');
  return approved.some((each) => each === scope || each === `${provider}:*`);
}

/** `provider`: the one that the scope names; null: it is not set up. */
export function scopeWords(scope: Scope, provider: Permissions | null): ScopeWords {
  const [id, name] = scope.split(':');
  const unknown = { scope, says: scope, known: false };
  if (provider === null || provider.id !== id) return unknown;
  if (name === '*') return { scope, says: `${provider.name}: everything it is set up for`, known: true };
  const permission = provider.permissions.find((each) => each.name === name);
  return permission === undefined
    ? unknown
    : { scope, says: `${provider.name}: ${inSentence(permission.says)}`, known: true };
}

/** All that can be asked for now, of each provider everything last. */
export function knownScopes(providers: readonly Permissions[]): readonly ScopeWords[] {
  return providers.flatMap((provider) => {
    const names = [...provider.permissions.map(({ name }) => name), '*'];
    return names.map((name) => scopeWords(scopeOf(provider, name), provider));
  });
}

function scopeOf({ id }: Pick<Provider, 'id'>, permission: string): Scope {
  return Scope.parse(`${id}:${permission}`);
}

/** A first capital goes, but not that of a name or of letters that stand for words. */
function inSentence(says: string): string {
  return /^[A-Z][a-z]*(?: |$)/.test(says) ? `${says.charAt(0).toLowerCase()}${says.slice(1)}` : says;
}
