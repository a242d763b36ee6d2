// How the list of secrets is searched and grouped. Pure.
import type { OwnSecretView } from '../../../app/contract/secret.ts';
import { daysApart, span } from '../times.ts';

export interface SecretGroup {
  readonly title: string;
  readonly secrets: readonly OwnSecretView[];
}

/** Every word must be found somewhere in what the person wrote about the secret. */
export function searchSecrets(secrets: readonly OwnSecretView[], query: string): readonly OwnSecretView[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return secrets;
  return secrets.filter((secret) => {
    const text = [
      secret.name,
      secret.description,
      secret.env ?? '',
      ...secret.tags,
      ...secret.allowedHosts,
      secret.notes,
    ]
      .join('\n')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** Used today, newest first; then the rest by name. A group without secrets is left out. */
export function groupSecrets(secrets: readonly OwnSecretView[], now: number): readonly SecretGroup[] {
  const isToday = (secret: OwnSecretView) => secret.lastUsedAt !== null && daysApart(secret.lastUsedAt, now) <= 0;
  const today = secrets.filter(isToday).toSorted((a, b) => (b.lastUsedAt ?? 0) - (a.lastUsedAt ?? 0));
  const rest = secrets.filter((secret) => !isToday(secret)).toSorted((a, b) => a.name.localeCompare(b.name));
  const groups = [
    { title: 'Used today', secrets: today },
    { title: today.length === 0 ? 'By name' : 'Everything else', secrets: rest },
  ];
  return groups.filter((group) => group.secrets.length > 0);
}

/** Words when it has expired or will within two weeks; otherwise null. */
export function expiryWords(expiresAt: number | null, now: number): string | null {
  if (expiresAt === null) return null;
  if (expiresAt <= now) return 'expired';
  if (daysApart(now, expiresAt) > 14) return null;
  return `expires in ${span(expiresAt - now)}`;
}
