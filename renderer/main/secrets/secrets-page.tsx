// The secrets: a searchable list beside the details of one, or what stands there instead.
import { KeyRound, Plus } from 'lucide-react';
import { faultMessages } from '../../../app/contract/fault.ts';
import type { AppState } from '../../../app/contract/main-channels.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Notice } from '../../ui/layout.tsx';
import { useAct } from '../acts.tsx';
import type { Loaded } from '../broker.ts';
import { LockedPage } from '../locked-page.tsx';
import type { SearchIndex } from './search-index.ts';
import { SecretBrowser } from './secret-browser.tsx';
import './secrets.css';

interface SecretsPageProps {
  readonly state: AppState;
  readonly secrets: Loaded<SearchIndex>;
}

export function SecretsPage({ state, secrets }: SecretsPageProps) {
  const vault = state.session.state;
  if (vault !== 'unlocked') return <LockedPage vault={vault} what="Your secrets" />;
  if (secrets.kind === 'loading') return null;
  if (secrets.kind === 'failed') {
    return (
      <div className="page">
        <Notice tone="danger">{faultMessages[secrets.code]}</Notice>
      </div>
    );
  }
  if (secrets.value.entries.length === 0) return <NoSecrets />;
  return <SecretBrowser index={secrets.value} revision={state.secretsRevision} />;
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
