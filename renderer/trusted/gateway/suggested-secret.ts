// Which secret is probably meant for an API: its host or its name says so. Pure.
import type { ProviderKind } from '../../../app/contract/provider.ts';
import type { SecretChoice } from './provider-problems.ts';

/** Empty: none of them says so, and the person picks. */
export function suggestedSecret(
  { id, baseUrl }: Pick<ProviderKind, 'id' | 'baseUrl'>,
  secrets: readonly SecretChoice[],
): string {
  const host = new URL(baseUrl).host;
  const byHost = secrets.find(({ hosts }) => hosts.includes(host));
  const byName = secrets.find(({ name }) =>
    name
      .toLowerCase()
      .split(/[/._-]/)
      .includes(id),
  );
  return (byHost ?? byName)?.name ?? '';
}
