// What is kept of a provider that the person set up. Of a well-known one only what they chose: its address and rules come with Postern,
// so an older vault gets the better ones of a newer version.
import { z } from 'zod';
import { type Permission, Provider, ProviderId, type ProviderKind } from '../../contract/provider.ts';
import { SecretName } from '../../contract/vocabulary.ts';

export const ProviderRecord = z.union([
  z.strictObject({ wellKnown: z.literal(true), id: ProviderId, secret: SecretName, permissions: z.array(z.string()) }),
  z.strictObject({ ...Provider.unwrap().shape, wellKnown: z.literal(false) }),
]);
export type ProviderRecord = z.infer<typeof ProviderRecord>;

export function recordOf(provider: Provider): ProviderRecord {
  const { id, secret, permissions, wellKnown } = provider;
  if (!wellKnown) return { ...provider, wellKnown };
  return { wellKnown, id, secret, permissions: permissions.map(({ name }) => name) };
}

/** null: a well-known one that this version does not know, or of which it knows no permission that was chosen. */
export function providerOf(record: ProviderRecord, kinds: readonly ProviderKind[]): Provider | null {
  if (!record.wellKnown) return record;
  const kind = kinds.find(({ id }) => id === record.id);
  const permissions: readonly Permission[] =
    kind?.permissions.filter(({ name }) => record.permissions.includes(name)) ?? [];
  if (kind === undefined || permissions.length === 0) return null;
  return { ...kind, permissions, secret: record.secret, privateAddress: false, wellKnown: true };
}
