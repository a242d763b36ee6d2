// Makes the vault: a passphrase twice, whether the keychain holds the other half, and an explicit yes to an old Electron.
import type { FormEvent } from 'react';
import { useRef, useState } from 'react';
import { faultMessages } from '../../app/contract/fault.ts';
import type { TrustedSubject } from '../../app/contract/ipc.ts';
import { call, useSending } from './broker.ts';
import { Button, Fault, Tick, Warning } from './controls.tsx';
import { ArchIcon } from './icons.tsx';
import { PassphraseField, take } from './passphrase-field.tsx';
import { strengthOf } from './strength.ts';
import './setup.css';

export function Setup({ subject }: { readonly subject: Extract<TrustedSubject, { kind: 'setup' }> }) {
  const first = useRef<HTMLInputElement>(null);
  const second = useRef<HTMLInputElement>(null);
  const [strength, setStrength] = useState(() => strengthOf(''));
  const [tooShort, setTooShort] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [useKeychain, setUseKeychain] = useState(subject.keychain === 'ready');
  const [acceptOldElectron, setAccept] = useState(false);
  const { busy, fault, send } = useSending();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    if (strength.level === 0) {
      setTooShort(true);
      return first.current?.focus();
    }
    if (first.current?.value !== second.current?.value) {
      setProblem('The two are not the same.');
      return second.current?.focus();
    }
    const passphrase = take(first);
    take(second);
    setStrength(strengthOf(''));
    await send('vault.create', { passphrase, useKeychain, acceptOldElectron });
  };
  const typed = () => {
    setTooShort(false);
    setProblem(undefined);
    setStrength(strengthOf(first.current?.value ?? ''));
  };
  return (
    <form onSubmit={submit} noValidate>
      <header className="head">
        <span className="head-mark">
          <ArchIcon />
        </span>
        <div>
          <h1>Create your vault</h1>
          <p>It stays on this computer, sealed by a passphrase that only you know.</p>
        </div>
      </header>
      <div className="body">
        <PassphraseField
          label="Passphrase"
          input={first}
          isNew
          focused
          hint={strength.words}
          problem={tooShort ? faultMessages.passphrase_too_weak : undefined}
          onInput={typed}
        />
        <div className={`strength strength--${strength.level}`} aria-hidden>
          <i />
          <i />
          <i />
        </div>
        <PassphraseField
          label="The same again"
          input={second}
          isNew
          hint="Postern cannot recover it. If you lose it, the vault stays closed."
          problem={problem}
          onInput={typed}
        />
        <KeychainChoice state={subject.keychain} on={useKeychain} onChange={setUseKeychain} />
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
