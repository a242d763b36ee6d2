// One change to a program's settings: what it is, the person's yes, and what came of it. Nothing is written before they confirm.
import { useCallback, useEffect, useState } from 'react';
import type { ConnectAct, ConnectPlan, ConnectReport, ConnectWay, ProgramView } from '../../../app/contract/connect.ts';
import { type FaultCode, faultCodeOf, faultMessages } from '../../../app/contract/fault.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/layout.tsx';
import { Progress } from '../../ui/progress.tsx';
import { VisibleText } from '../../ui/visible-text.tsx';
import { call } from '../broker.ts';
import { ConnectChange } from './connect-change.tsx';
import { actWords, afterwardsWords, answeredWords } from './connect-words.ts';

type Step =
  | { readonly kind: 'planning' }
  | { readonly kind: 'shown'; readonly plan: ConnectPlan }
  | { readonly kind: 'working'; readonly plan: ConnectPlan }
  | { readonly kind: 'done'; readonly report: ConnectReport }
  | { readonly kind: 'failed'; readonly code: FaultCode; readonly was: ConnectPlan['kind'] | null };

interface ConnectDialogProps {
  readonly program: ProgramView;
  readonly act: ConnectAct;
  readonly onClose: () => void;
}

export function ConnectDialog({ program, act, onClose }: ConnectDialogProps) {
  const { id, name } = program;
  const [step, setStep] = useState<Step>({ kind: 'planning' });
  const look = useCallback(
    async (way: ConnectWay) => {
      setStep({ kind: 'planning' });
      try {
        setStep({ kind: 'shown', plan: await call('connect.plan', { id, act, way }) });
      } catch (thrown) {
        setStep({ kind: 'failed', code: faultCodeOf(thrown), was: null });
      }
    },
    [id, act],
  );
  useEffect(() => void look('own'), [look]);
  const confirm = async (plan: ConnectPlan) => {
    setStep({ kind: 'working', plan });
    try {
      setStep({ kind: 'done', report: await call('connect.apply', { plan: plan.id }) });
    } catch (thrown) {
      setStep({ kind: 'failed', code: faultCodeOf(thrown), was: plan.kind });
    }
  };
  const isOver = step.kind === 'done' || step.kind === 'failed';
  return (
    <Dialog
      title={`${actWords[act]} ${name}`}
      wide
      busy={step.kind === 'working'}
      onClose={onClose}
      buttons={(close) => (
        <>
          <Button onClick={close} disabled={step.kind === 'working'}>
            {isOver ? 'Close' : 'Cancel'}
          </Button>
          {step.kind === 'failed' && step.code === 'config_changed' ? (
            <Button onClick={() => look('own')}>Look again</Button>
          ) : null}
          {step.kind === 'failed' && step.was === 'command' && step.code.startsWith('client_tool') ? (
            <Button onClick={() => look('file')}>Change the file instead…</Button>
          ) : null}
          {step.kind === 'shown' || step.kind === 'working' ? (
            <Button tone="primary" disabled={step.kind === 'working'} onClick={() => confirm(step.plan)}>
              {step.plan.kind === 'command' ? 'Run this' : 'Write this'}
            </Button>
          ) : null}
        </>
      )}
    >
      <div className="connect-step" aria-live="polite">
        <StepBody step={step} program={program} act={act} />
      </div>
    </Dialog>
  );
}

interface StepBodyProps {
  readonly step: Step;
  readonly program: ProgramView;
  readonly act: ConnectAct;
}

function StepBody({ step, program, act }: StepBodyProps) {
  switch (step.kind) {
    case 'planning':
      return <p>Looking at its settings…</p>;
    case 'shown':
      return <ConnectChange plan={step.plan} name={program.name} />;
    case 'working':
      return (
        <>
          <ConnectChange plan={step.plan} name={program.name} />
          <Progress label="Under way" done={0} total={null}>
            {act === 'disconnect' ? 'Making the change…' : 'Making the change, and trying it out…'}
          </Progress>
        </>
      );
    case 'failed':
      return <Notice tone="danger">{faultMessages[step.code]}</Notice>;
    case 'done':
      return <Done report={step.report} program={program} act={act} />;
  }
}

function Done({
  report,
  program: { name, afterwards },
  act,
}: Omit<StepBodyProps, 'step'> & { readonly report: ConnectReport }) {
  const answered = answeredWords(report);
  return (
    <>
      {answered === null ? null : <p className="connect-works">{answered}</p>}
      {act === 'disconnect' ? <p className="connect-works">The entry is gone.</p> : null}
      {report.handshake?.kind === 'failed' ? (
        <Notice tone="danger">The settings are written. {faultMessages[report.handshake.code]}</Notice>
      ) : null}
      <p>
        <b>{afterwardsWords(afterwards, name)}</b>
        {act === 'disconnect' ? null : ' The first time it calls Postern, you are asked whether it may connect.'}
      </p>
      {report.backup === null ? null : (
        <p>
          The file as it was:{' '}
          <code>
            <VisibleText text={report.backup} />
          </code>
        </p>
      )}
    </>
  );
}
