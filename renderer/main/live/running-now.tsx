// What runs at this moment, and what just ended: one row each, which opens its live view.
import { ChevronRight } from 'lucide-react';
import type { LiveRun } from '../../../app/contract/live.ts';
import type { RequestId } from '../../../app/contract/vocabulary.ts';
import { Section } from '../../ui/layout.tsx';
import { VisibleText } from '../../ui/visible-text.tsx';
import { briefCommand, progressWords } from './live-words.ts';
import './live.css';

interface RunningNowProps {
  readonly runs: readonly LiveRun[];
  readonly now: number;
  readonly onOpen: (id: RequestId) => void;
}

export function RunningNow({ runs, now, onOpen }: RunningNowProps) {
  const running = runs.filter(({ endedAt }) => endedAt === null);
  const ended = runs.filter(({ endedAt }) => endedAt !== null);
  return (
    <div className="live-now">
      {running.length === 0 ? null : (
        <Section title="Running now">
          <RunRows runs={running} now={now} onOpen={onOpen} />
        </Section>
      )}
      {ended.length === 0 ? null : (
        <Section title="Just ended" lead="Their output can be looked at until Postern locks.">
          <RunRows runs={ended} now={now} onOpen={onOpen} />
        </Section>
      )}
    </div>
  );
}

function RunRows({ runs, now, onOpen }: RunningNowProps) {
  return (
    <ul className="card live-rows">
      {runs.map((run) => (
        <li key={run.id}>
          <button type="button" className="live-row" onClick={() => onOpen(run.id)}>
            <span className={run.endedAt === null ? 'live-dot live-dot--on' : 'live-dot'} aria-hidden />
            <span>
              <code>
                <VisibleText text={briefCommand(run.command)} />
              </code>
              <small>
                <b>
                  <VisibleText text={run.clientName} />
                </b>
                {`, ${run.endedAt === null ? 'running' : 'ended'} ${progressWords(run, now)}`}
              </small>
            </span>
            <ChevronRight size={14} aria-hidden />
          </button>
        </li>
      ))}
    </ul>
  );
}
