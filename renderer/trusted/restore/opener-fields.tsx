// What opens a backup or a damaged vault: the passphrase, the recovery code or the keychain. What is typed lives in the elements alone.
import type { RefObject } from 'react';
import { useRef, useState } from 'react';
import type { FaultCode } from '../../../app/contract/fault.ts';
import { faultMessages } from '../../../app/contract/fault.ts';
import type { Opener } from '../../../app/contract/keys.ts';
import { PassphraseField, take } from '../passphrase-field.tsx';
import { RecoveryField } from '../recovery-field.tsx';

type Kind = 'passphrase' | 'recovery' | 'keychain';

export interface OpenerState {
  readonly kind: Kind;
  readonly isEmpty: boolean;
  readonly passphrase: RefObject<HTMLInputElement | null>;
  readonly code: RefObject<HTMLTextAreaElement | null>;
  readonly turnTo: (kind: Kind) => void;
  readonly typed: () => void;
  /** What was typed, and the field is empty afterwards; null: nothing was, which is said. */
  readonly take: () => Opener | null;
}

export function useOpener(): OpenerState {
  const passphrase = useRef<HTMLInputElement>(null);
  const code = useRef<HTMLTextAreaElement>(null);
  const [kind, setKind] = useState<Kind>('passphrase');
  const [isEmpty, setEmpty] = useState(false);
  return {
    kind,
    isEmpty,
    passphrase,
    code,
    turnTo: (next) => {
      setKind(next);
      setEmpty(false);
    },
    typed: () => setEmpty(false),
    take: () => {
      if (kind === 'keychain') return { kind };
      const field = kind === 'recovery' ? code : passphrase;
      const typed = take(field);
      field.current?.focus();
      setEmpty(typed === '');
      if (typed === '') return null;
      return kind === 'recovery' ? { kind, code: typed } : { kind, passphrase: typed };
    },
  };
}

interface OpenerFieldsProps {
  readonly opener: OpenerState;
  readonly hint: string;
  readonly fault: FaultCode | null;
  readonly onInput: () => void;
}

export function OpenerFields({ opener, hint, fault, onInput }: OpenerFieldsProps) {
  const { kind, isEmpty, turnTo } = opener;
  const problem = isEmpty
    ? `Type the ${kind === 'recovery' ? 'whole code' : 'passphrase'}.`
    : fault !== null && isSaidAtOpener(fault, kind)
      ? faultMessages[fault]
      : undefined;
  const input = () => {
    opener.typed();
    onInput();
  };
  return (
    <>
      {kind === 'passphrase' ? (
        <PassphraseField
          label="Passphrase"
          input={opener.passphrase}
          focused
          hint={hint}
          problem={problem}
          onInput={input}
        />
      ) : kind === 'recovery' ? (
        <RecoveryField
          input={opener.code}
          hint="The code you printed or wrote down. Capitals and dashes do not matter."
          problem={problem}
          onInput={input}
          onEnter={() => opener.code.current?.form?.requestSubmit()}
        />
      ) : (
        <p className="lead">The key in this computer’s keychain opens it, if it was made to.</p>
      )}
      <p className="other-ways">
        {others.map(([other, words]) =>
          other === kind ? null : (
            <button
              key={other}
              type="button"
              className="inline-act"
              onClick={() => {
                turnTo(other);
                onInput();
              }}
            >
              {words}
            </button>
          ),
        )}
      </p>
    </>
  );
}

const others: readonly (readonly [Kind, string])[] = [
  ['passphrase', 'Use the passphrase'],
  ['recovery', 'Use the recovery code'],
  ['keychain', 'Use the keychain alone'],
];

/** Whether a fault is about what was typed, and said beside it. */
export function isSaidAtOpener(fault: FaultCode | null, kind: Kind): boolean {
  return fault !== null && kind !== 'keychain' && atOpener.has(fault);
}

const atOpener: ReadonlySet<FaultCode> = new Set([
  'wrong_passphrase',
  'wrong_recovery_code',
  'recovery_code_mistyped',
  'unlock_too_soon',
]);
