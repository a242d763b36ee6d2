// What the person typed about a secret, as text, and the draft it makes. Pure: values are asked for, never kept.
import type { AuthPattern, FieldDraft, LongestYes, OwnSecretView, SecretKind } from '../../app/contract/secret.ts';
import { SecretDraft } from '../../app/contract/secret.ts';
import type { Tier } from '../../app/contract/vocabulary.ts';
import { authDraft } from './auth-text.ts';
import { dayEnd, dayText } from './days.ts';
import type { FieldText } from './field-text.ts';
import { fieldsOfKind, storedField } from './field-text.ts';

export interface AboutText {
  readonly name: string;
  readonly kind: SecretKind;
  readonly description: string;
  readonly tags: string;
  readonly url: string;
  readonly projects: string;
  readonly environment: string;
  readonly tier: Tier;
  readonly longestYes: LongestYes;
  readonly authPattern: AuthPattern | null;
  /** With the patterns `header` and `query`. */
  readonly authName: string;
  readonly authText: string;
  readonly authInstructions: string;
  readonly hosts: string;
  readonly notes: string;
  /** `YYYY-MM-DD` or empty. */
  readonly expires: string;
  /** A whole number of days or empty. */
  readonly rotateAfterDays: string;
  readonly showsLastFour: boolean;
}

export interface FormText extends AboutText {
  readonly fields: readonly FieldText[];
}

export const emptyForm: FormText = {
  ...{ name: '', kind: 'token', description: '', tags: '', url: '', projects: '', environment: '', tier: 'run' },
  ...{
    longestYes: 'rule',
    authPattern: null,
    authName: '',
    authText: '',
    authInstructions: '',
    hosts: '',
    notes: '',
    expires: '',
    rotateAfterDays: '',
  },
  showsLastFour: false,
  fields: fieldsOfKind('token', ''),
};

export function formOf(secret: OwnSecretView): FormText {
  const { name, kind, description, url, tier, longestYes, authPattern, authInstructions, notes, showsLastFour } =
    secret;
  return {
    ...{ name, kind, description, url, tier, longestYes, authPattern, authInstructions, notes, showsLastFour },
    authName: secret.authName ?? '',
    authText: secret.authText ?? '',
    tags: secret.tags.join(', '),
    projects: secret.projects.join(', '),
    environment: secret.environment ?? '',
    hosts: secret.allowedHosts.join(', '),
    expires: secret.expiresAt === null ? '' : dayText(secret.expiresAt),
    rotateAfterDays: secret.rotateAfterDays === null ? '' : String(secret.rotateAfterDays),
    fields: secret.fields.map(storedField),
  };
}

/** Whether a row is left out because it was left empty. */
export function isLeftOut(field: FieldText, value: string): boolean {
  return field.optional && field.source === 'value' && value === '';
}

/**
 * @param typedIn what stands in the text area of a row
 * @returns null when something is wrong that `problemsOf` tells
 */
export function draftOf(form: FormText, typedIn: (key: string) => string): SecretDraft | null {
  const parsed = SecretDraft.safeParse({
    name: form.name.trim(),
    kind: form.kind,
    description: form.description.trim(),
    tags: listOf(form.tags),
    url: form.url.trim(),
    projects: listOf(form.projects),
    environment: form.environment.trim() === '' ? null : form.environment.trim(),
    tier: form.tier,
    longestYes: form.longestYes,
    authPattern: form.authPattern,
    ...authDraft(form),
    authInstructions: form.authInstructions.trim(),
    allowedHosts: hostsOf(form.hosts),
    notes: form.notes,
    expiresAt: dayEnd(form.expires),
    rotateAfterDays: form.rotateAfterDays.trim() === '' ? null : Number(form.rotateAfterDays),
    showsLastFour: form.showsLastFour,
    fields: form.fields
      .filter((field) => !isLeftOut(field, typedIn(field.key)))
      .map((field) => ({
        name: field.name.trim(),
        sensitive: field.sensitive,
        inject: field.inject,
        env: field.inject === 'stdin' || field.env.trim() === '' ? null : field.env.trim(),
        content: contentOf(field, typedIn(field.key)),
      })),
  });
  return parsed.success ? parsed.data : null;
}

/** A reference that was not changed is kept, so that one that waits to be confirmed still waits. */
function contentOf(field: FieldText, value: string): unknown {
  const { source, stored, reference } = field;
  if (stored !== null && (source === 'kept' || (source === 'reference' && reference.trim() === stored.reference)))
    return { kind: 'kept', from: stored.name } satisfies FieldDraft['content'];
  return source === 'reference' ? { kind: 'reference', reference: reference.trim() } : { kind: 'value', value };
}

/** Words divided by commas, each once. */
export function listOf(text: string): readonly string[] {
  return unique(text.split(',').map((word) => word.trim()));
}

/** A pasted address keeps only its host. */
export function hostsOf(text: string): readonly string[] {
  return unique(
    text.split(/[\s,]+/).map((host) =>
      host
        .toLowerCase()
        .replace(/^[a-z]+:\/\//, '')
        .replace(/[/?#].*$/, ''),
    ),
  );
}

function unique(all: readonly string[]): readonly string[] {
  return [...new Set(all.filter((each) => each !== ''))];
}
