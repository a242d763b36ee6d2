// The scan of files for copies of secrets: choose where, look, and what to do about what was found.
import { faultMessages } from '../../../app/contract/fault.ts';
import { Notice } from '../../ui/layout.tsx';
import { useBroker } from '../broker.ts';
import { ExposureResults } from './exposure-results.tsx';
import { ExposureRoots } from './exposure-roots.tsx';
import { ExposureRunning } from './exposure-running.tsx';

export function Exposure({ revision }: { readonly revision: number }) {
  const loaded = useBroker('exposure.get', undefined);
  if (loaded.kind === 'loading') return null;
  if (loaded.kind === 'failed') return <Notice tone="danger">{faultMessages[loaded.code]}</Notice>;
  switch (loaded.value.kind) {
    case 'none':
      return <ExposureRoots again={false} />;
    case 'running':
      return <ExposureRunning progress={loaded.value.progress} />;
    case 'done':
      return (
        <>
          <ExposureResults report={loaded.value.report} revision={revision} />
          <ExposureRoots again />
        </>
      );
  }
}
