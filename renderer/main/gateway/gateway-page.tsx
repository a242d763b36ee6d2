// The door for agents that speak HTTP: whether it is open, what they can reach through it, and who they are. SECURITY P7, P9: this
// page only reads and tightens; what opens or widens anything is done in trusted windows.
import { faultMessages } from '../../../app/contract/fault.ts';
import type { VaultState } from '../../../app/contract/vocabulary.ts';
import { Notice, Page } from '../../ui/layout.tsx';
import { useBroker } from '../broker.ts';
import { LockedPage } from '../locked-page.tsx';
import { AdminSection } from './admin-section.tsx';
import { AgentsSection } from './agents-section.tsx';
import { DoorCard } from './door-card.tsx';
import { ProvidersSection } from './providers-section.tsx';
import './gateway.css';

export function GatewayPage({ vault }: { readonly vault: VaultState }) {
  return vault === 'unlocked' ? <Gateway /> : <LockedPage vault={vault} what="The gateway" />;
}

function Gateway() {
  const view = useBroker('gateway.view', undefined);
  return (
    <Page
      title="Gateway"
      lead="For programs of your own that call an API over HTTP. They call it through Postern, which adds the secret and never shows it to them."
    >
      {view.kind === 'failed' ? <Notice tone="danger">{faultMessages[view.code]}</Notice> : null}
      {view.kind === 'ready' ? (
        <>
          <DoorCard view={view.value} />
          <ProvidersSection view={view.value} />
          <AgentsSection view={view.value} />
          <AdminSection view={view.value} />
        </>
      ) : null}
    </Page>
  );
}
