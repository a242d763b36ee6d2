// A field for a passphrase. What is typed lives in the element alone, never in React's state; `take` hands it out once and empties it.
import type { RefObject } from 'react';
import { useEffect, useState } from 'react';
import { Field } from './controls.tsx';

interface PassphraseFieldProps {
  readonly label: string;
  readonly input: RefObject<HTMLInputElement | null>;
  readonly focused?: boolean;
  readonly isNew?: boolean;
  readonly hint?: string | undefined;
  readonly problem?: string | undefined;
  readonly onInput?: (typed: string) => void;
}

export function PassphraseField({
  label,
  input,
  focused = false,
  isNew = false,
  hint,
  problem,
  onInput,
}: PassphraseFieldProps) {
  const [caps, setCaps] = useState(false);
  useEffect(() => {
    if (focused) input.current?.focus();
  }, [focused, input]);
  return (
    <Field label={label} hint={caps ? 'Caps Lock is on.' : hint} problem={problem}>
      {(ids) => (
        <input
          {...ids}
          ref={input}
          className="input"
          type="password"
          autoComplete={isNew ? 'new-password' : 'off'}
          maxLength={1024}
          spellCheck={false}
          onInput={(event) => onInput?.(event.currentTarget.value)}
          onKeyUp={(event) => setCaps(event.getModifierState('CapsLock'))}
          onKeyDown={(event) => setCaps(event.getModifierState('CapsLock'))}
        />
      )}
    </Field>
  );
}

/** What was typed; the field is empty afterwards. */
export function take(input: RefObject<HTMLInputElement | HTMLTextAreaElement | null>): string {
  const element = input.current;
  if (element === null) return '';
  const typed = element.value;
  element.value = '';
  return typed;
}
