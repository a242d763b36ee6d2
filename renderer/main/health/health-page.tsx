// What needs the person's care: the secrets themselves, and copies of them that lie in files.
import { useState } from 'react';
import type { AppState } from '../../../app/contract/main-channels.ts';
import { Page } from '../../ui/layout.tsx';
import { Segments } from '../../ui/segments.tsx';
import type { Loaded } from '../broker.ts';
import { LockedPage } from '../locked-page.tsx';
import type { SearchIndex } from '../secrets/search-index.ts';
import { Exposure } from './exposure.tsx';
import { HealthCheck } from './health-check.tsx';
import './health.css';

const parts = [
  { value: 'secrets', text: 'Your secrets' },
  { value: 'files', text: 'Copies in files' },
] as const;

interface HealthPageProps {
  readonly state: AppState;
  readonly secrets: Loaded<SearchIndex>;
}

export function HealthPage({ state, secrets }: HealthPageProps) {
  const vault = state.session.state;
  return vault === 'unlocked' ? (
    <Health secrets={secrets} />
  ) : (
    <LockedPage vault={vault} what="The health of your secrets" />
  );
}

function Health({ secrets }: Pick<HealthPageProps, 'secrets'>) {
  const [part, setPart] = useState<(typeof parts)[number]['value']>('secrets');
  return (
    <Page
      title="Health"
      lead="What would make your secrets safer. No value is ever shown here."
      actions={<Segments label="Look at" options={parts} value={part} onChange={setPart} />}
    >
      {part === 'secrets' ? <HealthCheck onFiles={() => setPart('files')} /> : <Exposure secrets={secrets} />}
    </Page>
  );
}
