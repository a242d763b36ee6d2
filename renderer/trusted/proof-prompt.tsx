// Asks for the passphrase in the middle of something that needs a proof. No form of its own, since it may stand inside one.
import { useEffect, useRef, useState } from 'react';
import type { FaultCode } from '../../app/contract/fault.ts';
import { faultMessages } from '../../app/contract/fault.ts';
import { Button, Fault } from './controls.tsx';
import { PassphraseField, take } from './passphrase-field.tsx';
import { useSecondsLeft } from './seconds.ts';
import type { ProofAsk } from './use-proof.ts';

interface ProofPromptProps {
  readonly ask: ProofAsk;
  /** What it is for, after "to": `forget the older versions`. */
  readonly to: string;
  /** What its button says. */
  readonly does?: string;
}

/** Nothing while no proof is wanted. */
export function ProofPrompt(props: ProofPromptProps) {
  const { state } = props.ask;
  if (state.kind === 'busy') return null;
  if (state.kind === 'idle') return <Fault code={state.fault} />;
  return <PassphraseAsk {...props} />;
}

/** The broker does not say how long it holds tries back; it says again when it was too soon. */
const tooSoonMs = 5000;

function PassphraseAsk({ ask, to, does = 'Confirm' }: ProofPromptProps) {
  const fault = ask.state.kind === 'asking' ? ask.state.fault : null;
  const box = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const [empty, setEmpty] = useState(false);
  const [until, setUntil] = useState<number | null>(null);
  const left = useSecondsLeft(until);
  useEffect(() => {
    box.current?.scrollIntoView({ block: 'nearest' });
    setUntil(fault === 'unlock_too_soon' ? Date.now() + tooSoonMs : null);
  }, [fault]);
  const confirm = () => {
    if (left > 0) return;
    const passphrase = take(input);
    if (passphrase === '') return setEmpty(true);
    ask.give(passphrase);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the field inside
    <div
      ref={box}
      className="proof"
      onKeyDown={(event) => {
        if (event.key === 'Enter' && event.target === input.current) {
          event.preventDefault();
          confirm();
        }
        if (event.key === 'Escape') {
          event.preventDefault();
          ask.drop();
        }
      }}
    >
      <PassphraseField
        label="Passphrase"
        input={input}
        focused
        hint={
          left > 0 ? `Too many wrong tries. Try again in ${left} s.` : `To ${to}, Postern has to know that it is you.`
        }
        problem={
          empty ? 'Type your passphrase.' : fault !== null && fault !== 'unlock_too_soon' ? words(fault) : undefined
        }
        onInput={() => setEmpty(false)}
      />
      <div className="proof-acts">
        <Button onClick={ask.drop}>Cancel</Button>
        <Button tone="go" off={left > 0} onClick={confirm}>
          {does}
        </Button>
      </div>
    </div>
  );
}

function words(fault: FaultCode): string {
  return fault === 'presence_refused'
    ? 'The system could not confirm that it is you. The passphrase does, too.'
    : faultMessages[fault];
}
