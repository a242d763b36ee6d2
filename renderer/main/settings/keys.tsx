// What opens the vault, in words; all of it is done in a trusted window.
import type { WrapKind } from '../../../app/contract/keys.ts';
import { Button } from '../../ui/button.tsx';
import { Fact, Facts, Section } from '../../ui/layout.tsx';
import { useAct } from '../acts.tsx';

interface KeysProps {
  readonly wraps: readonly WrapKind[];
  readonly isUnlocked: boolean;
}

export function Keys({ wraps, isUnlocked }: KeysProps) {
  const act = useAct();
  return (
    <Section title="Keys and recovery">
      <Facts>
        <Fact name="Passphrase">{passphraseWords(wraps)}</Fact>
        <Fact name="Recovery code">
          {wraps.includes('recovery')
            ? 'Opens the vault when the passphrase is lost. Keep it on paper.'
            : 'There is none. Without one, a lost passphrase means a lost vault.'}
        </Fact>
        <Fact name="Vault key">Seals every secret. It can be replaced at any time.</Fact>
      </Facts>
      <div className="settings-actions">
        <Button disabled={!isUnlocked} onClick={() => act('window.open', { kind: 'keys' })}>
          Change…
        </Button>
        {isUnlocked ? null : <span>Unlock first.</span>}
      </div>
    </Section>
  );
}

function passphraseWords(wraps: readonly WrapKind[]): string {
  if (wraps.includes('keychain')) return 'The keychain of this computer opens the vault without one.';
  const opens = wraps.includes('keychain+passphrase')
    ? 'Opens the vault together with the keychain of this computer.'
    : 'Opens the vault.';
  return `${opens} Nobody can tell it to you again.`;
}
