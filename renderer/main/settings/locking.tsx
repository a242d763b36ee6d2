// When the vault locks and how much is asked of the person, in words.
import type { Settings } from '../../../app/contract/settings.ts';
import { Button } from '../../ui/button.tsx';
import { Fact, Facts, Section } from '../../ui/layout.tsx';
import { useAct } from '../acts.tsx';
import { idleWords, sessionWords } from './setting-words.ts';

/** `settings` null: the vault is locked, and they lie in it. */
export function Locking({ settings }: { readonly settings: Settings | null }) {
  const act = useAct();
  return (
    <Section title="Locking and asking">
      {settings === null ? (
        <p className="settings-locked">These lie in the vault. Unlock to see and change them.</p>
      ) : (
        <>
          <Facts>
            <Fact name="Session">{sessionWords(settings.sessionHours)}</Fact>
            <Fact name="Away">{idleWords(settings.idleMinutes)}</Fact>
            <Fact name="Quick unlock">
              {settings.quickUnlock
                ? 'On. A key stays in memory while Postern is locked, and your fingerprint or the system’s own question unlocks it.'
                : 'Off. No key stays in memory while Postern is locked.'}
            </Fact>
            <Fact name="Approvals">
              {settings.presenceForEveryApproval
                ? 'Each one asks for your fingerprint or passphrase.'
                : 'A click is enough, except for guarded secrets.'}
            </Fact>
            <Fact name="Clipboard">A copied value is cleared after {settings.clipboardSeconds} seconds.</Fact>
          </Facts>
          <div className="settings-actions">
            <Button onClick={() => act('window.open', { kind: 'settings', about: 'locking' })}>Change…</Button>
          </div>
        </>
      )}
    </Section>
  );
}
