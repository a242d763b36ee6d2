// Where in the form a refusal of the broker belongs: beside the only field it can be about, or else below, with their names. Pure.
import type { FaultCode } from '../../app/contract/fault.ts';
import { faultMessages } from '../../app/contract/fault.ts';
import type { FormText } from './draft.ts';
import type { FieldText } from './field-text.ts';
import type { FieldPart, Problems } from './form-problems.ts';
import { noProblems } from './form-problems.ts';

export interface Placed extends Problems {
  /** What stands below the form; null: it stands beside a field. */
  readonly rest: string | null;
}

export function placeFault(code: FaultCode | null, form: FormText): Placed {
  if (code === null) return { ...noProblems, rest: null };
  if (code === 'secret_exists') return { ...noProblems, about: { name: faultMessages[code] }, rest: null };
  const suspect = suspects[code];
  if (suspect === undefined) return { ...noProblems, rest: faultMessages[code] };
  const found = form.fields.filter(suspect.may);
  const [only] = found;
  if (only !== undefined && found.length === 1)
    return { about: {}, fields: { [only.key]: { [suspect.part]: faultMessages[code] } }, rest: null };
  const names = found.map(({ name }) => name).join(', ');
  return { ...noProblems, rest: names === '' ? faultMessages[code] : `${faultMessages[code]} Look at ${names}.` };
}

interface Suspect {
  readonly part: FieldPart;
  readonly may: (field: FieldText) => boolean;
}

const value = (may: Suspect['may']): Suspect => ({
  part: 'value',
  may: (field) => field.source !== 'reference' && may(field),
});
const env: Suspect = { part: 'env', may: (field) => field.inject !== 'stdin' && field.env.trim() !== '' };
const told: Suspect = value(({ sensitive, inject }) => sensitive && inject !== 'totp');
const inEnvironment: Suspect = value(({ inject }) => inject === 'environment');

const suspects: Readonly<Partial<Record<FaultCode, Suspect>>> = {
  env_dangerous: env,
  env_invalid: env,
  value_empty: value(() => true),
  value_too_long: value(() => true),
  value_not_text: value(() => true),
  value_too_long_to_show: value(({ sensitive }) => !sensitive),
  secret_too_short: told,
  secret_too_plain: told,
  secret_has_nul: inEnvironment,
  secret_too_long: inEnvironment,
  totp_malformed: value(({ inject }) => inject === 'totp'),
  reference_malformed: { part: 'value', may: ({ source }) => source === 'reference' },
};
