// The places of a request in which secrets stand: each holds one secret, and nothing that the caller wrote.
import type { CallHeader } from '../../contract/call-outcome.ts';
import { isConnectionHeader } from '../../contract/connection-headers.ts';
import { BrokerError } from '../../contract/fault.ts';
import type { HttpAuth } from '../../contract/provider.ts';
import { FieldName } from '../../contract/secret.ts';
import { type AuthPart, filled, namesIn, partsOf } from './auth-template.ts';

/** Whether it can be used at all: it has a field, its braces hold names of fields, and no two parts have one place. */
export function isSoundAuth(auth: HttpAuth): boolean {
  const parts = partsOf(auth);
  return (
    parts.some(({ text }) => namesIn(text).length > 0) &&
    parts.every(isSoundPart) &&
    isApart([auth]) &&
    (auth.kind !== 'basic' || !auth.user.includes(':'))
  );
}

/** SECURITY P2: of two secrets in one place a server sees only one, and not surely the one the person thinks. @throws BrokerError auth_clash */
export function requireApart(auths: readonly HttpAuth[]): void {
  if (!isApart(auths)) throw new BrokerError('auth_clash');
}

/** The request without what the caller itself wrote where a secret belongs. `query` as in `CallUrl`. */
export function withoutPlaces(
  auths: readonly HttpAuth[],
  { headers, query }: { readonly headers: readonly CallHeader[]; readonly query: string },
): { readonly headers: readonly CallHeader[]; readonly query: string } {
  const places = new Set(auths.flatMap(placesOf));
  const parameters = query.split('&').filter((each) => !places.has(`query ${parameterName(each)}`));
  return {
    headers: headers.filter(([name]) => !places.has(`header ${name.toLowerCase()}`)),
    query: parameters.join('&'),
  };
}

/** As a server tells places apart. A path has room for one secret only, since what follows it depends on it. */
function placesOf(auth: HttpAuth): readonly string[] {
  return partsOf(auth).map((part) => (part.in === 'path' ? 'path' : `${part.in} ${part.name.toLowerCase()}`));
}

function isApart(auths: readonly HttpAuth[]): boolean {
  const places = auths.flatMap(placesOf);
  return new Set(places).size === places.length;
}

function isSoundPart(part: AuthPart): boolean {
  const isNamed = part.in === 'path' ? part.name === '' : part.name !== '' && !isFraming(part);
  const isText = !/[{}]/.test(filled(part.text, () => ''));
  return isNamed && isText && namesIn(part.text).every((name) => FieldName.safeParse(name).success);
}

function isFraming(part: AuthPart): boolean {
  return part.in === 'header' && isConnectionHeader(part.name);
}

/** As `placesOf` has it. */
function parameterName(parameter: string): string {
  const [name = ''] = parameter.replaceAll('+', ' ').split('=', 1);
  try {
    return decodeURIComponent(name).toLowerCase();
  } catch {
    return name.toLowerCase();
  }
}
