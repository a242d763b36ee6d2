// The well-known APIs that are not set up yet, as a short list that can be searched.
import { useState } from 'react';
import type { ProviderSummary } from '../../../app/contract/gateway.ts';
import { Button } from '../../ui/button.tsx';
import { SearchField } from '../../ui/field.tsx';
import { useAct } from '../acts.tsx';
import { counted } from '../times.ts';
import { matchesProvider, permissionWords } from './gateway-words.ts';

interface WellKnownProps {
  readonly providers: readonly ProviderSummary[];
  /** Nothing is set up yet, so this is what to begin with. */
  readonly first: boolean;
}

export function WellKnown({ providers, first }: WellKnownProps) {
  const [query, setQuery] = useState('');
  const [open, setOpen] = useState(first);
  if (providers.length === 0) return null;
  const found = providers.filter((provider) => matchesProvider(provider, query));
  return (
    <details className="well-known" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Postern knows {counted(providers.length, first ? 'API' : 'other API')}</summary>
      <SearchField label="Search them" value={query} onChange={setQuery} />
      <ul className="card" aria-label="Well-known APIs">
        {found.map((provider) => (
          <WellKnownRow key={provider.id} provider={provider} />
        ))}
        {found.length === 0 ? <li className="well-known-none">None of them. You can add it yourself, below.</li> : null}
      </ul>
      <output className="visually-hidden">{query === '' ? '' : `${found.length} found`}</output>
    </details>
  );
}

function WellKnownRow({ provider }: { readonly provider: ProviderSummary }) {
  const act = useAct();
  return (
    <li className="well-known-row">
      <div>
        <b>{provider.name}</b>
        <small>{permissionWords(provider)}</small>
      </div>
      <Button
        aria-label={`Set up ${provider.name}`}
        onClick={() => act('window.open', { kind: 'provider', id: provider.id })}
      >
        Set up…
      </Button>
    </li>
  );
}
