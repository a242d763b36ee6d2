// The secrets: a searchable list beside the details of one.
import { KeyRound, Plus } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { faultMessages } from '../../../app/contract/fault.ts';
import type { OwnSecretView } from '../../../app/contract/secret.ts';
import type { VaultState } from '../../../app/contract/vocabulary.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SearchField } from '../../ui/field.tsx';
import { Notice } from '../../ui/layout.tsx';
import { useAct } from '../acts.tsx';
import { useBroker } from '../broker.ts';
import { LockedPage } from '../locked-page.tsx';
import { counted } from '../times.ts';
import { useNow } from '../use-now.ts';
import { groupSecrets, searchSecrets } from './groups.ts';
import { RemoveSecret } from './remove-secret.tsx';
import { SecretDetails } from './secret-details.tsx';
import { SecretList } from './secret-list.tsx';
import './secrets.css';

export function SecretsPage({ vault }: { readonly vault: VaultState }) {
  return vault === 'unlocked' ? <Secrets /> : <LockedPage vault={vault} what="Your secrets" />;
}

function Secrets() {
  const act = useAct();
  const loaded = useBroker('secrets.list', undefined);
  if (loaded.kind === 'loading') return null;
  if (loaded.kind === 'failed') {
    return (
      <div className="page">
        <Notice tone="danger">{faultMessages[loaded.code]}</Notice>
      </div>
    );
  }
  if (loaded.value.length === 0) {
    const add = (
      <Button tone="primary" icon={Plus} onClick={() => act('secrets.openAdd', undefined)}>
        Add a secret…
      </Button>
    );
    return (
      <EmptyState icon={KeyRound} title="No secrets yet" action={add}>
        Add a token or password. Agents can then ask to use it by name; they never see its value.
      </EmptyState>
    );
  }
  return <SecretBrowser secrets={loaded.value} />;
}

function SecretBrowser({ secrets }: { readonly secrets: readonly OwnSecretView[] }) {
  const act = useAct();
  const now = useNow(60_000);
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const [removing, setRemoving] = useState<OwnSecretView | null>(null);
  const search = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  useSearchKeys(search);
  const found = useMemo(() => searchSecrets(secrets, query), [secrets, query]);
  const groups = useMemo(() => groupSecrets(found, now), [found, now]);
  const shown = groups.flatMap((group) => group.secrets);
  const secret = shown.find((each) => each.id === chosen) ?? shown[0];
  return (
    <div className="secrets">
      <div className="secrets-side">
        <div className="secrets-search">
          <SearchField
            ref={search}
            label={`Search ${counted(secrets.length, 'secret')}`}
            shortcut="/"
            value={query}
            onChange={setQuery}
            onKeyDown={(event) => {
              if (event.key !== 'ArrowDown') return;
              event.preventDefault();
              list.current?.querySelector<HTMLElement>('[aria-selected="true"]')?.focus();
            }}
          />
          <Button tone="primary" aria-keyshortcuts="Control+N" onClick={() => act('secrets.openAdd', undefined)}>
            Add
          </Button>
        </div>
        <SecretList
          ref={list}
          groups={groups}
          chosen={secret?.id ?? null}
          now={now}
          onChoose={setChosen}
          onRemove={setRemoving}
        />
        {shown.length === 0 ? <p className="secrets-none">No secret matches “{query}”.</p> : null}
      </div>
      <div className="secrets-detail">
        {secret === undefined ? null : (
          <SecretDetails key={secret.id} secret={secret} onRemove={() => setRemoving(secret)} />
        )}
      </div>
      {removing === null ? null : <RemoveSecret secret={removing} onClose={() => setRemoving(null)} />}
    </div>
  );
}

/** `/` and Ctrl+F put the focus into the search field. */
function useSearchKeys(search: React.RefObject<HTMLInputElement | null>) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
      const slash = event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
      const find = event.key === 'f' && (event.ctrlKey || event.metaKey);
      if (!slash && !find) return;
      event.preventDefault();
      search.current?.focus();
      search.current?.select();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [search]);
}
