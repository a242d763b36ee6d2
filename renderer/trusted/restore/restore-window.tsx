// Brings back what is in a backup: into the open vault, or to mend one that does not open.
import { useState } from 'react';
import type { BackupView, RestoreReport } from '../../../app/contract/backup.ts';
import type { TrustedSubject } from '../../../app/contract/trusted-channels.ts';
import { call } from '../broker.ts';
import { CloseFooter } from '../controls.tsx';
import { useEscape } from '../escape.ts';
import { WindowHead } from '../window-head.tsx';
import { BackupPick } from './backup-pick.tsx';
import { RepairSteps } from './repair-steps.tsx';
import { RestoreChoose } from './restore-choose.tsx';
import { RestoreDone } from './restore-done.tsx';
import { SaveBackup } from './save-backup.tsx';
import './restore.css';

interface RestoreWindowProps {
  readonly subject: Extract<TrustedSubject, { kind: 'restore' }>;
}

export function RestoreWindow({ subject: { state, rolling } }: RestoreWindowProps) {
  if (state === 'empty') return <NoVault />;
  return state === 'locked' ? <RepairSteps rolling={rolling} /> : <RestoreSteps rolling={rolling} />;
}

type Step =
  | { readonly kind: 'pick' | 'save' }
  | { readonly kind: 'choose'; readonly view: BackupView }
  | { readonly kind: 'done'; readonly report: RestoreReport };

function RestoreSteps({ rolling }: { readonly rolling: readonly string[] }) {
  const [step, setStep] = useState<Step>({ kind: 'pick' });
  const back = () => setStep({ kind: 'pick' });
  switch (step.kind) {
    case 'save':
      return <SaveBackup onBack={back} />;
    case 'choose':
      return <RestoreChoose view={step.view} onBack={back} onDone={(report) => setStep({ kind: 'done', report })} />;
    case 'done':
      return <RestoreDone report={step.report} />;
    default:
      return (
        <BackupPick
          title="Restore from a backup"
          says="You see what it would change before anything is changed."
          rolling={rolling}
          opens="The one the backup was made with."
          look={(pick, opener) => call('backup.open', { pick, opener })}
          onView={(view) => setStep({ kind: 'choose', view })}
          onSave={() => setStep({ kind: 'save' })}
        />
      );
  }
}

function NoVault() {
  const close = () => call('window.close', undefined);
  useEscape(close);
  return (
    <>
      <WindowHead title="Set up a vault first">A backup is restored into a vault.</WindowHead>
      <div className="body">
        <p className="lead">
          Create a vault in Postern’s window; it takes a minute. The backup can be restored into it right after, with
          the recovery code or the passphrase of its time. A backup that also needs the keychain of another computer
          opens here with the recovery code only.
        </p>
        <CloseFooter close={close} />
      </div>
    </>
  );
}
