// The index over the values of a vault. One secret is revealed at a time, and no value is kept once its forms are in.
import type { FieldName } from '../../contract/secret.ts';
import type { SecretName } from '../../contract/vocabulary.ts';
import type { KeyedHash } from '../crypto/keyed-hash.ts';
import type { Pause } from '../ports/pause.ts';
import { FormIndex } from './form-index.ts';
import { searchedParts } from './searched-parts.ts';
import { eachHeldValue, type VaultSecrets } from './vault-secrets.ts';

/** Whose value it is that was found. */
export interface ValueOwner {
  readonly secret: SecretName;
  readonly field: FieldName;
  /** Over how many more lines a copy of it may go on, in lines of 40 characters; 0: it stands on one. */
  readonly lines: number;
}

export interface VaultIndex {
  readonly forms: FormIndex;
  /** The owner of a hit's tag, and whether the value stands there as it is. */
  ownerOf(tag: number): { readonly owner: ValueOwner; readonly plain: boolean } | null;
  /** Fields whose values cannot be told from ordinary text. */
  readonly unsearched: readonly { readonly secret: SecretName; readonly field: FieldName }[];
}

/**
 * Indexes the sensitive values that lie in the vault; what a reference points at is not asked for. Pauses after each few
 * milliseconds of work. Once the signal is aborted it ends early, and what it made is to be forgotten.
 * @throws BrokerError locked, vault_corrupt; then the hash is forgotten
 */
export async function indexVault(
  secrets: VaultSecrets,
  { hash, pause, signal }: { readonly hash: KeyedHash; readonly pause: Pause; readonly signal: AbortSignal },
  onProgress: (done: number, total: number) => void,
): Promise<VaultIndex> {
  const forms = new FormIndex(hash);
  const owners: ValueOwner[] = [];
  const unsearched: { secret: SecretName; field: FieldName }[] = [];
  try {
    const all = secrets.list();
    await eachHeldValue({ secrets, all, signal }, onProgress, async (secret, field, bytes) => {
      const value = bytes.toString('utf8');
      const tag = owners.length * 2;
      let parts = 0;
      for (const part of searchedParts(value)) {
        for (const form of part.forms) forms.add(form, part.text.includes(form) ? tag : tag + 1);
        parts++;
        await pause();
        if (signal.aborted) return;
      }
      const isLong = parts > 1 || /[\r\n]/.test(value.trim());
      owners.push({ secret: secret.name, field, lines: isLong ? Math.ceil(value.length / 40) + 1 : 0 });
      if (parts === 0) unsearched.push({ secret: secret.name, field });
    });
  } catch (thrown) {
    forms.forget();
    throw thrown;
  }
  return {
    forms,
    ownerOf(tag) {
      const owner = owners[tag >> 1];
      return owner === undefined ? null : { owner, plain: (tag & 1) === 0 };
    },
    unsearched,
  };
}
