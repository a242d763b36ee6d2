// What a repair would do, record by record: what is damaged and why, what comes from the backup, what is lost.
import type { FormEvent } from 'react';
import type { RepairReport, RepairView } from '../../../app/contract/backup.ts';
import { call } from '../broker.ts';
import { Button, Fault, Warning } from '../controls.tsx';
import { momentWords } from '../days.ts';
import { useEscape } from '../escape.ts';
import { LongList } from '../long-list.tsx';
import { useAct } from '../use-act.ts';
import { WindowHead } from '../window-head.tsx';
import { counted, outcomeWords, recordWords, repairCounts, whyWords } from './backup-words.ts';
import { isSaidAtOpener, OpenerFields, useOpener } from './opener-fields.tsx';

interface RepairPlanProps {
  readonly view: RepairView;
  readonly onBack: () => void;
  readonly onDone: (report: RepairReport) => void;
}

export function RepairPlan({ view, onBack, onDone }: RepairPlanProps) {
  const opener = useOpener();
  const { busy, fault, act, clear } = useAct();
  useEscape(() => (busy ? undefined : onBack()));
  const { lost, backup } = repairCounts(view);
  const isWhole = view.items.length === 0 && view.manifest === 'whole' && view.wraps === 'whole';
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || isWhole) return;
    const typed = opener.take();
    if (typed === null) return;
    const done = await act(() => call('repair.apply', { opener: typed }));
    if (done !== null) onDone(done.value);
  };
  const items = view.items.map((item, at) => ({ item, at }));
  return (
    <form onSubmit={submit} noValidate>
      <WindowHead title={isWhole ? 'Nothing is damaged' : `${counted(view.items.length, 'record')} damaged`}>
        {counted(view.good, 'record')} {view.good === 1 ? 'is' : 'are'} good and stay{view.good === 1 ? 's' : ''} as{' '}
        {view.good === 1 ? 'it is' : 'they are'}. {backupWords(view.madeAt)}
      </WindowHead>
      <div className="body">
        {items.length === 0 ? null : (
          <LongList label="Damaged records" items={items} rowHeight={46} height={230} keyOf={({ at }) => at}>
            {({ item }) => (
              <div className="repair-row">
                <b className={item.name === null ? 'repair-what' : 'repair-what mono'}>{recordWords(item)}</b>
                <small>
                  {whyWords[item.why]}:{' '}
                  <span className={`repair-outcome repair-outcome--${item.outcome}`}>{outcomeWords(item)}</span>
                </small>
              </div>
            )}
          </LongList>
        )}
        {backup === 0 ? null : (
          <p className="field-hint">What comes from the backup comes in the state it had when the backup was made.</p>
        )}
        {view.manifest === 'whole' ? null : (
          <Warning>
            {view.manifest === 'partly'
              ? 'The vault’s own list of what it holds is damaged in part.'
              : 'The vault’s own list of what it holds is lost, so nobody can tell what else is missing or older. What the backup has and the vault has not does not come back by itself.'}
          </Warning>
        )}
        {view.wraps === 'whole' ? null : (
          <Warning>
            What opens the vault was changed outside Postern. Only the way that you use now stays; set up the others
            again afterwards.
          </Warning>
        )}
        {lost === 0 ? null : (
          <Warning tone="danger">
            {counted(lost, 'record')} would be lost for good. Another backup may have {lost === 1 ? 'it' : 'them'}.
          </Warning>
        )}
        {isWhole ? null : <OpenerFields opener={opener} hint="Once more, to repair." fault={fault} onInput={clear} />}
        <Fault code={isSaidAtOpener(fault, opener.kind) ? null : fault} />
        <footer>
          <Button off={busy} onClick={onBack}>
            Back
          </Button>
          {isWhole ? null : (
            <Button tone={lost > 0 ? 'stop' : 'go'} submit off={busy}>
              {busy ? 'Repairing…' : lost > 0 ? `Repair and lose ${lost}` : 'Repair'}
            </Button>
          )}
        </footer>
      </div>
    </form>
  );
}

function backupWords(madeAt: number | null): string {
  return madeAt === null ? 'The backup does not help.' : `The backup is of ${momentWords(madeAt)}, as it says.`;
}
