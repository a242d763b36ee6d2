// "Check the log": asks the broker to check the whole chain and says in words what it found.
import { useState } from 'react';
import type { ChainVerdict } from '../../../app/contract/audit-chain.ts';
import type { FaultCode } from '../../../app/contract/fault.ts';
import { faultCodeOf, faultMessages } from '../../../app/contract/fault.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/layout.tsx';
import { call } from '../broker.ts';
import { counted } from '../times.ts';

export type Check =
  | { readonly kind: 'idle' }
  | { readonly kind: 'checking' }
  | { readonly kind: 'told'; readonly verdict: ChainVerdict }
  | { readonly kind: 'failed'; readonly code: FaultCode };

export function useChainCheck(): { readonly check: Check; readonly start: () => void } {
  const [check, setCheck] = useState<Check>({ kind: 'idle' });
  const start = () => {
    setCheck({ kind: 'checking' });
    call('audit.verify', undefined).then(
      (verdict) => setCheck({ kind: 'told', verdict }),
      (thrown: unknown) => setCheck({ kind: 'failed', code: faultCodeOf(thrown) }),
    );
  };
  return { check, start };
}

export function CheckButton({ check, onStart }: { readonly check: Check; readonly onStart: () => void }) {
  return (
    <Button disabled={check.kind === 'checking'} onClick={onStart}>
      {check.kind === 'checking' ? 'Checking…' : 'Check the log'}
    </Button>
  );
}

export function CheckResult({ check }: { readonly check: Check }) {
  return (
    <div className="check-result" aria-live="polite">
      {check.kind === 'failed' ? <Notice tone="danger">{faultMessages[check.code]}</Notice> : null}
      {check.kind === 'told' ? <Verdict verdict={check.verdict} /> : null}
    </div>
  );
}

function Verdict({ verdict }: { readonly verdict: ChainVerdict }) {
  if (verdict.kind === 'whole') {
    const later = verdict.unsigned === 0 ? '' : ` The last ${verdict.unsigned} will be signed at the next unlock.`;
    return (
      <Notice>
        The log is whole: {counted(verdict.events, 'event')}, none changed, moved or missing.{later}
      </Notice>
    );
  }
  return (
    <Notice tone="danger">
      <b>The log is broken{verdict.at === 0 ? '' : ` at event ${verdict.at}`}.</b> {brokenWords[verdict.why]}
    </Notice>
  );
}

const brokenWords = {
  edited: 'An event was changed outside Postern.',
  gap: 'Events are missing in the middle.',
  reordered: 'Events changed places.',
  cut: 'Events are missing at the end.',
  rewritten: 'The events agree with each other, but not with what Postern signed.',
  signature: 'The signature of the log is missing or is not this vault’s.',
  foreign: 'This log belongs to another vault.',
} as const;
