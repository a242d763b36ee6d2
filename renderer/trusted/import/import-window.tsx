// An import from source to report: pick, look, choose, import. Nothing is written before the person has seen all of it.
import { useState } from 'react';
import type { ImportPreview, ImportReport, ImportSource } from '../../../app/contract/import.ts';
import { ImportList } from './import-list.tsx';
import { ImportReportView } from './import-report.tsx';
import { SourcePick } from './source-pick.tsx';
import './import.css';

type Step =
  | { readonly kind: 'pick' }
  | { readonly kind: 'look'; readonly source: ImportSource; readonly preview: ImportPreview }
  | { readonly kind: 'done'; readonly source: ImportSource; readonly report: ImportReport };

export function ImportWindow() {
  const [step, setStep] = useState<Step>({ kind: 'pick' });
  if (step.kind === 'pick')
    return <SourcePick onRead={(source, preview) => setStep({ kind: 'look', source, preview })} />;
  const { source } = step;
  if (step.kind === 'done') return <ImportReportView source={source} report={step.report} />;
  return (
    <ImportList
      preview={step.preview}
      onBack={() => setStep({ kind: 'pick' })}
      onDone={(report) => setStep({ kind: 'done', source, report })}
    />
  );
}
