// A new vault key for everything: what it is for, how far it is, and a way to stop it that loses nothing.
import type { FormEvent } from 'react';
import { useRef, useState } from 'react';
import { faultMessages } from '../../../app/contract/fault.ts';
import type { KeysView, RotationProgress } from '../../../app/contract/keys.ts';
import { call } from '../broker.ts';
import { Button, Fault } from '../controls.tsx';
import { useEscape } from '../escape.ts';
import { PassphraseField, take } from '../passphrase-field.tsx';
import { useAct } from '../use-act.ts';
import { WindowHead } from '../window-head.tsx';
import { Done } from './done.tsx';
import { hasPassphrase, rotationWords } from './key-words.ts';

interface RotateProps {
  readonly keys: KeysView;
  readonly onBack: () => void;
}

export function Rotate({ keys, onBack }: RotateProps) {
  const input = useRef<HTMLInputElement>(null);
  const [empty, setEmpty] = useState(false);
  const [end, setEnd] = useState<'finished' | 'cancelled' | null>(null);
  const { busy, fault, act, clear } = useAct();
  const running = busy || keys.rotation !== null;
  useEscape(() => (running ? undefined : onBack()));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (running) return;
    const passphrase = take(input);
    if (passphrase === '') return setEmpty(true);
    const done = await act(() => call('keys.rotate', { passphrase }));
    if (done === null) return input.current?.focus();
    setEnd(done.value.end);
  };
  if (end === 'finished' && !running)
    return (
      <Done title="The vault key is a new one" onBack={onBack}>
        Everything in the vault is sealed with it. Backups from before keep the old one.
      </Done>
    );
  const beside = fault === 'wrong_passphrase' || fault === 'unlock_too_soon';
  return (
    <form onSubmit={submit} noValidate>
      <WindowHead title="Rotate the vault key">
        Every secret is sealed anew, so whoever has a copy of the old key can open nothing that is written from now on.
      </WindowHead>
      <div className="body">
        {running ? <Progress progress={keys.rotation ?? { done: 0, total: 0 }} /> : null}
        {end === 'cancelled' && !running ? (
          <p className="lead">
            It was stopped half-way, and nothing is lost: what is done stays done. It goes on at the next unlock, or
            now.
          </p>
        ) : null}
        {running ? null : hasPassphrase(keys) ? (
          <PassphraseField
            label="Passphrase"
            input={input}
            focused
            hint="The passphrase and the recovery code stay as they are."
            problem={empty ? 'Type your passphrase.' : beside ? faultMessages[fault] : undefined}
            onInput={() => {
              setEmpty(false);
              clear();
            }}
          />
        ) : (
          <p className="lead">This vault has no passphrase. Add one under “Ways to unlock” first.</p>
        )}
        <Fault code={beside ? null : fault} />
        <footer>
          {running ? (
            <Button onClick={() => call('keys.stopRotation', undefined)}>Stop</Button>
          ) : (
            <>
              <Button onClick={onBack}>Back</Button>
              <Button tone="go" submit off={!hasPassphrase(keys)}>
                {end === 'cancelled' ? 'Go on' : 'Rotate the key'}
              </Button>
            </>
          )}
        </footer>
      </div>
    </form>
  );
}

function Progress({ progress }: { readonly progress: RotationProgress }) {
  const { done, total } = progress;
  const words = rotationWords(progress);
  return (
    <>
      <div
        className="progress"
        role="progressbar"
        aria-label="Sealing anew"
        aria-valuemin={0}
        aria-valuemax={Math.max(1, total)}
        aria-valuenow={done}
        aria-valuetext={words}
      >
        <i style={{ width: total === 0 ? 0 : `${(done / total) * 100}%` }} />
      </div>
      <p className="field-hint">{words}. You can go on working; agents are served as always.</p>
    </>
  );
}
