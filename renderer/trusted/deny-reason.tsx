// A reason for a denial, which reaches the agent so that it can go on. Escape goes back; nothing here can allow.
import { useEffect, useId, useRef, useState } from 'react';
import { Button } from './controls.tsx';

const quick = ['Not now', 'Wrong folder', 'Too much at once', 'Read only, please', 'I will do this myself'] as const;
/** As the contract allows. */
const longest = 500;

interface DenyReasonProps {
  readonly armed: boolean;
  readonly onBack: () => void;
  /** null: no reason was given. */
  readonly onDeny: (reason: string | null) => void;
}

export function DenyReason({ armed, onBack, onDeny }: DenyReasonProps) {
  const [reason, setReason] = useState('');
  const text = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  useEffect(() => text.current?.focus(), []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') onBack();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [onBack]);
  return (
    <div className="deny">
      <label htmlFor={id}>What should the agent know? You may leave it empty.</label>
      <div className="deny-quick">
        {quick.map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={reason === each}
            onClick={() => {
              setReason(each);
              text.current?.focus();
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
      <footer>
        <Button onClick={onBack}>Back</Button>
        <Button tone="stop" off={!armed} onClick={() => onDeny(reason.trim() === '' ? null : reason.trim())}>
          Deny
        </Button>
      </footer>
    </div>
  );
}
