// Many runs of one client at once, as a list to tick. SECURITY P9: nothing is ticked by itself, and what is no plain reading or
// writing is looked at alone.
import { useState } from 'react';
import type { Answer, Question, RunAsked } from '../../../app/contract/approval.ts';
import type { RequestId } from '../../../app/contract/vocabulary.ts';
import { call, useSending } from '../broker.ts';
import { ProofPrompt } from '../proof-prompt.tsx';
import { useProof } from '../use-proof.ts';
import { VisibleText } from '../visible-text.tsx';
import { useArming } from './arming.ts';
import { AskedBy } from './asked-by.tsx';
import { Countdown, useRemaining } from './countdown.tsx';
import { Expired } from './decision.tsx';
import { DecisionDock } from './decision-dock.tsx';
import { FolderWords } from './folder-words.tsx';
import { QuestionHead } from './question-head.tsx';
import { countOf } from './run-question.tsx';
import { aloneBecause, nothingChosen } from './several.ts';
import { SeveralDecision } from './several-decision.tsx';
import { SeveralRow } from './several-row.tsx';

interface SeveralQuestionProps {
  readonly question: Extract<Question, { kind: 'several' }>;
  readonly onOpen: (id: RequestId) => void;
}

export function SeveralQuestion({ question, onOpen }: SeveralQuestionProps) {
  const { runs, home } = question;
  const armed = useArming(question.id);
  const remaining = useRemaining(question.expiresAt);
  const { busy, fault, send } = useSending();
  const ask = useProof();
  const [choice, setChoice] = useState(nothingChosen);
  // By digest: what is left of the list after an answer can be answered, too.
  const [answered, setAnswered] = useState<string | null>(null);
  const { cwd, project } = runs[0]?.action ?? { cwd: '', project: null };
  const names = new Set(runs.flatMap(({ action }) => action.secrets.map(({ name }) => name)));
  const reads = runs.filter((run) => aloneBecause(run) === null && run.action.risk === 'read');
  // SECURITY P2: once answered, what is ticked stays as it was answered, also while the passphrase is typed.
  const isFixed = busy || answered === question.digest || ask.state.kind !== 'idle';
  const named = { id: question.id, digest: question.digest };
  const refuse = (answer: Answer) => send('question.answer', { ...named, answer, proof: null });
  const allow = async (answer: Answer) => {
    const done = await ask.tryWithout((proof) => call('question.answer', { ...named, answer, proof }));
    if (done !== null) setAnswered(question.digest);
  };
  const tick = (digests: readonly string[], on: boolean) => {
    const ticked = new Set(choice.ticked);
    for (const digest of digests) on ? ticked.add(digest) : ticked.delete(digest);
    setChoice({ ...choice, ticked });
  };
  const first = runs[0];
  return (
    <>
      <QuestionHead
        title={
          <>
            <VisibleText text={question.clientName} /> wants to run {runs.length} commands
          </>
        }
        about={[`with ${countOf(names.size)}`]}
      />
      <div className="body">
        <div className="several-where">
          <span>
            <FolderWords cwd={cwd} project={project} home={home} />
          </span>
          {reads.length < 2 ? null : (
            <button
              type="button"
              className="inline-act"
              disabled={isFixed}
              onClick={() =>
                tick(
                  reads.map(({ digest }) => digest),
                  true,
                )
              }
            >
              Tick the {reads.length} that only read
            </button>
          )}
        </div>
        <ol className="several">
          {runs.map((run, at) => (
            <SeveralRow
              key={run.id}
              run={run}
              place={at + 1}
              on={choice.ticked.has(run.digest)}
              isFixed={isFixed}
              onTick={(on) => tick([run.digest], on)}
              onOpen={() => onOpen(run.id)}
              usualFolder={cwd}
              home={home}
            />
          ))}
        </ol>
        {first === undefined ? null : <AskedBy action={first.action} home={home} />}
        {isOneChain(runs) ? null : (
          <p className="says">Some of these came through other programs. Look closer at each to see through which.</p>
        )}
        <DecisionDock>
          {remaining <= 0 ? <Expired undone="run" /> : null}
          {remaining > 0 && ask.state.kind === 'asking' ? (
            <ProofPrompt ask={ask} to="allow these commands" does="Allow" />
          ) : null}
          {remaining > 0 && ask.state.kind !== 'asking' ? (
            <SeveralDecision
              runs={runs}
              choice={choice}
              onChoice={setChoice}
              armed={armed && !busy && answered !== question.digest}
              isFixed={isFixed}
              fault={fault ?? (ask.state.kind === 'idle' ? ask.state.fault : null)}
              onAllow={allow}
              onRefuse={refuse}
            />
          ) : null}
        </DecisionDock>
      </div>
      <Countdown remaining={remaining} />
    </>
  );
}

function isOneChain(runs: readonly RunAsked[]): boolean {
  return new Set(runs.map(({ action }) => JSON.stringify(action.caller))).size <= 1;
}
