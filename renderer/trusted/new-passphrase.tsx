// A new passphrase, typed twice, with its strength in words. What is typed lives in the elements alone.
import type { RefObject } from 'react';
import { faultMessages } from '../../app/contract/fault.ts';
import { PassphraseField } from './passphrase-field.tsx';
import type { Strength } from './strength.ts';
import { strengthOf } from './strength.ts';
import './setup.css';

export interface NewPassphraseRefs {
  readonly first: RefObject<HTMLInputElement | null>;
  readonly second: RefObject<HTMLInputElement | null>;
}

export interface NewPassphraseProblem {
  readonly first: string | undefined;
  readonly second: string | undefined;
}
export const noProblem: NewPassphraseProblem = { first: undefined, second: undefined };

interface NewPassphraseProps {
  readonly refs: NewPassphraseRefs;
  readonly label: string;
  readonly problem: NewPassphraseProblem;
  readonly strength: Strength;
  readonly focused?: boolean;
  /** Under the second field. */
  readonly hint?: string;
  readonly onInput: () => void;
}

const notKept = 'Postern does not keep it.';

export function NewPassphrase(props: NewPassphraseProps) {
  const { refs, label, problem, strength, focused = false, hint = notKept, onInput } = props;
  return (
    <>
      <PassphraseField
        label={label}
        input={refs.first}
        isNew
        focused={focused}
        hint={strength.words}
        problem={problem.first}
        onInput={onInput}
      />
      <div className={`strength strength--${strength.level}`} aria-hidden>
        <i />
        <i />
        <i />
      </div>
      <PassphraseField
        label="The same again"
        input={refs.second}
        isNew
        hint={hint}
        problem={problem.second}
        onInput={onInput}
      />
    </>
  );
}

/** What is wrong with what stands in the two fields; the first wrong one gets the focus. `noProblem`: nothing. */
export function newPassphraseProblem({ first, second }: NewPassphraseRefs): NewPassphraseProblem {
  if (strengthOf(first.current?.value ?? '').level === 0) {
    first.current?.focus();
    return { ...noProblem, first: faultMessages.passphrase_too_weak };
  }
  if (first.current?.value !== second.current?.value) {
    second.current?.focus();
    return { ...noProblem, second: 'The two are not the same.' };
  }
  return noProblem;
}
