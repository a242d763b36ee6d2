// Searches text that Postern itself writes down (audit, log, reasons) for the values of all secrets in the vault.
import type { RecordId, SecretName } from '../../contract/vocabulary.ts';
import { formsOf } from './forms.ts';
import type { SecretValue } from './matcher.ts';
import { redactText } from './text-redaction.ts';

/** A secret in plaintext. */
export interface AnySecret {
  readonly name: SecretName;
  readonly fields: readonly { readonly sensitive: boolean; readonly value: Buffer }[];
}

/** The vault's secrets, opened one at a time. */
export interface AllSecrets {
  list(): readonly { readonly id: RecordId }[];
  withRevealed<T>(ids: readonly RecordId[], use: (revealed: readonly AnySecret[]) => Promise<T>): Promise<T>;
}

/**
 * SECURITY P1, P11: `text` with every form of every value in the vault replaced by its marker.
 * @throws BrokerError locked, since what cannot be searched is not written
 */
export async function redactByVault(text: string, secrets: AllSecrets): Promise<string> {
  // A matcher for a large vault would cost more than the run itself, so only the secrets that do occur get one. It is one for
  // all of them: one after the other, a shorter value would leave the tail of a longer one.
  const found: SecretValue[] = [];
  for (const { id } of secrets.list()) {
    await secrets.withRevealed([id], async ([secret]) => {
      for (const field of secret?.fields ?? []) {
        const value = field.value.toString('utf8');
        if (secret !== undefined && field.sensitive && holds(text, value)) found.push({ name: secret.name, value });
      }
    });
  }
  return found.length === 0 ? text : redactText(text, found);
}

function holds(text: string, value: string): boolean {
  for (const form of formsOf(value)) if (text.includes(form)) return true;
  return false;
}
