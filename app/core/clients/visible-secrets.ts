// The secrets that a client may know of. SECURITY P8: one outside of its limits is for that client as if it did not exist: the same
// code, the same words, never among near names. Whatever looks up secrets for a client goes through here.
import type { OwnSecretView } from '../../contract/secret.ts';
import type { ClientId, SecretName } from '../../contract/vocabulary.ts';
import type { RunHouse } from '../runs/run-house.ts';
import { nearNames } from '../secrets/near-names.ts';
import { covers } from './client-limits.ts';

export interface VisibleSecrets {
  /** By name. @throws BrokerError locked, vault_corrupt */
  list(): readonly OwnSecretView[];
  /** What is known under exactly these names, in their order; no value is opened. @throws BrokerError locked, vault_corrupt */
  describe(names: readonly string[]): {
    readonly found: readonly OwnSecretView[];
    readonly unknown: readonly string[];
    /** At most three names near each unknown one. */
    readonly near: readonly SecretName[];
  };
}

/** As the client's limits are now: ask anew after every wait. */
export function visibleSecrets(house: VisibleHouse, client: ClientId): VisibleSecrets {
  const limits = house.clients.limitsOf(client);
  const list = () => house.secrets.list().filter((secret) => covers(limits, secret));
  return {
    list,
    describe(names) {
      const each = names.map((name) => ({ name, secret: house.secrets.named(name) }));
      const found = each.flatMap(({ secret }) => (secret !== null && covers(limits, secret) ? [secret] : []));
      const known = new Set<string>(found.map(({ name }) => name));
      const unknown = names.filter((name) => !known.has(name));
      const visible = unknown.length === 0 ? [] : list().map(({ name }) => name);
      return { found, unknown, near: [...new Set(unknown.flatMap((name) => nearNames(name, visible)))] };
    },
  };
}

/** What is needed of a `RunHouse`. */
export interface VisibleHouse {
  readonly secrets: Pick<RunHouse['secrets'], 'list' | 'named'>;
  readonly clients: Pick<RunHouse['clients'], 'limitsOf'>;
}
