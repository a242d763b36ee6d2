// Whether a provider can be used as it is written, and whether it lets more through than it did.
import { BrokerError } from '../../contract/fault.ts';
import type { CallRule, Permission, Provider, ProviderKind } from '../../contract/provider.ts';
import { isSoundAuth } from '../calls/auth-places.ts';
import { isForbidden } from '../calls/call-headers.ts';
import { isPathPattern } from '../calls/call-rule.ts';
import { readBase } from '../calls/call-url.ts';
import { canonicalJson } from '../crypto/digest.ts';

/**
 * As it is kept: of a well-known one the address, the rules and all else come from `kinds`, whatever was given for them.
 * @throws BrokerError provider_invalid; provider_exists when it has the name of a well-known one and is none
 */
export function checkedProvider(given: Provider, kinds: readonly ProviderKind[]): Provider {
  const kind = kinds.find(({ id }) => id === given.id);
  if (given.wellKnown) return checkedWellKnown(given, kind);
  if (kind !== undefined) throw new BrokerError('provider_exists');
  const headers = given.headers.map((name) => name.toLowerCase());
  const names = given.permissions.map(({ name }) => name);
  const rules = [...given.permissions.flatMap((each) => each.rules), ...given.deletes, ...given.discloses];
  const isSound =
    isSoundPlace(given) &&
    new Set(names).size === names.length &&
    rules.every(({ path }) => isPathPattern(path)) &&
    headers.every((name) => !isForbidden(name.replace(/\*$/, '')) && /^[a-z0-9].*[a-z0-9-]\*?$/.test(name));
  if (!isSound) throw new BrokerError('provider_invalid');
  return { ...given, headers };
}

/** SECURITY P9: it sends a secret elsewhere or otherwise, or some request goes through that did not, or without a question. */
export function loosensProvider(before: Provider, after: Provider): boolean {
  return (
    canonicalJson(destination(before)) !== canonicalJson(destination(after)) ||
    (after.privateAddress && !before.privateAddress) ||
    after.permissions.some((permission) => !isWithin(permission.rules, rulesOf(before, permission))) ||
    !isWithin(before.deletes, after.deletes) ||
    !isWithin(before.discloses, after.discloses) ||
    after.headers.some((name) => !before.headers.includes(name))
  );
}

/** A step that holds the secret comes first of all, so no path can stand before it. */
function isSoundPlace({ baseUrl, auth }: Provider): boolean {
  const base = readBase(baseUrl);
  const isInPath = auth.kind === 'template' && auth.parts.some((part) => part.in === 'path');
  return base !== null && isSoundAuth(auth) && (base.path === '' || !isInPath);
}

function checkedWellKnown(given: Provider, kind: ProviderKind | undefined): Provider {
  const chosen = new Set(given.permissions.map(({ name }) => name));
  const permissions = kind?.permissions.filter(({ name }) => chosen.has(name)) ?? [];
  if (kind === undefined || permissions.length !== chosen.size || given.privateAddress) {
    throw new BrokerError('provider_invalid');
  }
  return { ...kind, permissions, secret: given.secret, privateAddress: false, wellKnown: true };
}

function destination({ baseUrl, auth, secret }: Provider) {
  return { baseUrl, auth, secret };
}

function rulesOf({ permissions }: Provider, { name }: Permission): readonly CallRule[] {
  return permissions.find((each) => each.name === name)?.rules ?? [];
}

/** By what is written: a rule that is only said otherwise counts as another one. */
function isWithin(rules: readonly CallRule[], others: readonly CallRule[]): boolean {
  const known = new Set(others.flatMap(lines));
  return rules.flatMap(lines).every((line) => known.has(line));
}

function lines({ methods, path }: CallRule): readonly string[] {
  return methods.map((method) => `${method} ${path}`);
}
