// "May this run?" SECURITY P2: it draws the frozen action and nothing else, and the answer names the digest of what was drawn.
import type { ReactNode } from 'react';
import { useCallback, useState } from 'react';
import type { Answer, Question } from '../../../app/contract/approval.ts';
import type { Proof } from '../../../app/contract/proof.ts';
import { call, useSending } from '../broker.ts';
import { ProofPrompt } from '../proof-prompt.tsx';
import { useProof } from '../use-proof.ts';
import { VisibleText } from '../visible-text.tsx';
import { useArming } from './arming.ts';
import { AskedBy, Reason } from './asked-by.tsx';
import { leastChoice } from './choice.ts';
import { CommandView } from './command-view.tsx';
import { Countdown, useRemaining } from './countdown.tsx';
import { Decision, Expired } from './decision.tsx';
import { DecisionDock } from './decision-dock.tsx';
import { QuestionHead } from './question-head.tsx';
import { RiskPill } from './risk-pill.tsx';
import { RunFacts } from './run-facts.tsx';
import { SecretRows } from './secret-rows.tsx';

interface RunQuestionProps {
  readonly question: Extract<Question, { kind: 'run' }>;
  /** A way back to the list that this was opened from. */
  readonly back: ReactNode;
}

export function RunQuestion({ question, back }: RunQuestionProps) {
  const { action, since, home, times } = question;
  const armed = useArming(question.id);
  const remaining = useRemaining(question.expiresAt);
  const { busy, fault, send } = useSending();
  const ask = useProof();
  const [choice, setChoice] = useState(leastChoice);
  const [answered, setAnswered] = useState(false);
  const [sought, setSought] = useState<Answer['kind'] | null>(null);
  const onTimeout = useCallback((timeoutMs: number | null) => setChoice((before) => ({ ...before, timeoutMs })), []);
  const kept = action.secrets.filter(({ name }) => !choice.without.includes(name));
  const isGuarded = kept.some(({ tier }) => tier === 'guarded');
  const onAnswer = async (answer: Answer) => {
    const named = { id: question.id, digest: question.digest, answer };
    if (answer.kind === 'not_mine') {
      await send('question.answer', { ...named, proof: null });
      return;
    }
    setSought(answer.kind);
    const give = (proof: Proof | null) => call('question.answer', { ...named, proof });
    // SECURITY P2: a guarded secret and a rule take more than a click, each time; so does everything where the person set it so.
    const isMore = answer.kind === 'allow' && (isGuarded || answer.lasting.kind === 'rule');
    const done = await (isMore ? ask.prove(give) : ask.tryWithout(give));
    if (done !== null) setAnswered(true);
  };
  // SECURITY P2: once answered, what is drawn stays as it was answered, also while the passphrase is typed.
  const isFixed = busy || answered || ask.state.kind !== 'idle';
  const unproven = ask.state.kind === 'idle' ? ask.state.fault : null;
  return (
    <>
      {back}
      <QuestionHead
        title={
          <>
            <VisibleText text={action.client.name} /> wants to run a command
          </>
        }
        about={[
          `with ${countOf(new Set(kept.map(({ name }) => name)).size)}`,
          ...(times > 1 ? [`asked ${times} times`] : []),
        ]}
        place={question}
        aside={
          <>
            <RiskPill action={action} />
            {isGuarded ? <span className="pill">Asks every time</span> : null}
          </>
        }
      />
      <div className="body">
        <CommandView action={action} since={since} offers={question.offers} holds={question.holds} home={home} />
        <RunFacts action={action} home={home} timeoutMs={choice.timeoutMs} isFixed={isFixed} onTimeout={onTimeout} />
        {action.secrets.length === 0 ? null : (
          <section>
            <h2>Secrets it will hold while it runs</h2>
            <SecretRows
              secrets={action.secrets}
              first={since?.secrets ?? []}
              without={choice.without}
              isFixed={isFixed}
              onWithout={(without) => setChoice({ ...choice, without })}
              home={home}
            />
          </section>
        )}
        <AskedBy action={action} home={home} />
        <Reason text={action.reason} />
        <DecisionDock>
          {remaining <= 0 ? <Expired /> : null}
          {remaining > 0 && ask.state.kind === 'asking' ? (
            <ProofPrompt
              ask={ask}
              to={sought === 'deny' ? 'save this rule' : 'allow this command'}
              does={sought === 'deny' ? 'Deny' : 'Allow'}
            />
          ) : null}
          {remaining > 0 && ask.state.kind !== 'asking' ? (
            <Decision
              asked={question}
              home={home}
              choice={choice}
              onChoice={setChoice}
              armed={armed && !busy && !answered}
              isFixed={isFixed}
              fault={fault ?? unproven}
              onAnswer={onAnswer}
            />
          ) : null}
        </DecisionDock>
      </div>
      <Countdown remaining={remaining} />
    </>
  );
}

export function countOf(secrets: number): string {
  if (secrets === 0) return 'none of your secrets';
  return secrets === 1 ? '1 of your secrets' : `${secrets} of your secrets`;
}
