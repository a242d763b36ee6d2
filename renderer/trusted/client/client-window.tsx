// What one agent may use: secrets, kinds, tools and calls. SECURITY P9: what lets it do more needs a proof, which the broker demands.
import type { FormEvent } from 'react';
import { useState } from 'react';
import { type ClientView, limitedTools } from '../../../app/contract/client.ts';
import { toolWords } from '../../../app/contract/limit-words.ts';
import { Tier } from '../../../app/contract/vocabulary.ts';
import { tierWords } from '../../tokens/words.ts';
import { call } from '../broker.ts';
import { CloseFooter, Tick } from '../controls.tsx';
import { CountField } from '../count-field.tsx';
import { useEscape } from '../escape.ts';
import { ProofPrompt } from '../proof-prompt.tsx';
import { SaveFooter } from '../save-footer.tsx';
import { useProof } from '../use-proof.ts';
import { VisibleText } from '../visible-text.tsx';
import { WindowHead } from '../window-head.tsx';
import { GlobField } from './glob-field.tsx';
import { draftOf, type LimitsDraft, limitsOf, reachWords, ticked } from './limits-draft.ts';
import { useReach } from './use-reach.ts';
import './client.css';

/** The everyday ones first. */
const tiers: readonly Tier[] = ['run', 'guarded', 'placeholder', 'never'];

/** null: the agent was removed meanwhile. */
export function ClientWindow({ client }: { readonly client: ClientView | null }) {
  const close = () => call('window.close', undefined);
  if (client !== null) return <Limits client={client} close={close} />;
  return (
    <>
      <WindowHead title="This agent was removed">There is nothing left to set.</WindowHead>
      <div className="body">
        <CloseFooter close={close} />
      </div>
    </>
  );
}

function Limits({ client, close }: { readonly client: ClientView; readonly close: () => void }) {
  const [draft, setDraft] = useState(() => draftOf(client.limits));
  const proof = useProof();
  const busy = proof.state.kind === 'busy';
  const asking = proof.state.kind === 'asking';
  const limits = limitsOf(draft);
  // What is covered does not depend on the counts, which may be half typed.
  const reach = useReach(limitsOf({ ...draft, callsPerMinute: '1', burst: '1' }));
  useEscape(() => (busy ? undefined : close()));
  const change = (part: Partial<LimitsDraft>) => {
    // The proof that was asked for was for other limits.
    proof.drop();
    setDraft({ ...draft, ...part });
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || asking || limits === null) return;
    // The broker closes the window when it is done.
    await proof.tryWithout((given) => call('client.save', { limits, proof: given }));
  };
  return (
    <form onSubmit={submit} noValidate>
      <WindowHead title="What this agent may use">
        <VisibleText text={client.name} /> still has to ask within these limits, unless you allowed it. A secret outside
        of them does not exist for it.
      </WindowHead>
      <div className="body">
        <GlobField text={draft.secrets} reach={reach} onChange={(secrets) => change({ secrets })} />
        <fieldset className="limit-group">
          <legend>Of these, which kinds</legend>
          {tiers.map((tier) => (
            <Tick
              key={tier}
              on={draft.tiers.includes(tier)}
              onChange={(on) => change({ tiers: ticked(Tier.options, draft.tiers, tier, on) })}
              label={tierWords[tier].name}
            />
          ))}
        </fieldset>
        <output className="reach">{reach === null ? '' : reachWords(reach)}</output>
        <fieldset className="limit-group">
          <legend>It may</legend>
          <Tick
            on={draft.allTools}
            onChange={(allTools) => change({ allTools })}
            label="Use every tool, also those of a later Postern"
          />
          {draft.allTools ? null : (
            <div className="limit-tools">
              {limitedTools.map((tool) => (
                <Tick
                  key={tool}
                  on={draft.tools.includes(tool)}
                  onChange={(on) => change({ tools: ticked(limitedTools, draft.tools, tool, on) })}
                  label={toolWords[tool]}
                />
              ))}
            </div>
          )}
          <p className="field-hint">Waiting, giving up and locking Postern are always possible.</p>
        </fieldset>
        <div className="limit-counts">
          <CountField
            label="Calls a minute"
            most={6_000}
            value={draft.callsPerMinute}
            onChange={(callsPerMinute) => change({ callsPerMinute })}
          />
          <CountField label="At once" most={1_000} value={draft.burst} onChange={(burst) => change({ burst })} />
        </div>
        <ProofPrompt ask={proof} to="let it use more" does="Save" />
        <SaveFooter proof={proof} onCancel={close} off={limits === null} />
      </div>
    </form>
  );
}
