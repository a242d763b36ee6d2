// How long a yes lasts: one row to choose from, and below it how many uses or minutes.
import { useId } from 'react';
import type { Lasting } from '../../../app/contract/lasting.ts';
import { lastingName } from './allowance-words.ts';
import { offeredLasting } from './choice.ts';
import './lasting-choice.css';

interface LastingChoiceProps {
  readonly offered: readonly Lasting[];
  readonly lasting: Lasting;
  readonly onChoose: (lasting: Lasting) => void;
}

export function LastingChoice({ offered, lasting, onChoose }: LastingChoiceProps) {
  const name = useId();
  return (
    <>
      <fieldset className="scope">
        <legend className="visually-hidden">How long it is allowed</legend>
        {offeredLasting(offered).map((preset) => {
          const isOn = preset.kind === lasting.kind;
          return (
            <label key={preset.kind}>
              <input type="radio" name={name} checked={isOn} onChange={() => onChoose(preset)} />
              <span>{lastingName(isOn ? lasting : preset)}</span>
            </label>
          );
        })}
      </fieldset>
      {lasting.kind === 'uses' ? <Uses uses={lasting.uses} onChoose={onChoose} /> : null}
      {lasting.kind === 'minutes' ? <Minutes offered={offered} minutes={lasting.minutes} onChoose={onChoose} /> : null}
    </>
  );
}

/** As the contract allows. */
const [fewest, most] = [2, 50];

function Uses({ uses, onChoose }: { readonly uses: number; readonly onChoose: LastingChoiceProps['onChoose'] }) {
  const step = (by: number) => onChoose({ kind: 'uses', uses: Math.min(most, Math.max(fewest, uses + by)) });
  return (
    <div className="scope-more">
      <div className="stepper">
        <button type="button" tabIndex={-1} aria-hidden aria-disabled={uses <= fewest} onClick={() => step(-1)}>
          −
        </button>
        <span
          role="spinbutton"
          tabIndex={0}
          aria-label="Number of uses"
          aria-valuenow={uses}
          aria-valuemin={fewest}
          aria-valuemax={most}
          onKeyDown={(event) => {
            const by = stepOf(event.key);
            if (by === null) return;
            event.preventDefault();
            step(by);
          }}
        >
          {uses}
        </span>
        <button type="button" tabIndex={-1} aria-hidden aria-disabled={uses >= most} onClick={() => step(1)}>
          +
        </button>
      </div>
      <span>uses at most</span>
    </div>
  );
}

function stepOf(key: string): number | null {
  switch (key) {
    case 'ArrowUp':
    case 'ArrowRight':
      return 1;
    case 'ArrowDown':
    case 'ArrowLeft':
      return -1;
    case 'PageUp':
      return 10;
    case 'PageDown':
      return -10;
    default:
      return null;
  }
}

function Minutes({ offered, minutes, onChoose }: { readonly minutes: number } & Omit<LastingChoiceProps, 'lasting'>) {
  const name = useId();
  return (
    <fieldset className="scope-more">
      <legend className="visually-hidden">For how many minutes</legend>
      {offered.map((each) =>
        each.kind === 'minutes' ? (
          <label key={each.minutes} className="mini">
            <input type="radio" name={name} checked={each.minutes === minutes} onChange={() => onChoose(each)} />
            <span className="mini-text">{each.minutes}</span>
          </label>
        ) : null,
      )}
      <span>minutes</span>
    </fieldset>
  );
}
