// The main window's frame: state from the broker, the pages, the keys that work everywhere.
import { useEffect, useState } from 'react';
import { faultMessages } from '../../app/contract/fault.ts';
import type { AppState } from '../../app/contract/main-channels.ts';
import { Notice } from '../ui/layout.tsx';
import { TipArea } from '../ui/tooltip.tsx';
import { ActivityPage } from './activity/activity-page.tsx';
import { Acts, useAct } from './acts.tsx';
import { AgentsPage } from './agents/agents-page.tsx';
import { ApprovalsPage } from './approvals/approvals-page.tsx';
import type { Loaded } from './broker.ts';
import { useBroker } from './broker.ts';
import { GatewayPage } from './gateway/gateway-page.tsx';
import { HealthPage } from './health/health-page.tsx';
import type { PageName } from './nav.tsx';
import { Nav, pageNames } from './nav.tsx';
import { PolicyPage } from './policy/policy-page.tsx';
import type { PolicyDraft } from './policy/use-policy-draft.ts';
import { usePolicyDraft } from './policy/use-policy-draft.ts';
import type { SearchIndex } from './secrets/search-index.ts';
import { SecretsPage } from './secrets/secrets-page.tsx';
import { useSecretIndex } from './secrets/use-secret-index.ts';
import { SettingsPage } from './settings/settings-page.tsx';
import type { FirstStep } from './welcome/first-steps.ts';
import { useFirstSteps } from './welcome/first-steps.ts';
import { WelcomePage } from './welcome/welcome-page.tsx';
import './shell.css';

export function App() {
  const state = useBroker('state.get', undefined);
  if (state.kind === 'loading') return <div className="loading" />;
  if (state.kind === 'failed') {
    return (
      <div className="page">
        <Notice tone="danger">{faultMessages[state.code]}</Notice>
      </div>
    );
  }
  return (
    <TipArea>
      <Acts>
        <Shell state={state.value} />
      </Acts>
    </TipArea>
  );
}

function Shell({ state }: { readonly state: AppState }) {
  const steps = useFirstSteps(state);
  const secrets = useSecretIndex(state);
  const [chosen, setChosen] = useState<PageName | null>(null);
  const landing = steps.some((step) => !step.done) ? 'welcome' : 'secrets';
  const page = chosen === null || (chosen === 'welcome' && steps.length === 0) ? landing : chosen;
  const draft = usePolicyDraft(state.session.state);
  useShortcuts(setChosen);
  return (
    <div className="shell">
      <Nav state={state} steps={steps} page={page} onGo={setChosen} />
      <main className="shell-main">
        {state.oldElectron && page !== 'settings' ? <OldElectron onGo={() => setChosen('settings')} /> : null}
        <div className="shell-page" key={page}>
          {pageOf(page, { state, steps, secrets, draft })}
        </div>
      </main>
    </div>
  );
}

interface Shown {
  readonly state: AppState;
  readonly steps: readonly FirstStep[];
  readonly secrets: Loaded<SearchIndex>;
  /** Held here, so that a look at another page does not lose it. */
  readonly draft: PolicyDraft;
}

function pageOf(page: PageName, { state, steps, secrets, draft }: Shown) {
  switch (page) {
    case 'welcome':
      return <WelcomePage steps={steps} />;
    case 'secrets':
      return <SecretsPage state={state} secrets={secrets} />;
    case 'health':
      return <HealthPage state={state} secrets={secrets} />;
    case 'activity':
      return <ActivityPage vault={state.session.state} />;
    case 'approvals':
      return <ApprovalsPage state={state} />;
    case 'policy':
      return <PolicyPage state={state} draft={draft} />;
    case 'agents':
      return <AgentsPage vault={state.session.state} />;
    case 'gateway':
      return <GatewayPage vault={state.session.state} />;
    case 'settings':
      return <SettingsPage state={state} />;
  }
}

function OldElectron({ onGo }: { readonly onGo: () => void }) {
  return (
    <div className="shell-banner">
      <span>Postern runs on an old Electron that gets no security fixes.</span>
      <button type="button" className="link-button" onClick={onGo}>
        What this means
      </button>
    </div>
  );
}

/** Ctrl or Cmd with 1–8 goes to a page, with L locks, with N adds a secret. */
function useShortcuts(go: (page: PageName) => void) {
  const act = useAct();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      const page = pageNames[Number(event.key) - 1];
      if (page !== undefined) go(page);
      else if (event.key === 'l') act('session.lock', undefined);
      else if (event.key === 'n') act('window.open', { kind: 'secret', id: null });
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [act, go]);
}
