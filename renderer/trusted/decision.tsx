// The answer to a run: how far it reaches, and the buttons that say what they do. SECURITY P9: none has the focus by itself.
import { useState } from 'react';
import type { Answer } from '../../app/contract/approval.ts';
import type { FaultCode } from '../../app/contract/fault.ts';
import { call } from './broker.ts';
import { Button, Fault } from './controls.tsx';
import { DenyReason } from './deny-reason.tsx';

type Scope = Extract<Answer, { kind: 'allow' }>['scope'];

interface DecisionProps {
  /** Why it may be allowed once only; null: it may last. */
  readonly onceOnly: string | null;
  readonly armed: boolean;
  /** The system asks whether the person is here; meanwhile it can still be denied. */
  readonly proving: boolean;
  readonly expired: boolean;
  readonly fault: FaultCode | null;
  readonly onAnswer: (answer: Answer) => void;
}

const scopes = [
  { scope: 'once', name: 'Once', says: 'Allows exactly this command, one time.', button: 'Allow once' },
  {
    scope: 'session',
    name: 'This session',
    says: 'Allows exactly this command until the agent’s session ends or Postern locks, whichever is first.',
    button: 'Allow for this session',
  },
] as const;

export function Decision({ onceOnly, armed, proving, expired, fault, onAnswer }: DecisionProps) {
  const [scope, setScope] = useState<Scope>('once');
  const [denying, setDenying] = useState(false);
  const chosen = scopes.find((each) => each.scope === scope) ?? scopes[0];
  if (expired) return <Expired />;
  if (denying) {
    return (
      <>
        <Fault code={fault} />
        <DenyReason
          armed={armed}
          onBack={() => setDenying(false)}
          onDeny={(reason) => onAnswer({ kind: 'deny', reason })}
        />
      </>
    );
  }
  return (
    <>
      {onceOnly === null ? <ScopeChoice scope={scope} onChoose={setScope} /> : null}
      <p className="says" aria-live="polite">
        {chosen.says} {onceOnly}
      </p>
      <Fault code={fault} />
      <footer>
        <Button
          tone="link"
          off={!armed}
          title="Denies this and pauses the agent until you resume it."
          onClick={() => onAnswer({ kind: 'not_mine' })}
        >
          I didn’t ask for this
        </Button>
        <Button off={!armed} onClick={() => setDenying(true)}>
          Deny…
        </Button>
        <Button tone="go" off={!armed || proving} onClick={() => onAnswer({ kind: 'allow', scope })}>
          {chosen.button}
        </Button>
      </footer>
    </>
  );
}

function ScopeChoice({ scope, onChoose }: { readonly scope: Scope; readonly onChoose: (scope: Scope) => void }) {
  return (
    <fieldset className="scope">
      <legend className="visually-hidden">How long it is allowed</legend>
      {scopes.map((each) => (
        <label key={each.scope}>
          <input
            type="radio"
            name="scope"
            value={each.scope}
            checked={scope === each.scope}
            onChange={() => onChoose(each.scope)}
          />
          <span>{each.name}</span>
        </label>
      ))}
    </fieldset>
  );
}

export function Expired() {
  return (
    <>
      <p className="says">This request has expired. Nothing was run, and the agent was told so.</p>
      <footer>
        <Button onClick={() => call('window.close', undefined)}>Close</Button>
      </footer>
    </>
  );
}
