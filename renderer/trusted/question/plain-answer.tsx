// The bottom of a question that takes a yes or a no and nothing else. SECURITY P9: no button has the focus by itself.
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { Answer } from '../../../app/contract/approval.ts';
import { allowOnce } from '../../../app/contract/approval.ts';
import type { RequestId } from '../../../app/contract/vocabulary.ts';
import { call } from '../broker.ts';
import { Button, Fault } from '../controls.tsx';
import { ProofPrompt } from '../proof-prompt.tsx';
import { useProof } from '../use-proof.ts';
import { useArming } from './arming.ts';
import { Expired } from './decision.tsx';

interface PlainAnswerProps {
  readonly id: RequestId;
  readonly isExpired: boolean;
  readonly yes: string;
  readonly no: string;
  /** What a passphrase is asked for, after "to", where every yes needs one. */
  readonly to: string;
  /** What else may be answered. */
  readonly aside?: (off: boolean, answer: (given: Answer) => void) => ReactNode;
}

export function PlainAnswer({ id, isExpired, yes, no, to, aside }: PlainAnswerProps) {
  const armed = useArming(id);
  const ask = useProof();
  const [isAnswered, setAnswered] = useState(false);
  const answer = async (given: Answer) => {
    const done = await ask.tryWithout((proof) => call('question.answer', { id, digest: null, answer: given, proof }));
    if (done !== null) setAnswered(true);
  };
  if (isExpired) return <Expired />;
  if (ask.state.kind === 'asking') return <ProofPrompt ask={ask} to={to} does={yes} />;
  const off = !armed || isAnswered || ask.state.kind === 'busy';
  return (
    <>
      <Fault code={ask.state.kind === 'idle' ? ask.state.fault : null} />
      <footer>
        {aside?.(off, answer)}
        <Button off={off} onClick={() => answer({ kind: 'deny', reason: null, remember: 'no' })}>
          {no}
        </Button>
        <Button tone="go" off={off} onClick={() => answer(allowOnce)}>
          {yes}
        </Button>
      </footer>
    </>
  );
}
