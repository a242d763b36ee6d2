// What the person decided once for all: the rules in words, a dry run, and the text to change. SECURITY P9: nothing here is in force
// before it was accepted in its own trusted window.
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { faultMessages } from '../../../app/contract/fault.ts';
import type { AppState } from '../../../app/contract/main-channels.ts';
import type { PolicyView } from '../../../app/contract/policy.ts';
import { Button } from '../../ui/button.tsx';
import { Notice, Page } from '../../ui/layout.tsx';
import { Segments } from '../../ui/segments.tsx';
import { useBroker } from '../broker.ts';
import { LockedPage } from '../locked-page.tsx';
import { DryRun } from './dry-run.tsx';
import { FileNotice } from './file-notice.tsx';
import { InForce } from './in-force.tsx';
import { PolicyEditor } from './policy-editor.tsx';
import { RuleForm } from './rule-form.tsx';
import type { PolicyDraft } from './use-policy-draft.ts';
import './policy.css';

interface PolicyPageProps {
  readonly state: AppState;
  readonly draft: PolicyDraft;
}

export function PolicyPage({ state, draft }: PolicyPageProps) {
  const vault = state.session.state;
  return vault === 'unlocked' ? (
    <Policy state={state} draft={draft} />
  ) : (
    <LockedPage vault={vault} what="Your policy" />
  );
}

type View = 'force' | 'try' | 'edit';

function Policy({ state, draft }: PolicyPageProps) {
  const policy = useBroker('policy.get', undefined);
  const [view, setView] = useState<View>('force');
  const [adding, setAdding] = useState(false);
  /** The rule that the editor begins at. */
  const [sought, setSought] = useState<string | null>(null);
  const show = (next: View, rule: string | null = null) => {
    setAdding(false);
    setSought(rule);
    setView(next);
  };
  const add = () => {
    show('force');
    setAdding(true);
  };
  return (
    <Page
      title="Policy"
      lead="What you decided once for all. It answers before you are asked, and only what you accepted is in force."
    >
      {policy.kind === 'failed' ? <Notice tone="danger">{faultMessages[policy.code]}</Notice> : null}
      {policy.kind === 'ready' ? (
        <>
          <FileNotice file={policy.value.file} path={policy.value.path} />
          <div className="policy-bar">
            <Segments
              label="What to see"
              options={viewsOf(policy.value, draft)}
              value={view}
              onChange={(next) => show(next)}
            />
            <Button icon={Plus} disabled={adding} onClick={add}>
              Add a rule…
            </Button>
          </div>
          {adding ? <RuleForm taken={policy.value.rules.map(({ id }) => id)} onDone={() => setAdding(false)} /> : null}
          {!adding && view === 'force' ? (
            <InForce policy={policy.value} onChange={(rule) => show('edit', rule)} />
          ) : null}
          {!adding && view === 'try' ? <DryRun secretsRevision={state.secretsRevision} /> : null}
          {!adding && view === 'edit' ? <PolicyEditor policy={policy.value} draft={draft} sought={sought} /> : null}
        </>
      ) : null}
    </Page>
  );
}

function viewsOf({ text }: PolicyView, draft: PolicyDraft): readonly { readonly value: View; readonly text: string }[] {
  const changed = draft.text !== null && draft.text !== text;
  return [
    { value: 'force', text: 'In force' },
    { value: 'try', text: 'Dry run' },
    { value: 'edit', text: changed ? 'Edit (changed)' : 'Edit' },
  ];
}
