// "May this run?" SECURITY P2: it draws the frozen action and nothing else, and the answer names the digest of what was drawn.
import { useState } from 'react';
import type { Answer, Question } from '../../app/contract/approval.ts';
import type { Proof } from '../../app/contract/proof.ts';
import { useArming } from './arming.ts';
import { call, useSending } from './broker.ts';
import { CallerChain } from './caller-chain.tsx';
import { CommandView } from './command-view.tsx';
import { Countdown, useRemaining } from './countdown.tsx';
import { Decision } from './decision.tsx';
import { ProofPrompt } from './proof-prompt.tsx';
import { QuestionHead } from './question-head.tsx';
import { RunFacts } from './run-facts.tsx';
import { SecretRows } from './secret-rows.tsx';
import { useProof } from './use-proof.ts';
import { VisibleText } from './visible-text.tsx';
import './question.css';

type RunQuestionOf = Extract<Question, { kind: 'run' }>;

export function RunQuestion({ question }: { readonly question: RunQuestionOf }) {
  const { action, home } = question;
  const armed = useArming(question.id);
  const remaining = useRemaining(question.expiresAt);
  const { busy, fault, send } = useSending();
  const ask = useProof();
  const [allowed, setAllowed] = useState(false);
  const guarded = action.secrets.some((secret) => secret.tier === 'guarded');
  const names = new Set(action.secrets.map(({ name }) => name));
  const answered = { id: question.id, digest: question.digest };
  const answer = async (given: Answer) => {
    if (given.kind !== 'allow') {
      await send('question.answer', { ...answered, answer: given, proof: null });
      return;
    }
    const allow = (proof: Proof | null) => call('question.answer', { ...answered, answer: given, proof });
    // SECURITY P2: a guarded secret takes more than a click, each time; so does everything where the person set it so.
    const done = await (guarded ? ask.prove(allow) : ask.tryWithout(allow));
    if (done !== null) setAllowed(true);
  };
  const unproven = ask.state.kind === 'idle' ? ask.state.fault : null;
  return (
    <>
      <QuestionHead
        who={action.client.name}
        wants="wants to run a command"
        sub={`with ${countOf(names.size)}`}
        position={question.position}
        total={question.total}
        aside={guarded ? <span className="pill">Asks every time</span> : null}
      />
      <div className="body">
        <CommandView action={action} home={home} />
        <RunFacts action={action} home={home} />
        {action.secrets.length === 0 ? null : (
          <section>
            <h2>Secrets it will hold while it runs</h2>
            <SecretRows secrets={action.secrets} home={home} />
          </section>
        )}
        <section>
          <h2>Asked by</h2>
          <CallerChain caller={action.caller} />
          <p className="known-as">
            connected as <code>{action.client.id}</code>; “<VisibleText text={action.client.name} />” is what it calls
            itself
          </p>
        </section>
        {action.reason === null ? null : (
          <section>
            <h2>Reason given by the agent, not verified</h2>
            <div className="claim">
              <div className="scroll">
                <VisibleText text={action.reason} />
              </div>
            </div>
          </section>
        )}
        {ask.state.kind === 'asking' && remaining > 0 ? (
          <ProofPrompt ask={ask} to="allow this command" does="Allow" />
        ) : (
          <Decision
            onceOnly={question.mayLast ? null : onceOnlyWords(question)}
            armed={armed && !busy && !allowed && remaining > 0}
            proving={ask.state.kind !== 'idle'}
            expired={remaining <= 0}
            fault={fault ?? unproven}
            onAnswer={answer}
          />
        )}
      </div>
      <Countdown remaining={remaining} />
    </>
  );
}

function countOf(secrets: number): string {
  if (secrets === 0) return 'none of your secrets';
  return secrets === 1 ? '1 of your secrets' : `${secrets} of your secrets`;
}

function onceOnlyWords({ action }: RunQuestionOf): string {
  if (!action.parsed) return 'Once is all there is: Postern could not read this command whole.';
  if (action.caller.length === 0) return 'Once is all there is: the program that asks could not be identified.';
  if (action.secrets.some((secret) => secret.tier === 'guarded'))
    return 'Once is all there is: a guarded secret asks every time.';
  return 'This can be allowed once only.';
}
