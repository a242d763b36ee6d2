// The ways into a vault in plain words, with what each of them means for its safety. Pure.
import type { KeysView, RotationProgress, WrapKind } from '../../../app/contract/keys.ts';

export const wrapWords: Readonly<Record<WrapKind, { readonly name: string; readonly says: string }>> = {
  'keychain+passphrase': {
    name: 'Keychain and passphrase together',
    says: 'A copied vault file is useless elsewhere, even to someone who knows the passphrase.',
  },
  passphrase: {
    name: 'Passphrase alone',
    says: 'Opens the vault file on any computer. Its strength is all that protects a copy.',
  },
  keychain: {
    name: 'Keychain alone',
    says: 'Nothing to type: any program of your account could open this vault.',
  },
  recovery: {
    name: 'Recovery code',
    says: 'For the day the passphrase is forgotten. Kept on paper.',
  },
};

/** Whether a passphrase opens the vault. */
export function hasPassphrase({ wraps }: Pick<KeysView, 'wraps'>): boolean {
  return wraps.some((wrap) => wrap === 'passphrase' || wrap === 'keychain+passphrase');
}

/** What can be done about a way in; null: nothing here. */
export function wrapAct(
  { wraps, keychain }: Pick<KeysView, 'wraps' | 'keychain'>,
  wrap: WrapKind,
): 'add' | 'remove' | null {
  if (wraps.includes(wrap)) {
    const others = wraps.filter((other) => other !== wrap && other !== 'recovery');
    return wrap === 'recovery' || others.length > 0 ? 'remove' : null;
  }
  if (wrap === 'recovery') return null;
  return wrap !== 'passphrase' && keychain === 'absent' ? null : 'add';
}

/** `1,200 of 10,000 records` */
export function rotationWords({ done, total }: RotationProgress): string {
  const number = (count: number) => count.toLocaleString('en-GB');
  return total === 0 ? 'Making ready' : `${number(done)} of ${number(total)} records`;
}
