// Makes the vault: a passphrase twice, whether the keychain holds the other half, and an explicit yes to an old Electron. Then the
// recovery code.
import type { FormEvent } from 'react';
import { useRef, useState } from 'react';
import type { TrustedSubject } from '../../app/contract/trusted-channels.ts';
import { call, useSending } from './broker.ts';
import { Button, Fault, Tick, Warning } from './controls.tsx';
import { NewPassphrase, type NewPassphraseRefs, newPassphraseProblem, noProblem } from './new-passphrase.tsx';
import { take } from './passphrase-field.tsx';
import { SetupRecovery } from './setup-recovery.tsx';
import { strengthOf } from './strength.ts';
import { WindowHead } from './window-head.tsx';
import './setup.css';

interface SetupProps {
  readonly subject: Extract<TrustedSubject, { kind: 'setup' }>;
}

export function Setup({ subject }: SetupProps) {
  return subject.made ? <SetupRecovery /> : <SetupPassphrase subject={subject} />;
}

function SetupPassphrase({ subject }: SetupProps) {
  const refs: NewPassphraseRefs = { first: useRef(null), second: useRef(null) };
  const [strength, setStrength] = useState(() => strengthOf(''));
  const [problem, setProblem] = useState(noProblem);
  const [useKeychain, setUseKeychain] = useState(subject.keychain === 'ready');
  const [acceptOldElectron, setAccept] = useState(false);
  const { busy, fault, send } = useSending();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const wrong = newPassphraseProblem(refs);
    setProblem(wrong);
    if (wrong !== noProblem) return;
    const passphrase = take(refs.first);
    take(refs.second);
    setStrength(strengthOf(''));
    await send('vault.create', { passphrase, useKeychain, acceptOldElectron });
  };
  const typed = () => {
    setProblem(noProblem);
    setStrength(strengthOf(refs.first.current?.value ?? ''));
  };
  return (
    <form onSubmit={submit} noValidate>
      <WindowHead title="Create your vault">
        It stays on this computer, sealed by a passphrase that only you know.
      </WindowHead>
      <div className="body">
        <NewPassphrase
          refs={refs}
          label="Passphrase"
          problem={problem}
          strength={strength}
          focused
          hint="Postern does not keep it. Next you can make a recovery code, in case you forget it."
          onInput={typed}
        />
        <KeychainChoice state={subject.keychain} on={useKeychain} onChange={setUseKeychain} />
        <p className="other-ways">
          <button type="button" className="inline-act" onClick={() => call('restore.window', undefined)}>
            Restore a backup instead…
          </button>
        </p>
        {subject.oldElectron ? (
          <Warning>
            Postern runs on Electron {subject.electronVersion}, which is old and gets no security fixes. It serves for
            trying Postern out, not for real secrets.
            <Tick on={acceptOldElectron} onChange={setAccept} label="I understand, create a vault anyway" />
          </Warning>
        ) : null}
        <Fault code={fault} />
        <footer>
          <Button onClick={() => call('window.close', undefined)}>Cancel</Button>
          <Button tone="go" submit off={busy || (subject.oldElectron && !acceptOldElectron)}>
            {busy ? 'Creating…' : 'Create the vault'}
          </Button>
        </footer>
      </div>
    </form>
  );
}

interface KeychainChoiceProps {
  readonly state: Extract<TrustedSubject, { kind: 'setup' }>['keychain'];
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
}

function KeychainChoice({ state, on, onChange }: KeychainChoiceProps) {
  if (state === 'absent') {
    return (
      <p className="setup-note">
        This computer has no keychain that Postern can reach. The passphrase alone will open the vault.
      </p>
    );
  }
  const locked = state === 'locked' ? ' It is locked now, so you will be asked to unlock it.' : '';
  return (
    <Tick on={on} onChange={onChange} label="Keep one half of the key in this computer’s keychain">
      A copied vault file is then useless elsewhere, even to someone who knows the passphrase.{locked}
    </Tick>
  );
}
