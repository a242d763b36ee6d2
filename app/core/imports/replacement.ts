// A secret's next version when an import replaces its values. What the person said about the secret stays: an import brings
// values, and never loosens what may be done with them.
import { BrokerError } from '../../contract/fault.ts';
import {
  type FieldDraft,
  maxFields,
  type OwnFieldView,
  type OwnSecretView,
  type SecretDraft,
} from '../../contract/secret.ts';
import type { Tier } from '../../contract/vocabulary.ts';
import { mayRun } from '../policy/evaluate.ts';
import { unfitForRun } from './imported-tier.ts';

/**
 * The imported fields take the place of those with their names; the other fields stay. A tier that lets the secret into
 * commands stays only where the imported values may have it.
 * @throws BrokerError import_too_many_fields
 */
export function replacementOf(existing: OwnSecretView, imported: SecretDraft): SecretDraft {
  const fields = imported.fields.map((field) => asBefore(field, fieldNamed(existing, field.name)));
  const stay = existing.fields.filter(({ name }) => !imported.fields.some((field) => sameName(field.name, name)));
  if (fields.length + stay.length > maxFields) throw new BrokerError('import_too_many_fields');
  const settled = withoutRepeats(fields, stay);
  return {
    name: existing.name,
    kind: existing.kind,
    description: existing.description,
    tags: existing.tags,
    url: existing.url || imported.url,
    projects: existing.projects,
    environment: existing.environment,
    tier: tierOf(existing.tier, settled),
    ...authOf(existing.authPattern === null ? imported : existing),
    authInstructions: existing.authInstructions,
    allowedHosts: existing.allowedHosts,
    expiresAt: existing.expiresAt,
    rotateAfterDays: existing.rotateAfterDays,
    showsLastFour: existing.showsLastFour,
    longestYes: existing.longestYes,
    notes: existing.notes || imported.notes,
    fields: [...settled, ...stay.map(kept)],
  };
}

function authOf({ authPattern, authName, authText }: Pick<SecretDraft, 'authPattern' | 'authName' | 'authText'>) {
  return { authPattern, ...(authName !== undefined && { authName }), ...(authText !== undefined && { authText }) };
}

function asBefore(field: FieldDraft, before: OwnFieldView | null): FieldDraft {
  if (before === null) return field;
  return { ...field, name: before.name, sensitive: before.sensitive || field.sensitive, env: before.env ?? field.env };
}

function kept({ name, sensitive, inject, env }: OwnFieldView): FieldDraft {
  return { name, sensitive, inject, env, content: { kind: 'kept', from: name } };
}

function fieldNamed(secret: OwnSecretView, name: string): OwnFieldView | null {
  return secret.fields.find((field) => sameName(field.name, name)) ?? null;
}

function sameName(a: string, b: string): boolean {
  return a.toUpperCase() === b.toUpperCase();
}

/** A variable that a field which stays already has, or an earlier one, is not given twice. */
function withoutRepeats(fields: readonly FieldDraft[], stay: readonly OwnFieldView[]): readonly FieldDraft[] {
  const given = new Set(stay.map(({ env }) => env?.toUpperCase()));
  return fields.map((field) => {
    if (field.env === null || given.has(field.env.toUpperCase())) return { ...field, env: null };
    given.add(field.env.toUpperCase());
    return field;
  });
}

function tierOf(before: Tier, fields: readonly FieldDraft[]): Tier {
  return mayRun(before) && unfitForRun(fields).length > 0 ? 'placeholder' : before;
}
