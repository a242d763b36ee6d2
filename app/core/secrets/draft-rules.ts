// What is wrong with a secret that a person typed or an import read, beyond the shape of it. Pure; it keeps no value.
import type { FaultCode } from '../../contract/fault.ts';
import { type FieldDraft, maxPlainValueChars, maxValueBytes, type SecretDraft } from '../../contract/secret.ts';
import type { Tier } from '../../contract/vocabulary.ts';
import { mayRun } from '../policy/evaluate.ts';
import { judgeValue } from '../redaction/strength.ts';
import { maxEnvValueBytes, refuseEnvName } from '../runs/environment.ts';
import { judgeSeed } from '../totp/totp.ts';

/** The code of the first thing that is wrong with the names in a draft; null: nothing. */
export function judgeDraft({ fields }: SecretDraft): FaultCode | null {
  if (repeats(fields.map(({ name }) => name))) return 'field_repeated';
  const variables = fields.flatMap(({ env }) => (env === null ? [] : [env]));
  if (repeats(variables)) return 'env_repeated';
  return variables.map(refuseEnvName).find((code) => code !== null) ?? null;
}

/**
 * The code of the first thing that is wrong with a value in its field; null: nothing. Whether it can be told from ordinary
 * text is asked only of a sensitive value of a secret that may enter a command.
 */
export function judgeFieldValue(value: Buffer, field: Omit<FieldDraft, 'content'>, tier: Tier): FaultCode | null {
  if (value.length === 0) return 'value_empty';
  if (value.length > maxValueBytes) return 'value_too_long';
  const text = value.toString('utf8');
  if (!field.sensitive && text.length > maxPlainValueChars) return 'value_too_long_to_show';
  if (field.inject === 'totp') return judgeSeed(text);
  if (!mayRun(tier)) return null;
  if (field.inject === 'environment') {
    if (value.includes(0)) return 'secret_has_nul';
    if (value.length > maxEnvValueBytes) return 'secret_too_long';
  }
  const judged = field.sensitive ? judgeValue(text) : 'ok';
  return judged === 'ok' ? null : judged;
}

/** Without case: as Windows compares variables, and as nobody tells `Token` from `token`. */
function repeats(names: readonly string[]): boolean {
  return new Set(names.map((name) => name.toUpperCase())).size < names.length;
}
