// A scan that is under way: how far, what it found so far, and the way to stop it.
import type { ExposureProgress } from '../../../app/contract/health.ts';
import { Button } from '../../ui/button.tsx';
import { Progress } from '../../ui/progress.tsx';
import { useAct } from '../acts.tsx';
import { counted, grouped } from '../times.ts';
import { searchedWords } from './exposure-words.ts';

export function ExposureRunning({ progress }: { readonly progress: ExposureProgress }) {
  const act = useAct();
  const { secrets, ofSecrets, findings, skipped } = progress;
  const isReady = secrets >= ofSecrets;
  return (
    <div className="card health-running">
      {isReady ? (
        <Progress label="Searching the files" done={0} total={null}>
          {searchedWords(progress)} · {counted(findings, 'finding')} · {grouped(skipped)} skipped
        </Progress>
      ) : (
        <Progress label="Getting ready" done={secrets} total={ofSecrets}>
          Getting ready: {grouped(secrets)} of {counted(ofSecrets, 'secret')}. The files come next.
        </Progress>
      )}
      <Button onClick={() => act('exposure.cancel', undefined)}>Stop</Button>
    </div>
  );
}
