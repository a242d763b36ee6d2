// A recovery code, made, shown once, printed or written down, and typed back whole. The code is put into the page through a ref, never
// into React's state. There is no "Copy": clipboards keep histories, and are synchronised.
import type { ReactNode } from 'react';
import { useEffect, useRef, useState } from 'react';
import { faultCodeOf } from '../../app/contract/fault.ts';
import { call } from './broker.ts';
import { Button, Fault, Warning } from './controls.tsx';
import { useEscape } from './escape.ts';
import { take } from './passphrase-field.tsx';
import { RecoveryField } from './recovery-field.tsx';
import { groupsOf } from './recovery-text.ts';
import { useAct } from './use-act.ts';
import { WindowHead } from './window-head.tsx';
import './setup.css';

export type RecoveryStep = 'offer' | 'show' | 'test' | 'done';

/** A way out before the code was tested. */
export interface RecoveryExit {
  readonly label: string;
  /** What the person should know before they leave; null: they just go. */
  readonly warning: string | null;
  /** What the button says once they were warned. */
  readonly sure: string;
}

interface RecoveryStepsProps {
  readonly title: string;
  readonly says: string;
  /** Under the offer: a warning, a question for a proof. */
  readonly offer: ReactNode;
  /** Something else is under way or asked: no code can be made now. */
  readonly off: boolean;
  /** The new code; null: it was not made. */
  readonly make: () => Promise<string | null>;
  readonly exitFrom: (step: Exclude<RecoveryStep, 'done'>) => RecoveryExit;
  readonly end: string;
  readonly onEnd: () => void;
}

export function RecoverySteps({ title, says, offer, off, make, exitFrom, end, onEnd }: RecoveryStepsProps) {
  const place = useRef<HTMLDivElement>(null);
  const typed = useRef<HTMLTextAreaElement>(null);
  const [step, setStep] = useState<RecoveryStep>('offer');
  const [warned, setWarned] = useState(false);
  const [problem, setProblem] = useState<string>();
  const { busy, fault, act } = useAct();
  useEffect(() => {
    const { current } = place;
    return () => draw(current, '');
  }, []);
  const go = (next: RecoveryStep) => {
    setStep(next);
    setWarned(false);
    setProblem(undefined);
  };
  const begin = async () => {
    const made = await act(make);
    if (made === null || made.value === null) return;
    draw(place.current, made.value);
    go('show');
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
  const exit = step === 'done' ? null : exitFrom(step);
  const leave = () => (exit !== null && exit.warning !== null && !warned ? setWarned(true) : onEnd());
  useEscape(() => (busy || off ? undefined : leave()));
  return (
    <div className="recovery-print">
      <WindowHead title={step === 'offer' ? title : titles[step]}>{step === 'offer' ? says : leads[step]}</WindowHead>
      <div className="body">
        <div className={step === 'show' ? 'recovery-sheet' : 'recovery-sheet recovery-sheet--away'}>
          <h2 className="recovery-title">Postern recovery code</h2>
          <div ref={place} className="recovery-code mono" />
          <p className="recovery-how">
            It opens the vault without the passphrase. Whoever has it and a copy of the vault can open it, so keep it
            where you keep other papers that matter.
          </p>
        </div>
        {step === 'test' ? (
          <RecoveryField
            input={typed}
            hint="The whole of it: a code that was written down wrong opens nothing."
            problem={problem}
            onInput={() => setProblem(undefined)}
            onEnter={test}
          />
        ) : null}
        {warned && exit !== null ? <Warning>{exit.warning}</Warning> : null}
        {step === 'offer' ? offer : null}
        <Fault code={fault} />
        <footer>
          {exit === null ? null : (
            <Button off={busy || off} onClick={leave}>
              {warned ? exit.sure : exit.label}
            </Button>
          )}
          {step === 'show' ? <Button onClick={() => window.print()}>Print…</Button> : null}
          {step === 'test' ? <Button onClick={() => go('show')}>Show it again</Button> : null}
          <Button
            tone="go"
            off={busy || off}
            onClick={{ offer: begin, show: () => go('test'), test, done: onEnd }[step]}
          >
            {step === 'done' ? end : goWords[step]}
          </Button>
        </footer>
      </div>
    </div>
  );
}

const titles: Readonly<Record<Exclude<RecoveryStep, 'offer'>, string>> = {
  show: 'Print it or write it down',
  test: 'Type it back',
  done: 'The code works',
};
const leads: Readonly<Record<Exclude<RecoveryStep, 'offer'>, string>> = {
  show: 'It is shown this once. Postern keeps no copy of it; a printer may.',
  test: 'From the paper, so that you know it is right.',
  done: 'Put the paper away. You will not need it for a long time.',
};
const goWords: Readonly<Record<Exclude<RecoveryStep, 'done'>, string>> = {
  offer: 'Make a recovery code',
  show: 'I have it',
  test: 'Test it',
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
