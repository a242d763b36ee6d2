// The vault's secrets as a health check and a scan of files see them: what is said about each, and its values for a moment.
import { faultCodeOf } from '../../contract/fault.ts';
import type { FieldName, OwnSecretView } from '../../contract/secret.ts';
import type { RecordId, SecretName } from '../../contract/vocabulary.ts';

/** A secret while it is open: the values of its fields, wiped by whoever opened it. */
export interface OpenSecret {
  readonly id: RecordId;
  readonly name: SecretName;
  readonly fields: readonly { readonly name: FieldName; readonly value: Buffer }[];
}

export interface VaultSecrets {
  /** @throws BrokerError locked */
  list(): readonly OwnSecretView[];
  /** SECURITY P1: the plaintext exists only inside `use`. @throws BrokerError locked, unknown_secret, vault_corrupt */
  withRevealed<T>(ids: readonly RecordId[], use: (secrets: readonly OpenSecret[]) => Promise<T>): Promise<T>;
}

/** The fields of a secret whose values are sensitive and lie in the vault itself. */
export function heldFields(secret: OwnSecretView): ReadonlySet<FieldName> {
  const held = secret.fields.filter(({ sensitive, reference }) => sensitive && reference === null);
  return new Set(held.map(({ name }) => name));
}

/**
 * Gives `use` each sensitive value that lies in the vault: one secret is open at a time, and a value is good until `use` is done.
 * A secret that was removed meanwhile is passed. Ends early once the signal is aborted.
 * @throws BrokerError locked, vault_corrupt; and what `use` throws
 */
export async function eachHeldValue(
  { secrets, all, signal }: { secrets: VaultSecrets; all: readonly OwnSecretView[]; signal: AbortSignal },
  onProgress: (done: number, total: number) => void,
  use: (secret: OwnSecretView, field: FieldName, value: Buffer) => Promise<void>,
): Promise<void> {
  for (const [done, secret] of all.entries()) {
    if (signal.aborted) return;
    onProgress(done, all.length);
    const held = heldFields(secret);
    if (held.size === 0) continue;
    await passingRemoved(() =>
      secrets.withRevealed([secret.id], async ([open]) => {
        for (const { name, value } of open?.fields ?? []) {
          if (held.has(name) && !signal.aborted) await use(secret, name, value);
        }
      }),
    );
  }
  if (!signal.aborted) onProgress(all.length, all.length);
}

async function passingRemoved(open: () => Promise<void>): Promise<void> {
  try {
    await open();
  } catch (thrown) {
    if (faultCodeOf(thrown) !== 'unknown_secret') throw thrown;
  }
}
