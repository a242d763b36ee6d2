// The rule that a yes for always would become, in words, before it is saved. SECURITY P9: without the words there is no such yes.
import { useEffect, useState } from 'react';
import type { FaultCode } from '../../../app/contract/fault.ts';
import { faultCodeOf } from '../../../app/contract/fault.ts';
import type { Reach } from '../../../app/contract/lasting.ts';
import type { RequestId, SecretName } from '../../../app/contract/vocabulary.ts';
import { call } from '../broker.ts';
import { Fault, Warning } from '../controls.tsx';
import { VisibleText } from '../visible-text.tsx';

type RuleState =
  | { readonly kind: 'unasked' | 'asking' | 'none' }
  | { readonly kind: 'ready'; readonly words: string }
  | { readonly kind: 'failed'; readonly code: FaultCode };

interface RuleAsked {
  readonly id: RequestId;
  readonly reach: Reach;
  readonly without: readonly SecretName[];
}

/** Asks anew for every other choice; `wanted` false: does not ask. */
export function useRule(wanted: boolean, { id, reach, without }: RuleAsked): RuleState {
  const [state, setState] = useState<{ readonly of: string; readonly rule: RuleState } | null>(null);
  const of = JSON.stringify([id, reach, without]);
  useEffect(() => {
    if (!wanted) return;
    let stale = false;
    const settle = (rule: RuleState) => {
      if (!stale) setState({ of, rule });
    };
    call('question.rule', { id, reach, without: [...without] }).then(
      (found) => settle(found === null ? { kind: 'none' } : { kind: 'ready', words: found.words }),
      (thrown: unknown) => settle({ kind: 'failed', code: faultCodeOf(thrown) }),
    );
    return () => {
      stale = true;
    };
  }, [wanted, of, id, reach, without]);
  if (!wanted) return { kind: 'unasked' };
  // Words of an earlier choice are never shown for this one.
  return state?.of === of ? state.rule : { kind: 'asking' };
}

export function RulePreview({ rule }: { readonly rule: RuleState }) {
  switch (rule.kind) {
    case 'unasked':
      return null;
    case 'asking':
      return <p className="says">Looking for the rule that says this…</p>;
    case 'none':
      return <Warning>No rule can say exactly this. Choose another length, or once.</Warning>;
    case 'failed':
      return <Fault code={rule.code} />;
    case 'ready':
      return (
        <div className="rule-preview">
          <h3>This becomes a rule</h3>
          <p>
            <VisibleText text={rule.words} prose />
          </p>
          <small>It holds until you remove it under Policy. Postern asks for your presence to save it.</small>
        </div>
      );
  }
}
