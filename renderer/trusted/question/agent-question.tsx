// "May this agent use the gateway?" Its name and purpose are claims. SECURITY P9: it is let in with what the person ticks of what it
// asked for, and what is not set up cannot be ticked.
import { useState } from 'react';
import type { Question } from '../../../app/contract/approval.ts';
import type { ScopeWords } from '../../../app/contract/gateway.ts';
import type { Scope } from '../../../app/contract/provider.ts';
import { Button, Fault, Tick, Warning } from '../controls.tsx';
import { ProofPrompt } from '../proof-prompt.tsx';
import { VisibleText } from '../visible-text.tsx';
import type { ScopeGroup } from './agent-scopes.ts';
import { firstTicked, scopeGroups } from './agent-scopes.ts';
import { useAnswering } from './answering.tsx';
import { Claim } from './asked-by.tsx';
import { Countdown } from './countdown.tsx';
import { Expired, NotMine } from './decision.tsx';
import { DecisionDock } from './decision-dock.tsx';
import { DenyReason } from './deny-reason.tsx';
import { QuestionHead } from './question-head.tsx';
import './agent-question.css';

export function AgentQuestion({ question }: { readonly question: Extract<Question, { kind: 'agent' }> }) {
  const { claims, scopes } = question.agent;
  const answering = useAnswering({ ...question, digest: null });
  const [ticked, setTicked] = useState<readonly Scope[]>(() => firstTicked(scopes));
  const tick = (scope: Scope, on: boolean) =>
    setTicked(on ? [...ticked, scope] : ticked.filter((each) => each !== scope));
  return (
    <>
      <QuestionHead
        title={
          <>
            <VisibleText text={claims.name} /> wants to use the gateway
          </>
        }
        about={['An agent that Postern does not know yet']}
        place={question}
      />
      <div className="body">
        <p className="lead">
          Let in, it may call the APIs below with your keys, which it does not see. You are asked again only for what
          deletes something, shows a credential or carries a guarded secret.
        </p>
        {claims.purpose === '' ? null : <Claim title="What it says it is for, not verified" text={claims.purpose} />}
        <section>
          <h2>What it asks for; it gets what is ticked</h2>
          {scopeGroups(scopes).map((group) => (
            <Group key={group.name} group={group} ticked={ticked} isFixed={answering.isFixed} onTick={tick} />
          ))}
        </section>
        <AgentDock answering={answering} ticked={ticked} scopes={scopes} />
      </div>
      <Countdown remaining={answering.remaining} />
    </>
  );
}

interface GroupProps {
  readonly group: ScopeGroup;
  readonly ticked: readonly Scope[];
  readonly isFixed: boolean;
  readonly onTick: (scope: Scope, on: boolean) => void;
}

function Group({ group, ticked, isFixed, onTick }: GroupProps) {
  return (
    <fieldset className="agent-scopes" disabled={isFixed}>
      <legend>
        <VisibleText text={group.name} />
      </legend>
      {group.scopes.map(({ scope, says, known, isAll }) => (
        <Tick
          key={scope}
          on={ticked.includes(scope)}
          disabled={!known || isFixed}
          onChange={(on) => onTick(scope, on)}
          label={
            <>
              {known ? <VisibleText text={says} prose /> : 'Not set up'} <code>{scope}</code>
            </>
          }
        >
          {scopeHint(known, isAll)}
        </Tick>
      ))}
    </fieldset>
  );
}

function scopeHint(known: boolean, isAll: boolean): string | undefined {
  if (!known) return 'You have no provider or permission of this name, so it cannot be given.';
  return isAll ? 'This is wide: every permission of this provider, and those you give it later.' : undefined;
}

interface AgentDockProps {
  readonly answering: ReturnType<typeof useAnswering>;
  readonly ticked: readonly Scope[];
  readonly scopes: readonly ScopeWords[];
}

function AgentDock({ answering: { remaining, ask, armed, isFixed, fault, answer }, ticked, scopes }: AgentDockProps) {
  const [denying, setDenying] = useState(false);
  if (remaining <= 0) return <Expired />;
  if (ask.state.kind === 'asking') return <ProofPrompt ask={ask} to="let this agent in" does="Let it in" />;
  if (denying) {
    return (
      <DecisionDock>
        <Fault code={fault} />
        <DenyReason
          quick={quickReasons}
          isRemembered={false}
          armed={armed}
          onBack={() => setDenying(false)}
          onDeny={(reason) => answer({ kind: 'deny', reason, remember: 'no' })}
        />
      </DecisionDock>
    );
  }
  return (
    <DecisionDock>
      {ticked.length > 0 ? null : (
        <Warning>
          {scopes.some(({ known }) => known)
            ? 'Nothing is ticked. Tick what it may do, or deny.'
            : 'None of this is set up. Set up the provider on the page Gateway, and have the agent ask again.'}
        </Warning>
      )}
      <Fault code={fault} />
      <footer>
        <NotMine off={!armed} onClick={() => answer({ kind: 'not_mine' })} />
        <Button off={!armed} onClick={() => setDenying(true)}>
          Deny…
        </Button>
        <Button
          tone="go"
          off={!armed || isFixed || ticked.length === 0}
          onClick={() => answer({ kind: 'admit', scopes: [...ticked] })}
        >
          {admitButton(ticked.length, scopes.length)}
        </Button>
      </footer>
    </DecisionDock>
  );
}

function admitButton(ticked: number, asked: number): string {
  return ticked === 0 || ticked === asked ? 'Let it in' : `Let it in with ${ticked} of ${asked}`;
}

const quickReasons = ['Not now', 'Ask for less', 'Say first what it is for'] as const;
