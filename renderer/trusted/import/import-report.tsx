// What came of an import, and for a `.env` file what becomes of it.
import type { FormEvent } from 'react';
import { useState } from 'react';
import type { ImportReport, ImportSource } from '../../../app/contract/import.ts';
import { call } from '../broker.ts';
import { Button, Fault, Fold } from '../controls.tsx';
import { useEscape } from '../escape.ts';
import { LongList } from '../long-list.tsx';
import { useAct } from '../use-act.ts';
import { WindowHead } from '../window-head.tsx';
import { type Afterwards, EnvFileChoice } from './env-file-choice.tsx';
import { SkippedList } from './skipped-list.tsx';

interface ImportReportProps {
  readonly source: ImportSource;
  readonly report: ImportReport;
}

export function ImportReportView({ source, report }: ImportReportProps) {
  const [file, setFile] = useState<Afterwards>('keep');
  const { busy, fault, act, clear } = useAct();
  const kept = report.added.length + report.replaced.length + report.same.length;
  const asks = source === 'dotenv' && kept > 0;
  const close = () => call('window.close', undefined);
  useEscape(() => (busy ? undefined : close()));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const done = asks ? await act(() => call('import.afterwards', { file })) : { value: undefined };
    if (done !== null) await close();
  };
  return (
    <form onSubmit={submit} noValidate>
      <WindowHead title="Imported">Everything that was found is in one of these lists.</WindowHead>
      <div className="body">
        <Names title="Added" names={report.added} />
        <Names title="Replaced, as a new version" names={report.replaced} />
        <Names title="In the vault already, the same" names={report.same} />
        <Names title="Left out by you" names={report.leftOut} />
        {report.skipped.length === 0 ? null : (
          <Fold summary={`Not taken: ${report.skipped.length}`}>
            <SkippedList skipped={report.skipped} height={176} />
          </Fold>
        )}
        {asks ? (
          <EnvFileChoice
            value={file}
            left={report.leftOut.length + report.skipped.length}
            onChange={(next) => {
              setFile(next);
              clear();
            }}
          />
        ) : null}
        <Fault code={fault} />
        <footer>
          {asks && file !== 'keep' ? <Button onClick={close}>Keep the file</Button> : null}
          <Button tone={file === 'shred' ? 'stop' : 'go'} submit off={busy}>
            {busy ? 'Working…' : goWords[asks ? file : 'keep']}
          </Button>
        </footer>
      </div>
    </form>
  );
}

const goWords: Readonly<Record<Afterwards, string>> = {
  keep: 'Close',
  replace: 'Replace the lines',
  shred: 'Overwrite and delete',
};

function Names({ title, names }: { readonly title: string; readonly names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <Fold summary={`${title}: ${names.length}`}>
      <LongList label={title} items={names} rowHeight={28} height={168} keyOf={(name) => name}>
        {(name) => (
          <div className="plain-row mono" title={name}>
            {name}
          </div>
        )}
      </LongList>
    </Fold>
  );
}
