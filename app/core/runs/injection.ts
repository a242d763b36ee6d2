// From plaintext to what a command gets: variables, files and standard input. Pure. SECURITY P12: a sensitive value that could
// not be found again in output is never injected.
import { assertNever, BrokerError } from '../../contract/fault.ts';
import type { ActionSecret } from '../../contract/run.ts';
import { mostReleasedBytes } from '../redaction/released-values.ts';
import { judgeValue } from '../redaction/strength.ts';
import type { RevealedSecret } from '../secrets/secret-book.ts';
import { totpCode } from '../totp/totp.ts';
import { maxEnvTotalBytes, maxEnvValueBytes } from './environment.ts';

/** One field of an action or call with its plaintext, UTF-8. Whoever made it wipes it. */
export interface FieldInUse<T extends ActionSecret = ActionSecret> {
  readonly about: T;
  readonly value: Buffer;
}

export interface Injected {
  readonly env: Readonly<Record<string, string>>;
  /** Each is written to a file of its own, whose path goes into the variable `env`. */
  readonly files: readonly { readonly env: string; readonly name: string; readonly bytes: Buffer }[];
  readonly stdin: Buffer | null;
}

/**
 * The fields of the action that the vault holds, in order.
 * @throws BrokerError action_changed when a secret is no longer the version that was approved; value_lost
 */
export function fieldsInUse<T extends ActionSecret>(
  approved: readonly T[],
  revealed: readonly RevealedSecret[],
): FieldInUse<T>[] {
  return approved.flatMap((about) => {
    const secret = revealed.find(({ id }) => id === about.id);
    if (secret?.version !== about.version) throw new BrokerError('action_changed');
    if (about.reference !== null) return [];
    const field = secret.fields.find(({ name }) => name === about.field);
    // The version is the approved one, so nothing was changed: a repair found its value nowhere.
    if (field === undefined) throw new BrokerError('value_lost');
    return [{ about, value: field.value }];
  });
}

/** SECURITY P12: what could not be found again is given to nothing and nobody. @throws BrokerError secret_too_short, secret_too_plain */
export function requireSearchable({ about, value }: FieldInUse): void {
  // The code that a seed makes is shorter than any text that can be searched for; GUARANTEES.md says so.
  if (about.sensitive && about.inject !== 'totp') {
    const weak = judgeValue(value.toString('utf8'));
    if (weak !== 'ok') throw new BrokerError(weak);
  }
}

/** @throws BrokerError as `requireSearchable`, secret_has_nul, secret_too_long */
export function requireInjectable(field: FieldInUse): void {
  requireSearchable(field);
  const { about, value } = field;
  if (about.inject !== 'environment') return;
  if (value.includes(0)) throw new BrokerError('secret_has_nul');
  if (value.length > maxEnvValueBytes) throw new BrokerError('secret_too_long');
}

/** `now`: milliseconds since 1970, for TOTP codes. @throws BrokerError as `requireInjectable`, env_too_large, secrets_too_large, totp_malformed */
export function inject(fields: readonly FieldInUse[], now: number): Injected {
  const env: Record<string, string> = {};
  const files: { env: string; name: string; bytes: Buffer }[] = [];
  let stdin: Buffer | null = null;
  let searched = 0;
  for (const field of fields) {
    requireInjectable(field);
    const { about, value } = field;
    if (about.sensitive) searched += value.length;
    switch (about.inject) {
      case 'environment':
        env[about.env ?? ''] = value.toString('utf8');
        break;
      case 'totp':
        env[about.env ?? ''] = totpCode(value.toString('utf8'), now);
        break;
      case 'file':
        files.push({ env: about.env ?? '', name: about.field, bytes: value });
        break;
      case 'stdin':
        stdin = value;
        break;
      default:
        assertNever(about.inject);
    }
  }
  const total = Object.entries(env).reduce((sum, [name, value]) => sum + name.length + Buffer.byteLength(value) + 2, 0);
  if (total > maxEnvTotalBytes) throw new BrokerError('env_too_large');
  if (searched > mostReleasedBytes) throw new BrokerError('secrets_too_large');
  return { env, files, stdin };
}
