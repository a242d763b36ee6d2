// One run: what it is, whose, with which secrets, how long, what it prints, and the button that ends it.
import { ArrowLeft, Square } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { LiveRun } from '../../../app/contract/live.ts';
import { Tags } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Fact, Facts } from '../../ui/layout.tsx';
import { VisibleText } from '../../ui/visible-text.tsx';
import { useAct } from '../acts.tsx';
import { useNow } from '../use-now.ts';
import { LiveScreenView } from './live-screen-view.tsx';
import { progressWords } from './live-words.ts';
import './live.css';

export function LiveRunPage({ run, onClose }: { readonly run: LiveRun; readonly onClose: () => void }) {
  const now = useNow(1000);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const isRunning = run.endedAt === null;
  return (
    <div className="page live-page">
      <div className="live-top">
        <Button tone="quiet" icon={ArrowLeft} onClick={onClose}>
          Activity
        </Button>
        {isRunning ? <StopButton run={run} /> : null}
      </div>
      <h1 ref={heading} tabIndex={-1} className="live-state">
        <span className={isRunning ? 'live-dot live-dot--on' : 'live-dot'} aria-hidden />
        {isRunning ? 'Running' : 'Ended'} <span className="live-progress">{progressWords(run, now)}</span>
      </h1>
      <Facts>
        <Fact name="Command">
          <code className="live-command">
            <VisibleText text={run.command} />
          </code>
        </Fact>
        <Fact name="Asked by">
          <VisibleText text={run.clientName} />
        </Fact>
        <Fact name="Secrets in use">{run.secrets.length === 0 ? 'None' : <Tags of={run.secrets} />}</Fact>
        <Fact name="Folder">
          <code>
            <VisibleText text={run.cwd} />
          </code>
        </Fact>
      </Facts>
      <h2 className="live-output-title">Output</h2>
      <p className="live-output-lead">As the agent gets it: values are taken out. Nothing can be typed here.</p>
      <LiveScreenView id={run.id} />
    </div>
  );
}

/** One click: what is stopped can be asked for again, and waiting for a second click could be too late. */
function StopButton({ run }: { readonly run: LiveRun }) {
  const act = useAct();
  const [isStopping, setStopping] = useState(false);
  const stop = async (): Promise<void> => {
    setStopping(true);
    if (!(await act('live.stop', { id: run.id }))) setStopping(false);
  };
  return (
    <Button tone="danger" icon={Square} disabled={isStopping} onClick={() => void stop()}>
      {isStopping ? 'Stopping…' : 'Stop the command'}
    </Button>
  );
}
