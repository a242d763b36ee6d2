// The last step of set-up: a recovery code, shown once, to be printed or written down, and tested by typing it back whole. The code
// is put into the page through a ref, never into React's state. There is no "Copy": clipboards keep histories, and are synchronised.
import { useEffect, useRef, useState } from 'react';
import type { FaultCode } from '../../app/contract/fault.ts';
import { faultCodeOf } from '../../app/contract/fault.ts';
import { call } from './broker.ts';
import { Button, Fault, Warning } from './controls.tsx';
import { take } from './passphrase-field.tsx';
import { RecoveryField } from './recovery-field.tsx';
import { groupsOf } from './recovery-text.ts';
import { WindowHead } from './window-head.tsx';

type Step = 'offer' | 'show' | 'test' | 'done';

export function SetupRecovery() {
  const place = useRef<HTMLDivElement>(null);
  const typed = useRef<HTMLTextAreaElement>(null);
  const [step, setStep] = useState<Step>('offer');
  const [skipping, setSkipping] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<FaultCode | null>(null);
  const [problem, setProblem] = useState<string>();
  const go = (next: Step) => {
    setStep(next);
    setSkipping(false);
    setProblem(undefined);
  };
  const attempt = async (work: () => Promise<void>) => {
    if (busy) return;
    setBusy(true);
    setFault(null);
    await work().catch((thrown: unknown) => setFault(faultCodeOf(thrown)));
    setBusy(false);
  };
  const make = () =>
    attempt(async () => {
      const { code } = await call('setup.newRecovery', undefined);
      draw(place.current, code);
      go('show');
    });
  const test = () =>
    attempt(async () => {
      const code = take(typed);
      if (code === '') return setProblem('Type the whole code.');
      if (!(await opensWith(code))) return setProblem('That is not the code. Look at your paper and type it again.');
      draw(place.current, '');
      go('done');
    });
  useEffect(() => {
    const { current } = place;
    return () => draw(current, '');
  }, []);
  const close = () => call('window.close', undefined);
  return (
    <div className="recovery-print">
      <WindowHead title={titles[step]}>{says[step]}</WindowHead>
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
        {skipping ? (
          <Warning>
            {step === 'offer'
              ? 'Without a recovery code a forgotten passphrase cannot be replaced: what is in the vault is lost. You can make one later, in the settings.'
              : 'Nobody knows yet whether what you noted down is right. You can make another code later, in the settings.'}
          </Warning>
        ) : null}
        <Fault code={fault} />
        <footer>
          {step === 'done' ? (
            <Button tone="go" onClick={close}>
              Close
            </Button>
          ) : (
            <>
              <Button onClick={() => (skipping ? close() : setSkipping(true))}>{skipWords(step, skipping)}</Button>
              {step === 'show' ? <Button onClick={() => window.print()}>Print…</Button> : null}
              {step === 'test' ? <Button onClick={() => go('show')}>Show it again</Button> : null}
              <Button
                tone="go"
                off={busy}
                onClick={step === 'offer' ? make : step === 'show' ? () => go('test') : test}
              >
                {goWords[step]}
              </Button>
            </>
          )}
        </footer>
      </div>
    </div>
  );
}

/** A code with a typing error in it opens nothing either. @throws BrokerError what else went wrong */
async function opensWith(code: string): Promise<boolean> {
  try {
    return (await call('keys.checkRecovery', { code })).opens;
  } catch (thrown) {
    if (faultCodeOf(thrown) === 'recovery_code_mistyped') return false;
    throw thrown;
  }
}

function skipWords(step: Step, skipping: boolean): string {
  if (!skipping) return 'Skip';
  return step === 'offer' ? 'Go without one' : 'Leave it untested';
}

const titles: Readonly<Record<Step, string>> = {
  offer: 'Your vault is ready',
  show: 'Print it or write it down',
  test: 'Type it back',
  done: 'The code works',
};
const says: Readonly<Record<Step, string>> = {
  offer: 'One thing is left: a code for the day the passphrase is forgotten.',
  show: 'It is shown this once. Postern keeps no copy of it; a printer may.',
  test: 'From the paper, so that you know it is right.',
  done: 'Put the paper away. You will not need it for a long time.',
};
const goWords: Readonly<Record<Exclude<Step, 'done'>, string>> = {
  offer: 'Make a recovery code',
  show: 'I have it',
  test: 'Test it',
};

/** Each group an element of its own; an empty code takes all away. */
function draw(place: HTMLDivElement | null, code: string) {
  place?.replaceChildren(
    ...groupsOf(code).map((group) => {
      const element = document.createElement('span');
      element.textContent = group;
      return element;
    }),
  );
}
