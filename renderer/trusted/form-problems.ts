// What is wrong with a form, in sentences beside the fields they belong to. Pure. The broker judges again, and what it says is
// placed here too.
import type { FaultCode } from '../../app/contract/fault.ts';
import { faultMessages } from '../../app/contract/fault.ts';
import { Reference } from '../../app/contract/reference.ts';
import { FieldName, maxPlainValueChars, maxValueBytes } from '../../app/contract/secret.ts';
import type { Tier } from '../../app/contract/vocabulary.ts';
import { EnvName, SecretName } from '../../app/contract/vocabulary.ts';
import { authProblems } from './auth-text.ts';
import { dayEnd } from './days.ts';
import type { AboutText, FormText } from './draft.ts';
import { hostsOf, isLeftOut, listOf } from './draft.ts';
import type { FieldText } from './field-text.ts';

export type FieldPart = 'name' | 'env' | 'value';
export type FieldProblems = Readonly<Partial<Record<FieldPart, string>>>;

export interface Problems {
  readonly about: Readonly<Partial<Record<keyof AboutText, string>>>;
  /** By the key of a row. */
  readonly fields: Readonly<Record<string, FieldProblems>>;
}

export const noProblems: Problems = { about: {}, fields: {} };

/** Everything that can be told here. Empty when `draftOf` gives a draft. */
export function problemsOf(form: FormText, typedIn: (key: string) => string): Problems {
  const fields: Record<string, FieldProblems> = {};
  for (const field of form.fields) {
    const value = typedIn(field.key);
    if (isLeftOut(field, value)) continue;
    const wrong = { ...namesProblem(field, form.fields), ...contentProblem(field, value, form.tier) };
    if (Object.keys(wrong).length > 0) fields[field.key] = wrong;
  }
  return { about: aboutProblems(form), fields };
}

export function isClean({ about, fields }: Problems): boolean {
  return Object.keys(about).length === 0 && Object.keys(fields).length === 0;
}

function aboutProblems(form: AboutText): Problems['about'] {
  const problems: { -readonly [F in keyof Problems['about']]: string } = { ...authProblems(form) };
  const name = form.name.trim();
  if (name === '') problems.name = 'Give it a name.';
  else if (!SecretName.safeParse(name).success)
    problems.name = 'A name is made of letters, digits and . _ - in parts divided by /, such as github/token.';
  const hosts = hostsOf(form.hosts);
  if (hosts.some((host) => !/^(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*(:\d{1,5})?$/.test(host) || host.length > 253))
    problems.hosts = 'Write hosts only, such as api.github.com, divided by commas.';
  else if (hosts.length > 20) problems.hosts = 'No more than 20 hosts.';
  for (const part of ['tags', 'projects'] as const) {
    const words = listOf(form[part]);
    if (words.length > 20) problems[part] = `No more than 20 ${part}.`;
    else if (words.some((word) => word.length > 40)) problems[part] = 'Each is at most 40 characters long.';
  }
  if (form.environment.trim().length > 40) problems.environment = 'At most 40 characters.';
  if (form.expires !== '' && dayEnd(form.expires) === null) problems.expires = 'That is not a date.';
  const days = form.rotateAfterDays.trim();
  if (days !== '' && !(/^\d{1,4}$/.test(days) && Number(days) >= 1 && Number(days) <= 3650))
    problems.rotateAfterDays = 'A number of days, from 1 to 3650.';
  return problems;
}

function namesProblem(field: FieldText, all: readonly FieldText[]): FieldProblems {
  const same = (part: 'name' | 'env') =>
    all.some(
      (other) => other.key !== field.key && other[part].trim().toUpperCase() === field[part].trim().toUpperCase(),
    );
  const name = field.name.trim();
  const env = field.inject === 'stdin' ? '' : field.env.trim();
  return {
    ...(FieldName.safeParse(name).success
      ? same('name') && { name: faultMessages.field_repeated }
      : { name: name === '' ? 'Give the field a name.' : 'Letters, digits and . _ - only, such as password.' }),
    ...(env !== '' &&
      (EnvName.safeParse(env).success
        ? same('env') && { env: 'Another field has this variable.' }
        : { env: faultMessages.env_invalid })),
  };
}

function contentProblem(field: FieldText, value: string, tier: Tier): FieldProblems {
  if (field.source === 'kept') return {};
  if (field.source === 'reference')
    return Reference.safeParse(field.reference.trim()).success
      ? {}
      : { value: 'Begin with where it lies, such as op: or file:, and say what there.' };
  const code = judgeTyped(field, value, tier);
  return code === null ? {} : { value: faultMessages[code] };
}

/** The codes the broker would give, as far as they can be told without its rules for plain text and seeds. */
function judgeTyped(field: FieldText, value: string, tier: Tier): FaultCode | null {
  const bytes = new TextEncoder().encode(value).length;
  if (value === '') return 'value_empty';
  if (!value.isWellFormed()) return 'value_not_text';
  if (bytes > maxValueBytes) return 'value_too_long';
  if (!field.sensitive && value.length > maxPlainValueChars) return 'value_too_long_to_show';
  if (field.inject === 'totp' || (tier !== 'run' && tier !== 'guarded')) return null;
  if (field.inject === 'environment' && value.includes('\0')) return 'secret_has_nul';
  if (field.inject === 'environment' && bytes > 120 * 1024) return 'secret_too_long';
  return field.sensitive && Array.from(value.trim()).length < 8 ? 'secret_too_short' : null;
}
