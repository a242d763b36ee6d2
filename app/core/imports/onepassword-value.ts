// A field's value in 1Password's export: an object with one member, named for the type of the value.
import { z } from 'zod';
import type { FoundField } from './field-intake.ts';

export const Value = z.record(z.string(), z.unknown());
export type OnepasswordValue = z.infer<typeof Value>;

const SshKey = z.object({
  privateKey: z.string(),
  metadata: z.object({ publicKey: z.string().nullish(), fingerprint: z.string().nullish() }).nullish(),
});

/** What agents may see of an item that is not about a person: when and where, not what. */
const shownTypes = new Set(['menu', 'date', 'monthYear']);
const shownTitles = /^(username|user ?name|hostname|host|server|port|database|type)$/i;

/**
 * The fields that one value makes; none: it is empty, a file, or a link to another item. `isTechnical`: of a login, key,
 * token or database; in other items every field is sensitive.
 */
export function onepasswordField(title: string, value: OnepasswordValue, isTechnical: boolean): readonly FoundField[] {
  return Object.entries(value).flatMap(([type, content]): readonly FoundField[] => {
    if (type === 'file' || type === 'reference') return [];
    if (type === 'sshKey') return sshKeyFields(title, content);
    const isShown = shownTypes.has(type) || (type === 'string' && shownTitles.test(title));
    const found = { name: title || type, value: plainText(type, content), sensitive: !(isTechnical && isShown) };
    return [type === 'totp' ? { ...found, inject: 'totp' as const } : found];
  });
}

function sshKeyFields(title: string, content: unknown): readonly FoundField[] {
  const key = SshKey.safeParse(content);
  if (!key.success) return [];
  const { privateKey, metadata } = key.data;
  return [
    { name: title || 'private-key', value: privateKey, sensitive: true, inject: 'file' },
    { name: 'public-key', value: metadata?.publicKey ?? '', sensitive: false },
    { name: 'fingerprint', value: metadata?.fingerprint ?? '', sensitive: false },
  ];
}

function plainText(type: string, content: unknown): string {
  if (typeof content === 'string') return content;
  if (typeof content === 'number') return type === 'date' ? dayOf(content) : String(content);
  // An e-mail address, a postal address.
  const parts = z.record(z.string(), z.unknown()).safeParse(content);
  return Object.values(parts.data ?? {})
    .filter((part) => typeof part === 'string' && part !== '')
    .join('\n');
}

/** Dates are seconds since 1970. */
function dayOf(seconds: number): string {
  const day = new Date(seconds * 1000);
  return Number.isNaN(day.getTime()) ? String(seconds) : day.toISOString().slice(0, 10);
}
