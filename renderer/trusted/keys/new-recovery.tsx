// A new recovery code: shown once, to be printed or written down, and typed back whole. It is put into the page through a ref, never
// into React's state. SECURITY P9: making one needs a proof.
import { useEffect, useRef, useState } from 'react';
import { faultCodeOf } from '../../../app/contract/fault.ts';
import { call } from '../broker.ts';
import { Button, Fault, Warning } from '../controls.tsx';
import { useEscape } from '../escape.ts';
import { take } from '../passphrase-field.tsx';
import { ProofPrompt } from '../proof-prompt.tsx';
import { RecoveryField } from '../recovery-field.tsx';
import { groupsOf } from '../recovery-text.ts';
import { useAct } from '../use-act.ts';
import { useProof } from '../use-proof.ts';
import { WindowHead } from '../window-head.tsx';
import '../setup.css';

type Step = 'offer' | 'show' | 'test' | 'done';

interface NewRecoveryProps {
  /** There is a code already. */
  readonly replaces: boolean;
  readonly onBack: () => void;
}

export function NewRecovery({ replaces, onBack }: NewRecoveryProps) {
  const place = useRef<HTMLDivElement>(null);
  const typed = useRef<HTMLTextAreaElement>(null);
  const [step, setStep] = useState<Step>('offer');
  // Once the new one is made there is a code, which is no warning any more.
  const [replaced] = useState(replaces);
  const [leaving, setLeaving] = useState(false);
  const [problem, setProblem] = useState<string>();
  const proof = useProof();
  const { busy, fault, act } = useAct();
  const asking = proof.state.kind === 'asking';
  const making = proof.state.kind === 'busy';
  const open = step === 'show' || step === 'test';
  const leave = () => (open && !leaving ? setLeaving(true) : onBack());
  useEscape(() => (busy || making ? undefined : leave()));
  useEffect(() => {
    const { current } = place;
    return () => draw(current, '');
  }, []);
  const go = (next: Step) => {
    setStep(next);
    setLeaving(false);
    setProblem(undefined);
  };
  const make = async () => {
    const made = await proof.prove(async (given) =>
      draw(place.current, (await call('keys.newRecovery', { proof: given })).code),
    );
    if (made !== null) go('show');
  };
  const test = async () => {
    const code = take(typed);
    if (code === '') return setProblem('Type the whole code.');
    const tested = await act(() => opensWith(code));
    if (tested === null) return;
    if (!tested.value) return setProblem('That is not the code. Look at your paper and type it again.');
    draw(place.current, '');
    go('done');
  };
  return (
    <div className="recovery-print">
      <WindowHead title={titles[step]}>{says[step]}</WindowHead>
      <div className="body">
        <div className={step === 'show' ? 'recovery-sheet' : 'recovery-sheet recovery-sheet--away'}>
          <h2 className="recovery-title">Postern recovery code</h2>
          <div ref={place} className="recovery-code mono" />
          <p className="recovery-how">
            It opens the vault without the passphrase. Whoever has it and this computer can open the vault, so keep it
            where you keep other papers that matter.
          </p>
        </div>
        {step === 'offer' && replaced ? (
          <Warning>The code you have now opens nothing as soon as the new one is made. Destroy that paper.</Warning>
        ) : null}
        {step === 'test' ? (
          <RecoveryField
            input={typed}
            hint="The whole of it: a code that was written down wrong opens nothing."
            problem={problem}
            onInput={() => setProblem(undefined)}
            onEnter={test}
          />
        ) : null}
        {leaving ? (
          <Warning>
            Nobody knows yet whether what you noted down is right, and it is not shown again. Leave it untested?
          </Warning>
        ) : null}
        <ProofPrompt ask={proof} to="make a recovery code" does="Make it" />
        <Fault code={fault} />
        <footer>
          {step === 'done' ? null : (
            <Button off={busy || making} onClick={leave}>
              {leaving ? 'Leave it untested' : 'Back'}
            </Button>
          )}
          {step === 'show' ? <Button onClick={() => window.print()}>Print…</Button> : null}
          {step === 'test' ? <Button onClick={() => go('show')}>Show it again</Button> : null}
          {step === 'offer' && !asking ? (
            <Button tone="go" off={making} onClick={make}>
              {making ? 'Making…' : 'Make a recovery code'}
            </Button>
          ) : null}
          {step === 'show' ? (
            <Button tone="go" onClick={() => go('test')}>
              I have it
            </Button>
          ) : null}
          {step === 'test' ? (
            <Button tone="go" off={busy} onClick={test}>
              {busy ? 'Testing…' : 'Test it'}
            </Button>
          ) : null}
          {step === 'done' ? (
            <Button tone="go" onClick={onBack}>
              Done
            </Button>
          ) : null}
        </footer>
      </div>
    </div>
  );
}

const titles: Readonly<Record<Step, string>> = {
  offer: 'A new recovery code',
  show: 'Print it or write it down',
  test: 'Type it back',
  done: 'The code works',
};
const says: Readonly<Record<Step, string>> = {
  offer: 'For the day the passphrase is forgotten.',
  show: 'It is shown this once. Postern keeps no copy of it; a printer may.',
  test: 'From the paper, so that you know it is right.',
  done: 'Put the paper away. You will not need it for a long time.',
};

/** A code with a typing error in it opens nothing either. @throws BrokerError what else went wrong */
async function opensWith(code: string): Promise<boolean> {
  try {
    return (await call('keys.checkRecovery', { code })).opens;
  } catch (thrown) {
    if (faultCodeOf(thrown) === 'recovery_code_mistyped') return false;
    throw thrown;
  }
}

/** Each group an element of its own; an empty code takes all away. */
function draw(place: HTMLDivElement | null, code: string): void {
  place?.replaceChildren(
    ...groupsOf(code).map((group) => {
      const element = document.createElement('span');
      element.textContent = group;
      return element;
    }),
  );
}
