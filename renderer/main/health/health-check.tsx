// The health check: the score in words, and what to do about each finding.
import { HeartPulse } from 'lucide-react';
import { faultMessages } from '../../../app/contract/fault.ts';
import type { HealthProgress, HealthReport } from '../../../app/contract/health.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Notice } from '../../ui/layout.tsx';
import { Progress } from '../../ui/progress.tsx';
import { useAct } from '../acts.tsx';
import { useBroker } from '../broker.ts';
import { ago, counted, grouped } from '../times.ts';
import { useNow } from '../use-now.ts';
import { findingGroups } from './finding-groups.ts';
import { FindingSection } from './finding-section.tsx';

interface HealthCheckProps {
  /** The person wants to see the copies in files. */
  readonly onFiles: () => void;
}

export function HealthCheck({ onFiles }: HealthCheckProps) {
  const act = useAct();
  const loaded = useBroker('health.get', undefined);
  if (loaded.kind === 'loading') return null;
  if (loaded.kind === 'failed') return <Notice tone="danger">{faultMessages[loaded.code]}</Notice>;
  const check = () => act('health.check', undefined);
  switch (loaded.value.kind) {
    case 'failed':
    case 'none':
      return (
        <EmptyState
          icon={HeartPulse}
          title={loaded.value.kind === 'failed' ? 'The check did not come to its end' : 'Not checked yet'}
          action={
            <Button tone="primary" onClick={check}>
              Check now
            </Button>
          }
        >
          {loaded.value.kind === 'failed'
            ? faultMessages[loaded.value.code]
            : 'Postern looks for passwords that are easy to guess, values that are used twice, and what expires. It all stays on this computer.'}
        </EmptyState>
      );
    case 'running':
      return <Checking progress={loaded.value.progress} />;
    case 'done':
      return <Report report={loaded.value.report} onCheck={check} onFiles={onFiles} />;
  }
}

function Checking({ progress: { done, total } }: { readonly progress: HealthProgress }) {
  return (
    <div className="card health-running">
      <Progress label="Checking" done={done} total={total}>
        Looking at {grouped(done)} of {counted(total, 'secret')}…
      </Progress>
    </div>
  );
}

interface ReportProps extends HealthCheckProps {
  readonly report: HealthReport;
  readonly onCheck: () => void;
}

function Report({ report, onCheck, onFiles }: ReportProps) {
  const now = useNow(60_000);
  const putOff = report.snoozed === 0 ? '' : ` · ${counted(report.snoozed, 'finding')} put off`;
  return (
    <>
      <div className="card health-score">
        <b className={`health-number health-number--${toneOf(report.score)}`}>
          {report.score}
          <small> of 100</small>
        </b>
        <div>
          <p>{report.words}</p>
          <small>
            {counted(report.checked, 'secret')} checked, {ago(report.at, now)}
            {putOff}
          </small>
        </div>
        <Button onClick={onCheck}>Check again</Button>
      </div>
      {findingGroups(report).map((group) => (
        <FindingSection key={group.kind} group={group} onFiles={onFiles} />
      ))}
    </>
  );
}

/** The words beside it say the same. */
function toneOf(score: number): 'good' | 'fair' | 'poor' {
  if (score >= 90) return 'good';
  return score >= 60 ? 'fair' : 'poor';
}
