// A field for a recovery code: it puts what is typed into groups. The code lives in the element alone, never in React's state.
import type { RefObject } from 'react';
import { useEffect } from 'react';
import { Field } from './controls.tsx';
import { caretIn, grouped, lettersIn } from './recovery-text.ts';

interface RecoveryFieldProps {
  readonly input: RefObject<HTMLTextAreaElement | null>;
  readonly hint: string;
  readonly problem: string | undefined;
  readonly onInput: () => void;
  /** Enter, which makes no new line here. */
  readonly onEnter: () => void;
}

export function RecoveryField({ input, hint, problem, onInput, onEnter }: RecoveryFieldProps) {
  useEffect(() => input.current?.focus(), [input]);
  return (
    <Field label="Recovery code" hint={hint} problem={problem}>
      {(ids) => (
        <textarea
          {...ids}
          ref={input}
          className="input input--code recovery-input"
          rows={2}
          maxLength={100}
          placeholder="ABCD-EFGH-…"
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="characters"
          autoCorrect="off"
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            onEnter();
          }}
          onInput={(event) => {
            const element = event.currentTarget;
            const before = lettersIn(element.value.slice(0, element.selectionStart));
            element.value = grouped(element.value);
            const caret = caretIn(element.value, before);
            element.setSelectionRange(caret, caret);
            onInput();
          }}
        />
      )}
    </Field>
  );
}
