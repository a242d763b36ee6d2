// What opens the vault, in words; all of it is done in a trusted window.
import { Button } from '../../ui/button.tsx';
import { Fact, Facts, Section } from '../../ui/layout.tsx';
import { useAct } from '../acts.tsx';

export function Keys({ isUnlocked }: { readonly isUnlocked: boolean }) {
  const act = useAct();
  return (
    <Section title="Keys and recovery">
      <Facts>
        <Fact name="Passphrase">Opens the vault. Nobody can tell it to you again.</Fact>
        <Fact name="Recovery code">Opens the vault when the passphrase is lost. Keep it on paper.</Fact>
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
