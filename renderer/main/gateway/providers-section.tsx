// The APIs that agents can reach: those that are set up, and the well-known ones that could be.
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { GatewayView, ProviderSummary } from '../../../app/contract/gateway.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Section } from '../../ui/layout.tsx';
import { useAct } from '../acts.tsx';
import { ProviderRow } from './provider-row.tsx';
import { WellKnown } from './well-known.tsx';

export function ProvidersSection({ view }: { readonly view: GatewayView }) {
  const act = useAct();
  const [removing, setRemoving] = useState<ProviderSummary | null>(null);
  const own = view.providers.filter(({ secret }) => secret !== null);
  const others = view.providers.filter(({ secret }) => secret === null);
  return (
    <Section title="Providers" lead="An API that agents may call, and the secret that Postern adds for them.">
      {own.length === 0 ? null : (
        <div className="card">
          {own.map((provider) => (
            <ProviderRow key={provider.id} provider={provider} view={view} onRemove={() => setRemoving(provider)} />
          ))}
        </div>
      )}
      {/* What was searched for is done with once it is set up. */}
      <WellKnown key={others.length} providers={others} first={own.length === 0} />
      <div className="gateway-acts">
        <Button icon={Plus} onClick={() => act('window.open', { kind: 'provider', id: null })}>
          Add a provider…
        </Button>
        <span>Any other API takes a name, its address and a secret.</span>
      </div>
      {removing === null ? null : <RemoveProvider provider={removing} onClose={() => setRemoving(null)} />}
    </Section>
  );
}

interface RemoveProps {
  readonly provider: ProviderSummary;
  readonly onClose: () => void;
}

function RemoveProvider({ provider, onClose }: RemoveProps) {
  const act = useAct();
  const remove = async () => {
    await act('gateway.removeProvider', { id: provider.id });
    onClose();
  };
  return (
    <ConfirmDialog title={`Remove ${provider.name}?`} does="Remove" onConfirm={remove} onClose={onClose}>
      <p>
        No agent can call it through Postern any more, from now on. Its secret <code>{provider.secret}</code> stays in
        the vault.
      </p>
    </ConfirmDialog>
  );
}
