// "May this request be sent?" SECURITY P2: it draws the frozen call, whose digest the answer names, and what the asker says of itself,
// marked as that.
import type { Question } from '../../../app/contract/approval.ts';
import { VisibleText } from '../visible-text.tsx';
import { AnswerDock, useAnswering } from './answering.tsx';
import { AskedBy, Claim, Reason } from './asked-by.tsx';
import { CallFacts } from './call-facts.tsx';
import { CallView } from './call-view.tsx';
import { callAnswerWords, callRiskWords } from './call-words.ts';
import { Countdown } from './countdown.tsx';
import { QuestionHead } from './question-head.tsx';
import { RiskPill } from './risk-pill.tsx';
import { countOf } from './run-question.tsx';

export function CallQuestion({ question }: { readonly question: Extract<Question, { kind: 'call' }> }) {
  const { call, purpose, home, times } = question;
  const answering = useAnswering(question);
  const isGuarded = call.secrets.some(({ tier }) => tier === 'guarded');
  return (
    <>
      <QuestionHead
        title={
          <>
            <VisibleText text={call.client.name} /> wants to call an API
          </>
        }
        about={[
          `with ${countOf(new Set(call.secrets.map(({ name }) => name)).size)}`,
          ...(times > 1 ? [`asked ${times} times`] : []),
        ]}
        place={question}
        aside={
          <>
            <RiskPill risk={call.risk} says={callRiskWords[call.risk]} />
            {isGuarded ? <span className="pill">Asks every time</span> : null}
          </>
        }
      />
      <div className="body">
        <CallView call={call} />
        <CallFacts call={call} home={home} />
        <AskedBy action={call} home={home} />
        {purpose === null ? null : (
          <Claim title="What it said it is for when you let it in, not verified" text={purpose} />
        )}
        <Reason text={call.reason} />
        <AnswerDock
          answering={answering}
          asked={{ ...question, risk: call.risk }}
          words={callAnswerWords(call, times)}
          isGuarded={isGuarded}
        />
      </div>
      <Countdown remaining={answering.remaining} />
    </>
  );
}
