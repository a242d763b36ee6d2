// Who may ask: the paired clients, and how to connect another.
import { useState } from 'react';
import type { ClientView } from '../../../app/contract/client.ts';
import { faultMessages } from '../../../app/contract/fault.ts';
import type { VaultState } from '../../../app/contract/vocabulary.ts';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Notice, Page, Section } from '../../ui/layout.tsx';
import { VisibleText } from '../../ui/visible-text.tsx';
import { useAct } from '../acts.tsx';
import { useBroker } from '../broker.ts';
import { LockedPage } from '../locked-page.tsx';
import { AgentRow } from './agent-row.tsx';
import { ConnectPanel } from './connect-panel.tsx';
import './agents.css';

export function AgentsPage({ vault }: { readonly vault: VaultState }) {
  return vault === 'unlocked' ? <Agents /> : <LockedPage vault={vault} what="Your agents" />;
}

function Agents() {
  const clients = useBroker('clients.list', undefined);
  const [removing, setRemoving] = useState<ClientView | null>(null);
  return (
    <Page
      title="Agents"
      lead="Each agent is connected once, by you. It can then list names and ask; every use is still yours to allow."
    >
      {clients.kind === 'failed' ? <Notice tone="danger">{faultMessages[clients.code]}</Notice> : null}
      {clients.kind === 'ready' && clients.value.length > 0 ? (
        <div className="card">
          {clients.value.map((client) => (
            <AgentRow key={client.id} client={client} onRemove={() => setRemoving(client)} />
          ))}
        </div>
      ) : null}
      {clients.kind === 'ready' && clients.value.length === 0 ? (
        <p className="agents-none">No agent is connected yet.</p>
      ) : null}
      <Section
        title="Connect an agent"
        lead="Postern adds itself to the settings of the program. You see the change before it is made."
      >
        <ConnectPanel />
      </Section>
      {removing === null ? null : <RemoveAgent client={removing} onClose={() => setRemoving(null)} />}
    </Page>
  );
}

function RemoveAgent({ client, onClose }: { readonly client: ClientView; readonly onClose: () => void }) {
  const act = useAct();
  const remove = async () => {
    await act('clients.remove', { id: client.id });
    onClose();
  };
  return (
    <ConfirmDialog
      title={
        <>
          Remove <VisibleText text={client.name} />?
        </>
      }
      does="Remove"
      onConfirm={remove}
      onClose={onClose}
    >
      <p>
        It can no longer ask for anything, what it runs with secrets is stopped, and what you allowed it for this
        session ends. It may ask to connect again.
      </p>
    </ConfirmDialog>
  );
}
