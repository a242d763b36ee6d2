// Makes one field that was found into a field of a draft: a valid name, a safe variable, a way into a run that will work.

import type { ImportNote } from '../../contract/import.ts';
import { FieldDraft, type Injection, maxPlainValueChars } from '../../contract/secret.ts';
import { maxEnvValueBytes, refuseEnvName } from '../runs/environment.ts';
import { judgeSeed } from '../totp/totp.ts';
import { claimFieldName } from './imported-names.ts';
import { envOf, injectionOf } from './known-values.ts';

export interface FoundField {
  /** As the source calls it. */
  readonly name: string;
  readonly value: string;
  readonly sensitive: boolean;
  /** Left out: as the form of the value tells. */
  readonly inject?: Injection;
  /** Left out: as the form of the value tells, or none. */
  readonly env?: string;
}

/** The fields of one secret; names and variables are each given once. */
export class FieldIntake {
  readonly fields: FieldDraft[] = [];
  readonly notes = new Set<ImportNote>();
  readonly #names = new Set<string>();
  readonly #variables = new Set<string>();

  /** `found.value` is not empty. */
  add(found: FoundField): void {
    const name = claimFieldName(found.name, this.#names);
    if (name !== found.name) this.notes.add('field_renamed');
    const sensitive = found.sensitive || this.#isLong(found.value);
    const inject = this.#injection({ ...found, sensitive });
    const env = this.#variable(found, sensitive && inject === 'environment');
    this.fields.push(
      FieldDraft.parse({ name, sensitive, inject, env, content: { kind: 'value', value: found.value } }),
    );
  }

  #isLong(value: string): boolean {
    if (value.length <= maxPlainValueChars) return false;
    this.notes.add('made_sensitive');
    return true;
  }

  #injection({ value, sensitive, inject = sensitive ? injectionOf(value) : 'environment' }: FoundField): Injection {
    const isUnusable = inject === 'totp' && judgeSeed(value) !== null;
    if (isUnusable) this.notes.add('totp_unusable');
    if ((inject !== 'environment' && !isUnusable) || Buffer.byteLength(value) <= maxEnvValueBytes) {
      return isUnusable ? 'environment' : inject;
    }
    this.notes.add('as_file');
    return 'file';
  }

  #variable({ env, value }: FoundField, mayBeGuessed: boolean): string | null {
    const wanted = env ?? (mayBeGuessed ? envOf(value) : null);
    if (wanted === null) return null;
    const isFree = refuseEnvName(wanted) === null && !this.#variables.has(wanted.toUpperCase());
    if (isFree) this.#variables.add(wanted.toUpperCase());
    else this.notes.add('env_dropped');
    return isFree ? wanted : null;
  }
}
