// How secrets come into the vault from elsewhere, and how they leave it.
import { Button } from '../../ui/button.tsx';
import { Fact, Facts, Section } from '../../ui/layout.tsx';
import { useAct } from '../acts.tsx';

export function ImportExport({ isUnlocked }: { readonly isUnlocked: boolean }) {
  const act = useAct();
  return (
    <Section title="Import and export">
      <Facts>
        <Fact name="Import">
          From .env files, 1Password, Bitwarden, KeePassXC, pass, a keychain, or what gh, npm, Docker and AWS keep in
          their own files. You see everything before it is taken over.
        </Fact>
        <Fact name="Export">
          As a plain .env file, after a warning and when you confirm that it is you. To move the vault, save a backup
          instead.
        </Fact>
      </Facts>
      <div className="settings-actions">
        <Button disabled={!isUnlocked} onClick={() => act('window.open', { kind: 'import' })}>
          Import…
        </Button>
        <Button disabled={!isUnlocked} onClick={() => act('window.open', { kind: 'export' })}>
          Export…
        </Button>
        {isUnlocked ? null : <span>Unlock first.</span>}
      </div>
    </Section>
  );
}
