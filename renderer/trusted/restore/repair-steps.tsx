// Mends a vault that does not open: which backup, what it would do in words, the repair, and then the way to unlock.
import { useState } from 'react';
import type { RepairReport, RepairView } from '../../../app/contract/backup.ts';
import { call } from '../broker.ts';
import { Button } from '../controls.tsx';
import { useEscape } from '../escape.ts';
import { WindowHead } from '../window-head.tsx';
import { BackupPick } from './backup-pick.tsx';
import { Counts } from './counts.tsx';
import { RepairPlan } from './repair-plan.tsx';

type Step =
  | { readonly kind: 'pick' }
  | { readonly kind: 'plan'; readonly view: RepairView }
  | { readonly kind: 'done'; readonly report: RepairReport };

export function RepairSteps({ rolling }: { readonly rolling: readonly string[] }) {
  const [step, setStep] = useState<Step>({ kind: 'pick' });
  switch (step.kind) {
    case 'plan':
      return (
        <RepairPlan
          view={step.view}
          onBack={() => setStep({ kind: 'pick' })}
          onDone={(report) => setStep({ kind: 'done', report })}
        />
      );
    case 'done':
      return <Repaired report={step.report} />;
    default:
      return (
        <BackupPick
          title="Repair the vault with a backup"
          says="If the vault does not open, what is damaged can come from a backup. What is good stays as it is."
          rolling={rolling}
          opens="The one of this vault. It is asked for again before anything is changed."
          look={(pick, opener) => call('repair.plan', { pick, opener })}
          onView={(view) => setStep({ kind: 'plan', view })}
        />
      );
  }
}

function Repaired({ report }: { readonly report: RepairReport }) {
  const close = () => call('window.close', undefined);
  useEscape(close);
  return (
    <>
      <WindowHead title="The vault is repaired">
        A copy of the damaged file was put aside in Postern’s folder.
      </WindowHead>
      <div className="body">
        <Counts
          rows={[
            [report.good, 'good, not touched'],
            [report.kept, 'damaged in part, nothing of it lost'],
            [report.backup, 'brought back from the backup'],
            [report.lost, 'lost'],
            [report.dropped, 'taken out, did not belong here'],
          ]}
        />
        <p className="lead">Counted in records. The vault opens as always now.</p>
        <footer>
          <Button onClick={close}>Close</Button>
          <Button tone="go" onClick={() => call('unlock.window', undefined)}>
            Unlock
          </Button>
        </footer>
      </div>
    </>
  );
}
