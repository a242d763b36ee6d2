// Which ways open the vault: each can be added or removed with the passphrase, and the last one stays.
import type { FormEvent } from 'react';
import { useRef, useState } from 'react';
import type { FaultCode } from '../../../app/contract/fault.ts';
import { faultMessages } from '../../../app/contract/fault.ts';
import type { KeysView, WrapKind } from '../../../app/contract/keys.ts';
import { WrapKind as WrapKinds } from '../../../app/contract/keys.ts';
import { call } from '../broker.ts';
import { Button, Fault, Warning } from '../controls.tsx';
import { useEscape } from '../escape.ts';
import { PassphraseField, take } from '../passphrase-field.tsx';
import { useAct } from '../use-act.ts';
import { WindowHead } from '../window-head.tsx';
import { wrapAct, wrapWords } from './key-words.ts';

interface WaysInProps {
  readonly keys: KeysView;
  readonly onBack: () => void;
}

export function WaysIn({ keys, onBack }: WaysInProps) {
  const [changing, setChanging] = useState<WrapKind | null>(null);
  useEscape(() => (changing === null ? onBack() : undefined));
  return (
    <>
      <WindowHead title="Ways to unlock">Any one of these opens the vault. Fewer ways are safer.</WindowHead>
      <div className="body">
        {keys.keychain === 'absent' ? (
          <p className="lead">This computer has no keychain that Postern can reach.</p>
        ) : null}
        <ul className="desk-rows">
          {WrapKinds.options.map((wrap) => (
            <Way
              key={wrap}
              keys={keys}
              wrap={wrap}
              isChanging={changing === wrap}
              onChange={() => setChanging(wrap)}
              onEnd={() => setChanging(null)}
            />
          ))}
        </ul>
        <footer>
          <Button off={changing !== null} onClick={onBack}>
            Back
          </Button>
        </footer>
      </div>
    </>
  );
}

interface WayProps {
  readonly keys: KeysView;
  readonly wrap: WrapKind;
  readonly isChanging: boolean;
  readonly onChange: () => void;
  readonly onEnd: () => void;
}

function Way({ keys, wrap, isChanging, onChange, onEnd }: WayProps) {
  const { name, says } = wrapWords[wrap];
  const does = wrapAct(keys, wrap);
  return (
    <li>
      <div className="desk-row">
        <span>
          <b>{name}</b>
          <span className="tag">{keys.wraps.includes(wrap) ? 'on' : 'off'}</span>
          <small>{says}</small>
        </span>
        {does === null || isChanging ? null : (
          <Button aria-label={`${doesWords[does]}: ${name}`} onClick={onChange}>
            {doesWords[does]}…
          </Button>
        )}
      </div>
      {isChanging && does !== null ? <Change wrap={wrap} does={does} onEnd={onEnd} /> : null}
    </li>
  );
}

const doesWords = { add: 'Add', remove: 'Remove' } as const;

interface ChangeProps {
  readonly wrap: WrapKind;
  readonly does: 'add' | 'remove';
  readonly onEnd: () => void;
}

function Change({ wrap, does, onEnd }: ChangeProps) {
  const input = useRef<HTMLInputElement>(null);
  const [empty, setEmpty] = useState(false);
  const { busy, fault, act, clear } = useAct();
  useEscape(() => (busy ? undefined : onEnd()));
  const beside = fault !== null && atField.has(fault);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const passphrase = take(input);
    if (passphrase === '') return setEmpty(true);
    const done = await act(() => call('keys.setWrap', { wrap, present: does === 'add', passphrase }));
    if (done === null) input.current?.focus();
    else onEnd();
  };
  return (
    <form onSubmit={submit} noValidate>
      {wrap === 'keychain' && does === 'add' ? (
        <Warning tone="danger">
          Any program of your account could open this vault, without asking you. An agent’s programs run in your account
          too.
        </Warning>
      ) : null}
      <PassphraseField
        label="Passphrase"
        input={input}
        focused
        hint="The one this vault has."
        problem={empty ? 'Type your passphrase.' : beside ? faultMessages[fault] : undefined}
        onInput={() => {
          setEmpty(false);
          clear();
        }}
      />
      <Fault code={beside ? null : fault} />
      <div className="proof-acts">
        <Button off={busy} onClick={onEnd}>
          Cancel
        </Button>
        <Button tone={wrap === 'keychain' && does === 'add' ? 'stop' : 'go'} submit off={busy}>
          {busy ? 'Changing…' : does === 'add' ? 'Add this way' : 'Remove this way'}
        </Button>
      </div>
    </form>
  );
}

const atField: ReadonlySet<FaultCode> = new Set(['wrong_passphrase', 'unlock_too_soon']);
