// The agents that were let in, with what they may do and the tokens they have; without any, how one asks.
import { useState } from 'react';
import type { AgentView, GatewayView } from '../../../app/contract/gateway.ts';
import { gatewayText } from '../../../app/contract/gateway-text.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Section } from '../../ui/layout.tsx';
import { VisibleText } from '../../ui/visible-text.tsx';
import { useAct } from '../acts.tsx';
import { useNow } from '../use-now.ts';
import { CopyButton } from './copy-button.tsx';
import { GatewayAgent } from './gateway-agent.tsx';
import { liveTokens } from './gateway-words.ts';
import '../agents/connect.css';

export function AgentsSection({ view }: { readonly view: GatewayView }) {
  const act = useAct();
  const now = useNow();
  const [removing, setRemoving] = useState<AgentView | null>(null);
  const { agents } = view;
  return (
    <Section
      title="Agents"
      lead="Each asks once to be let in, and you say what it may do. With the key it gets, it takes tokens that end by themselves."
    >
      {agents.length === 0 ? null : (
        <div className="card">
          {agents.map((agent) => (
            <GatewayAgent
              key={agent.id}
              agent={agent}
              providers={view.providers}
              now={now}
              onRemove={() => setRemoving(agent)}
            />
          ))}
        </div>
      )}
      {liveTokens(view) === 0 ? null : (
        <div className="gateway-acts">
          <Button onClick={() => act('gateway.revokeTokens', { agent: null })}>Revoke all tokens</Button>
          <span>At once, also in the middle of an answer. An agent can take a new one.</span>
        </div>
      )}
      <HowToAsk view={view} none={agents.length === 0} />
      {removing === null ? null : <RemoveAgent agent={removing} onClose={() => setRemoving(null)} />}
    </Section>
  );
}

/** In three lines of a shell; folded away once there is an agent. */
function HowToAsk({ view, none }: { readonly view: GatewayView; readonly none: boolean }) {
  const example = gatewayText({ kind: 'example' }, view);
  if (example === null)
    return none ? <p className="gateway-none">None yet. Open the gateway, and one can ask.</p> : null;
  return (
    <details className="how-to-ask" open={none}>
      <summary>{none ? 'No agent was let in yet. This is how one asks:' : 'How another one asks'}</summary>
      <p>Ask to be let in, take a token with the key that comes back, and call the API with the token.</p>
      <div className="copy-line">
        <pre className="selectable">{example}</pre>
        <CopyButton text={{ kind: 'example' }} />
      </div>
    </details>
  );
}

function RemoveAgent({ agent, onClose }: { readonly agent: AgentView; readonly onClose: () => void }) {
  const act = useAct();
  const remove = async () => {
    await act('gateway.removeAgent', { id: agent.id });
    onClose();
  };
  return (
    <ConfirmDialog
      title={
        <>
          Remove <VisibleText text={agent.name} />?
        </>
      }
      does="Remove"
      onConfirm={remove}
      onClose={onClose}
    >
      <p>Its key and its tokens end now, and its requests with them. It may ask to be let in again.</p>
    </ConfirmDialog>
  );
}
