// The secret that a provider’s requests carry. It may be renamed, removed or kept to other hosts at any time, so this is asked at each use.
import { BrokerError } from '../../contract/fault.ts';
import type { Provider } from '../../contract/provider.ts';
import type { OwnSecretView } from '../../contract/secret.ts';
import { fieldsOfAuth } from '../calls/auth-parts.ts';
import { readBase } from '../calls/call-url.ts';
import { isHost } from '../policy/places.ts';

/**
 * SECURITY P2: a secret that names hosts is sent to no other, whatever the provider says. A pattern without a port means 443.
 * @throws BrokerError unknown_secret, tier_forbids, host_not_allowed, auth_field_missing, provider_invalid, locked
 */
export function secretOf(
  provider: Pick<Provider, 'secret' | 'baseUrl' | 'auth'>,
  secrets: { named(name: string): OwnSecretView | null },
): OwnSecretView {
  const secret = secrets.named(provider.secret);
  if (secret === null) throw new BrokerError('unknown_secret');
  if (secret.tier === 'never') throw new BrokerError('tier_forbids');
  const base = readBase(provider.baseUrl);
  if (base === null) throw new BrokerError('provider_invalid');
  const { allowedHosts } = secret;
  if (allowedHosts.length > 0 && !allowedHosts.some((pattern) => isHost(pattern.replace(/:443$/, ''), base.host))) {
    throw new BrokerError('host_not_allowed');
  }
  fieldsOfAuth(provider.auth, secret);
  return secret;
}
