// Another passphrase in the place of the one there is. What is typed lives in the elements alone, never in React's state.
import type { FormEvent } from 'react';
import { useRef, useState } from 'react';
import type { FaultCode } from '../../../app/contract/fault.ts';
import { faultMessages } from '../../../app/contract/fault.ts';
import { call } from '../broker.ts';
import { Button, Fault } from '../controls.tsx';
import { useEscape } from '../escape.ts';
import { NewPassphrase, type NewPassphraseRefs, newPassphraseProblem, noProblem } from '../new-passphrase.tsx';
import { PassphraseField, take } from '../passphrase-field.tsx';
import { RecoveryField } from '../recovery-field.tsx';
import { strengthOf } from '../strength.ts';
import { useAct } from '../use-act.ts';
import { WindowHead } from '../window-head.tsx';
import { Done } from './done.tsx';

interface ChangePassphraseProps {
  readonly canRecover: boolean;
  readonly onBack: () => void;
}

export function ChangePassphrase({ canRecover, onBack }: ChangePassphraseProps) {
  const current = useRef<HTMLInputElement>(null);
  const code = useRef<HTMLTextAreaElement>(null);
  const next: NewPassphraseRefs = { first: useRef(null), second: useRef(null) };
  const [forgotten, setForgotten] = useState(false);
  const [empty, setEmpty] = useState(false);
  const [problem, setProblem] = useState(noProblem);
  const [strength, setStrength] = useState(() => strengthOf(''));
  const [done, setDone] = useState(false);
  const { busy, fault, act, clear } = useAct();
  useEscape(() => (busy ? undefined : onBack()));
  const atCurrent = fault !== null && besideCurrent.has(fault);
  const typed = () => {
    setEmpty(false);
    setProblem(noProblem);
    clear();
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const proof = forgotten ? code : current;
    if (busy) return;
    if (proof.current?.value === '') {
      setEmpty(true);
      return proof.current.focus();
    }
    const wrong = newPassphraseProblem(next);
    setProblem(wrong);
    if (wrong !== noProblem) return;
    const passphrase = next.first.current?.value ?? '';
    const given = take(proof);
    const changed = await act(() =>
      call('keys.changePassphrase', {
        current: forgotten ? { kind: 'recovery', code: given } : { kind: 'passphrase', passphrase: given },
        next: passphrase,
      }),
    );
    if (changed === null) return proof.current?.focus();
    take(next.first);
    take(next.second);
    setDone(true);
  };
  if (done)
    return (
      <Done title="The passphrase is changed" onBack={onBack}>
        Copies of the vault file and backups from before still open with the old one. If someone may know it, rotate the
        vault key too, and delete old backups.
      </Done>
    );
  const currentProblem = empty
    ? `Type the ${forgotten ? 'recovery code' : 'passphrase'} first.`
    : atCurrent
      ? faultMessages[fault]
      : undefined;
  return (
    <form onSubmit={submit} noValidate>
      <WindowHead title="Change the passphrase">Nothing else changes: secrets, agents and rules stay.</WindowHead>
      <div className="body">
        {forgotten ? (
          <RecoveryField
            input={code}
            hint="The code you printed or wrote down. It stays as it is."
            problem={currentProblem}
            onInput={typed}
            onEnter={() => code.current?.form?.requestSubmit()}
          />
        ) : (
          <PassphraseField label="Passphrase now" input={current} focused problem={currentProblem} onInput={typed} />
        )}
        {canRecover ? (
          <p className="other-ways">
            <button
              type="button"
              className="inline-act"
              onClick={() => {
                setForgotten(!forgotten);
                typed();
              }}
            >
              {forgotten ? 'Use the passphrase' : 'I forgot it: use the recovery code'}
            </button>
          </p>
        ) : null}
        <NewPassphrase
          refs={next}
          label="New passphrase"
          problem={problem}
          strength={strength}
          onInput={() => {
            typed();
            setStrength(strengthOf(next.first.current?.value ?? ''));
          }}
        />
        <Fault code={atCurrent ? null : fault} />
        <footer>
          <Button off={busy} onClick={onBack}>
            Back
          </Button>
          <Button tone="go" submit off={busy}>
            {busy ? 'Changing…' : 'Change it'}
          </Button>
        </footer>
      </div>
    </form>
  );
}

const besideCurrent: ReadonlySet<FaultCode> = new Set([
  'wrong_passphrase',
  'wrong_recovery_code',
  'recovery_code_mistyped',
  'unlock_too_soon',
]);
