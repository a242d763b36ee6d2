// A denial: why, which reaches the agent so that it can go on, and whether it is remembered. Escape goes back; nothing here can allow.
import { useEffect, useId, useRef, useState } from 'react';
import type { Answer } from '../../../app/contract/approval.ts';
import { Segments } from '../choices.tsx';
import { Button } from '../controls.tsx';
import { useEscape } from '../escape.ts';
import './deny-reason.css';

type Remember = Extract<Answer, { kind: 'deny' }>['remember'];

/** As the contract allows. */
const longest = 500;

interface DenyReasonProps {
  /** Reasons to pick from. */
  readonly quick: readonly string[];
  /** false: an answer to this is not remembered. */
  readonly isRemembered?: boolean;
  readonly armed: boolean;
  readonly onBack: () => void;
  /** `reason` null: none was given. */
  readonly onDeny: (reason: string | null, remember: Remember) => void;
}

export function DenyReason({ quick, isRemembered = true, armed, onBack, onDeny }: DenyReasonProps) {
  const [reason, setReason] = useState('');
  const [remember, setRemember] = useState<Remember>('no');
  const text = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  // The command stays in sight.
  const focus = () => text.current?.focus({ preventScroll: true });
  useEffect(focus, []);
  useEscape(onBack);
  const { button, says } = rememberWords[remember];
  return (
    <div className="deny">
      <label htmlFor={id} className="deny-label">
        What should the agent know? You may leave it empty.
      </label>
      <div className="deny-quick">
        {quick.map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={reason === each}
            onClick={() => {
              setReason(reason === each ? '' : each);
              focus();
            }}
          >
            {each}
          </button>
        ))}
      </div>
      <textarea
        ref={text}
        id={id}
        className="input"
        rows={2}
        maxLength={longest}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {isRemembered ? (
        <div className="deny-again">
          <b aria-hidden>If it asks for the same again</b>
          <Segments
            legend="If it asks for the same again"
            value={remember}
            options={remembers.map((value) => ({ value, label: rememberWords[value].label }))}
            onChange={setRemember}
          />
          <small aria-live="polite">{says}</small>
        </div>
      ) : null}
      <footer>
        <Button onClick={onBack}>Back</Button>
        <Button tone="stop" off={!armed} onClick={() => onDeny(reason.trim() === '' ? null : reason.trim(), remember)}>
          {button}
        </Button>
      </footer>
    </div>
  );
}

const remembers: readonly Remember[] = ['no', 'session', 'rule'];

const rememberWords: Readonly<
  Record<Remember, { readonly label: string; readonly says: string; readonly button: string }>
> = {
  no: { label: 'Ask me', says: 'You are asked again.', button: 'Deny' },
  session: {
    label: 'Deny until Postern locks',
    says: 'The same request is denied without a question until Postern locks.',
    button: 'Deny until Postern locks',
  },
  rule: {
    label: 'Always deny',
    says: 'The same request is always denied without a question. It becomes a rule, which you can remove under Policy.',
    button: 'Deny and save the rule',
  },
};
