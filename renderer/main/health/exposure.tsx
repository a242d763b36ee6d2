// The scan of files for copies of secrets: choose where, look, and what to do about what was found.
import { faultMessages } from '../../../app/contract/fault.ts';
import { Notice } from '../../ui/layout.tsx';
import type { Loaded } from '../broker.ts';
import { useBroker } from '../broker.ts';
import type { SearchIndex } from '../secrets/search-index.ts';
import { ExposureResults } from './exposure-results.tsx';
import { ExposureRoots } from './exposure-roots.tsx';
import { ExposureRunning } from './exposure-running.tsx';

export function Exposure({ secrets }: { readonly secrets: Loaded<SearchIndex> }) {
  const loaded = useBroker('exposure.get', undefined);
  if (loaded.kind === 'loading') return null;
  if (loaded.kind === 'failed') return <Notice tone="danger">{faultMessages[loaded.code]}</Notice>;
  switch (loaded.value.kind) {
    case 'none':
      return <ExposureRoots again={false} />;
    case 'failed':
      return (
        <>
          <Notice tone="danger">{faultMessages[loaded.value.code]}</Notice>
          <ExposureRoots again={false} />
        </>
      );
    case 'running':
      return <ExposureRunning progress={loaded.value.progress} />;
    case 'done':
      return (
        <>
          <ExposureResults report={loaded.value.report} secrets={secrets} />
          <ExposureRoots again />
        </>
      );
  }
}
