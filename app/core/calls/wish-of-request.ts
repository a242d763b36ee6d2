// What an MCP client asks for, read and checked: each thing that is wrong has a code of its own, and names only what the client may
// know of. It opens no value.
import { type CallRequest, callLimits } from '../../contract/call.ts';
import type { CallHeader } from '../../contract/call-outcome.ts';
import { BrokerError } from '../../contract/fault.ts';
import { CallMethod, type HttpAuth } from '../../contract/provider.ts';
import type { OwnSecretView } from '../../contract/secret.ts';
import type { ClientId } from '../../contract/vocabulary.ts';
import { type VisibleHouse, visibleSecrets } from '../clients/visible-secrets.ts';
import { isHost } from '../policy/places.ts';
import { containsMarker } from '../redaction/markers.ts';
import { NamedRefusal } from '../runs/named-refusal.ts';
import { httpAuthOf } from './auth-parts.ts';
import { sentHeaders } from './call-headers.ts';
import type { CallWish } from './call-house.ts';
import { readUrl } from './call-url.ts';

/**
 * @throws BrokerError call_too_large, url_invalid, method_forbidden, header_forbidden, call_has_marker; of the secrets
 * unknown_secret, tier_forbids, hosts_missing, host_not_allowed, auth_pattern_missing
 */
export function wishOf(house: VisibleHouse, client: ClientId, request: CallRequest): CallWish {
  const { url, headers = [], body, reason } = request;
  if (url.length > callLimits.urlChars || isLarge(headers)) throw new BrokerError('call_too_large');
  if ([url, body ?? '', ...headers.flat()].some(containsMarker)) throw new BrokerError('call_has_marker');
  const address = readUrl(url);
  if (address === null) throw new BrokerError('url_invalid');
  const method = CallMethod.safeParse(request.method.toUpperCase()).data;
  if (method === undefined) throw new BrokerError('method_forbidden');
  const { sent, dropped } = sentHeaders(headers, []);
  if (dropped.length > 0) throw new NamedRefusal('header_forbidden', { about: dropped });
  return {
    ...{ method, host: address.host, path: address.path },
    ...{ query: address.query, headers: sent },
    body: body === undefined ? null : whole(Buffer.from(body)),
    secrets: secretsFor(house, client, request.secrets, address.host),
    ...{ provider: null, scope: null, privateAddress: false },
    timeoutMs: request.timeoutMs ?? callLimits.defaultTimeoutMs,
    reason: reason ?? null,
  };
}

function isLarge(headers: readonly CallHeader[]): boolean {
  const bytes = headers.reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value), 0);
  return headers.length > callLimits.headers || bytes > callLimits.headerBytes;
}

/** In the order of the request, each once. */
function secretsFor(
  house: VisibleHouse,
  client: ClientId,
  names: readonly string[],
  host: string,
): readonly { readonly secret: OwnSecretView; readonly auth: HttpAuth }[] {
  const { found, unknown, near } = visibleSecrets(house, client).describe([...new Set(names)]);
  if (unknown.length > 0) throw new NamedRefusal('unknown_secret', { about: unknown, near });
  const kept = found.filter(({ tier }) => tier === 'never').map(({ name }) => name);
  if (kept.length > 0) throw new NamedRefusal('tier_forbids', { about: kept });
  for (const secret of found) requireHost(secret, host);
  return found.map((secret) => ({ secret, auth: authOf(secret) }));
}

/** SECURITY P2: a secret goes to the hosts that the person named for it, and no other. A pattern without a port means 443. */
function requireHost({ name, allowedHosts }: OwnSecretView, host: string): void {
  if (allowedHosts.length === 0) throw new NamedRefusal('hosts_missing', { about: [name] });
  if (allowedHosts.some((pattern) => isHost(pattern.replace(/:443$/, ''), host))) return;
  throw new NamedRefusal('host_not_allowed', { about: [name], near: allowedHosts });
}

function authOf(secret: OwnSecretView): HttpAuth {
  try {
    return httpAuthOf(secret);
  } catch (thrown) {
    if (!(thrown instanceof BrokerError)) throw thrown;
    throw new NamedRefusal(thrown.code, { about: [secret.name] });
  }
}

async function* whole(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes;
}
