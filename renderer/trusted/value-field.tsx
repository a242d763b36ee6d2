// Where a value is typed or pasted: masked unless the person looks, never checked for spelling, and never shown once it is stored.
import type { RefObject } from 'react';
import { useState } from 'react';
import { faultMessages } from '../../app/contract/fault.ts';
import type { Tier } from '../../app/contract/vocabulary.ts';
import { Button, Field } from './controls.tsx';

interface ValueFieldProps {
  readonly input: RefObject<HTMLTextAreaElement | null>;
  readonly problem: string | undefined;
  /** There is a stored value, and it stays. */
  readonly stored: boolean;
  readonly onReplace: () => void;
  readonly onInput: () => void;
}

export function ValueField({ input, problem, stored, onReplace, onInput }: ValueFieldProps) {
  const [shown, setShown] = useState(false);
  const [ends, setEnds] = useState<'clean' | 'blank'>('clean');
  if (stored) {
    return (
      <div className="field">
        <div className="field-head">
          <span className="field-name">Value</span>
        </div>
        <div className="value-stored">
          <span role="img" aria-label="hidden">
            ••••••••••
          </span>
          <Button onClick={onReplace}>Replace…</Button>
        </div>
      </div>
    );
  }
  const trim = () => {
    const element = input.current;
    if (element === null) return;
    element.value = element.value.trim();
    setEnds('clean');
    element.focus();
  };
  return (
    <Field
      label="Value"
      problem={problem}
      hint={ends === 'clean' ? 'Paste it as it is. It may have several lines.' : <Blank onTrim={trim} />}
      aside={
        <Button tone="link" aria-pressed={shown} onClick={() => setShown(!shown)}>
          {shown ? 'Hide' : 'Show'}
        </Button>
      }
    >
      {(ids) => (
        <textarea
          {...ids}
          ref={input}
          className={`input input--code ${shown ? '' : 'input--masked'}`}
          rows={2}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          autoCorrect="off"
          onInput={(event) => {
            const { value } = event.currentTarget;
            setEnds(value === value.trim() ? 'clean' : 'blank');
            onInput();
          }}
        />
      )}
    </Field>
  );
}

function Blank({ onTrim }: { readonly onTrim: () => void }) {
  return (
    <>
      It begins or ends with a blank or a line break.{' '}
      <button type="button" className="inline-act" onClick={onTrim}>
        Take that off
      </button>
    </>
  );
}

/** What can be told here already; the broker judges the rest. */
export function valueProblem(value: string, tier: Tier): string | undefined {
  if (value === '') return 'Type or paste the value.';
  if (tier !== 'run' && tier !== 'guarded') return undefined;
  if (Array.from(value).length < 8) return faultMessages.secret_too_short;
  if (value.includes('\0')) return faultMessages.secret_has_nul;
  return new TextEncoder().encode(value).length > 120 * 1024 ? faultMessages.secret_too_long : undefined;
}
