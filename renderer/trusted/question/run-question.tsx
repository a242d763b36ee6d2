// "May this run?" SECURITY P2: it draws the frozen action and nothing else, and the answer names the digest of what was drawn.
import type { ReactNode } from 'react';
import { useCallback } from 'react';
import type { Question } from '../../../app/contract/approval.ts';
import { VisibleText } from '../visible-text.tsx';
import { runAnswerWords } from './allowance-words.ts';
import { AnswerDock, useAnswering } from './answering.tsx';
import { AskedBy, Reason } from './asked-by.tsx';
import { CommandView } from './command-view.tsx';
import { Countdown } from './countdown.tsx';
import { QuestionHead } from './question-head.tsx';
import { RiskPill } from './risk-pill.tsx';
import { riskWords } from './risk-words.ts';
import { RunFacts } from './run-facts.tsx';
import { SecretRows } from './secret-rows.tsx';

interface RunQuestionProps {
  readonly question: Extract<Question, { kind: 'run' }>;
  /** A way back to the list that this was opened from. */
  readonly back: ReactNode;
}

export function RunQuestion({ question, back }: RunQuestionProps) {
  const { action, since, home, times } = question;
  const answering = useAnswering(question);
  const { choice, setChoice, isFixed } = answering;
  const onTimeout = useCallback(
    (timeoutMs: number | null) => setChoice((before) => ({ ...before, timeoutMs })),
    [setChoice],
  );
  const kept = action.secrets.filter(({ name }) => !choice.without.includes(name));
  const isGuarded = kept.some(({ tier }) => tier === 'guarded');
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
            <RiskPill risk={action.risk} says={riskWords(action)} />
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
        <AnswerDock
          answering={answering}
          asked={{ ...question, risk: action.risk }}
          words={runAnswerWords(action, times, home)}
          isGuarded={isGuarded}
        />
      </div>
      <Countdown remaining={answering.remaining} />
    </>
  );
}

export function countOf(secrets: number): string {
  if (secrets === 0) return 'none of your secrets';
  return secrets === 1 ? '1 of your secrets' : `${secrets} of your secrets`;
}
