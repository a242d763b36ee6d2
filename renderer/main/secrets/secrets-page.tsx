// The secrets: fetched when one of them changed, and handed to the browser of the list.
import { KeyRound, Plus } from 'lucide-react';
import { useMemo } from 'react';
import { faultMessages } from '../../../app/contract/fault.ts';
import type { AppState } from '../../../app/contract/main-channels.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Notice } from '../../ui/layout.tsx';
import { useAct } from '../acts.tsx';
import { useBrokerAt } from '../broker.ts';
import { LockedPage } from '../locked-page.tsx';
import { searchIndex } from './search-index.ts';
import { SecretBrowser } from './secret-browser.tsx';
import './secrets.css';

export function SecretsPage({ state }: { readonly state: AppState }) {
  const vault = state.session.state;
  return vault === 'unlocked' ? (
    <Secrets revision={state.secretsRevision} />
  ) : (
    <LockedPage vault={vault} what="Your secrets" />
  );
}

function Secrets({ revision }: { readonly revision: number }) {
  const loaded = useBrokerAt('secrets.list', undefined, revision);
  const secrets = loaded.kind === 'ready' ? loaded.value : null;
  const index = useMemo(() => (secrets === null ? null : searchIndex(secrets)), [secrets]);
  if (loaded.kind === 'failed') {
    return (
      <div className="page">
        <Notice tone="danger">{faultMessages[loaded.code]}</Notice>
      </div>
    );
  }
  if (index === null) return null;
  return index.entries.length === 0 ? <NoSecrets /> : <SecretBrowser index={index} revision={revision} />;
}

function NoSecrets() {
  const act = useAct();
  const actions = (
    <div className="empty-actions">
      <Button tone="primary" icon={Plus} onClick={() => act('window.open', { kind: 'secret', id: null })}>
        Add a secret…
      </Button>
      <Button onClick={() => act('window.open', { kind: 'import' })}>Import…</Button>
    </div>
  );
  return (
    <EmptyState icon={KeyRound} title="No secrets yet" action={actions}>
      Add a token or password, or bring what you have from a file or another program. Agents can then ask to use it by
      name; they never see its value.
    </EmptyState>
  );
}
