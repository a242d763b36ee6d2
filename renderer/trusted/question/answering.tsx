// How a run, a call or an agent is answered: what is chosen so far, and the dock in which it is given. SECURITY P2: the answer
// names the digest of what was drawn, and once it is given, what is drawn stays as it was answered.
import { useState } from 'react';
import type { Answer, Question } from '../../../app/contract/approval.ts';
import type { Proof } from '../../../app/contract/proof.ts';
import type { Sha256 } from '../../../app/contract/vocabulary.ts';
import { call, useSending } from '../broker.ts';
import { ProofPrompt } from '../proof-prompt.tsx';
import { useProof } from '../use-proof.ts';
import type { AnswerWords } from './answer-words.ts';
import { useArming } from './arming.ts';
import { type Choice, type Decided, leastChoice } from './choice.ts';
import { useRemaining } from './countdown.tsx';
import { Decision, Expired } from './decision.tsx';
import { DecisionDock } from './decision-dock.tsx';

/** `digest` null: the answer is about nothing that is frozen. */
type Answered = Pick<Question, 'id' | 'expiresAt'> & { readonly digest: Sha256 | null };

export function useAnswering({ id, digest, expiresAt }: Answered) {
  const armed = useArming(id);
  const remaining = useRemaining(expiresAt);
  const { busy, fault, send } = useSending();
  const ask = useProof();
  const [choice, setChoice] = useState<Choice>(leastChoice);
  const [answered, setAnswered] = useState(false);
  const [sought, setSought] = useState<Answer['kind'] | null>(null);
  const answer = async (given: Answer, isGuarded = false) => {
    const named = { id, digest, answer: given };
    if (given.kind === 'not_mine') {
      await send('question.answer', { ...named, proof: null });
      return;
    }
    setSought(given.kind);
    const give = (proof: Proof | null) => call('question.answer', { ...named, proof });
    // SECURITY P2: a guarded secret and a rule take more than a click, each time; so does everything where the person set it so.
    const isMore = given.kind === 'allow' && (isGuarded || given.lasting.kind === 'rule');
    const done = await (isMore ? ask.prove(give) : ask.tryWithout(give));
    if (done !== null) setAnswered(true);
  };
  return {
    remaining,
    choice,
    setChoice,
    answer,
    ask,
    sought,
    armed: armed && !busy && !answered,
    // SECURITY P2: also while the passphrase is typed.
    isFixed: busy || answered || ask.state.kind !== 'idle',
    fault: fault ?? (ask.state.kind === 'idle' ? ask.state.fault : null),
  };
}

interface AnswerDockProps {
  readonly answering: ReturnType<typeof useAnswering>;
  readonly asked: Decided;
  readonly words: AnswerWords;
  /** It holds a guarded secret. */
  readonly isGuarded: boolean;
}

export function AnswerDock({ answering, asked, words, isGuarded }: AnswerDockProps) {
  const { remaining, ask, sought, choice, setChoice, armed, isFixed, fault, answer } = answering;
  return (
    <DecisionDock>
      {remaining <= 0 ? <Expired undone={words.undone} /> : null}
      {remaining > 0 && ask.state.kind === 'asking' ? (
        <ProofPrompt
          ask={ask}
          to={sought === 'deny' ? 'save this rule' : words.to}
          does={sought === 'deny' ? 'Deny' : 'Allow'}
        />
      ) : null}
      {remaining > 0 && ask.state.kind !== 'asking' ? (
        <Decision
          asked={asked}
          words={words}
          choice={choice}
          onChoice={setChoice}
          armed={armed}
          isFixed={isFixed}
          fault={fault}
          onAnswer={(given) => answer(given, isGuarded)}
        />
      ) : null}
    </DecisionDock>
  );
}
