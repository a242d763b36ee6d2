// What one agent of the gateway may call, and how often. SECURITY P9: what lets it do more needs a proof, which the broker demands.
import type { FormEvent } from 'react';
import { useState } from 'react';
import type { AgentView, ScopeWords } from '../../../app/contract/gateway.ts';
import { call } from '../broker.ts';
import { CloseFooter, Tick } from '../controls.tsx';
import { CountField } from '../count-field.tsx';
import { useEscape } from '../escape.ts';
import { ProofPrompt } from '../proof-prompt.tsx';
import { scopeGroups } from '../question/agent-scopes.ts';
import { SaveFooter } from '../save-footer.tsx';
import { useProof } from '../use-proof.ts';
import { VisibleText } from '../visible-text.tsx';
import { WindowHead } from '../window-head.tsx';
import { type AgentDraft, draftOf, isCovered, limitsOf, mostBurst, mostCalls, withScope } from './agent-draft.ts';
import '../client/client.css';
import '../question/agent-question.css';
import './agent.css';

interface AgentWindowProps {
  /** null: it was removed meanwhile. */
  readonly agent: AgentView | null;
  /** All that can be given. */
  readonly scopes: readonly ScopeWords[];
}

export function AgentWindow({ agent, scopes }: AgentWindowProps) {
  const close = () => call('window.close', undefined);
  if (agent !== null) return <Limits agent={agent} scopes={scopes} close={close} />;
  return (
    <>
      <WindowHead title="This agent was removed">There is nothing left to set.</WindowHead>
      <div className="body">
        <CloseFooter close={close} />
      </div>
    </>
  );
}

interface LimitsProps {
  readonly agent: AgentView;
  readonly scopes: readonly ScopeWords[];
  readonly close: () => void;
}

function Limits({ agent, scopes, close }: LimitsProps) {
  const [draft, setDraft] = useState(() => draftOf(agent.limits));
  const proof = useProof();
  const busy = proof.state.kind === 'busy';
  const asking = proof.state.kind === 'asking';
  const limits = limitsOf(draft);
  useEscape(() => (busy ? undefined : close()));
  const change = (part: Partial<AgentDraft>) => {
    // The proof that was asked for was for other limits.
    proof.drop();
    setDraft({ ...draft, ...part });
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || asking || limits === null) return;
    // The broker closes the window when it is done.
    await proof.tryWithout((given) => call('agent.save', { limits, proof: given }));
  };
  return (
    <form onSubmit={submit} noValidate>
      <WindowHead title="What this agent may call">
        <VisibleText text={agent.name} /> calls what is ticked without asking you, through Postern. Deleting, and what
        answers with a secret, always asks.
      </WindowHead>
      <div className="body">
        <div className="scope-groups">
          {scopeGroups(scopes).map((group) => (
            <fieldset key={group.name} className="agent-scopes">
              <legend>{group.name}</legend>
              {group.scopes.map(({ scope, says, known, isAll }) => {
                const covered = isCovered(scope, draft.scopes);
                return (
                  <Tick
                    key={scope}
                    on={covered || draft.scopes.includes(scope)}
                    disabled={covered}
                    onChange={(on) => change({ scopes: withScope(draft.scopes, scope, on) })}
                    label={
                      <>
                        {known ? says : 'Not set up any more'} <code>{scope}</code>
                      </>
                    }
                  >
                    {isAll ? 'Also what you add there later.' : undefined}
                  </Tick>
                );
              })}
            </fieldset>
          ))}
        </div>
        {draft.scopes.length === 0 ? (
          <p className="field-problem">Tick at least one. To let it call nothing, pause or remove it.</p>
        ) : null}
        <div className="limit-counts">
          <CountField
            label="Calls a minute"
            most={mostCalls}
            value={draft.callsPerMinute}
            onChange={(callsPerMinute) => change({ callsPerMinute })}
          />
          <CountField label="At once" most={mostBurst} value={draft.burst} onChange={(burst) => change({ burst })} />
        </div>
        <p className="field-hint">Its tokens for what you take away end at once.</p>
        <ProofPrompt ask={proof} to="let it call more" does="Save" />
        <SaveFooter proof={proof} onCancel={close} off={limits === null} />
      </div>
    </form>
  );
}
