// What an import found, row by row, and what the person wants done with each. Names, kinds and places; never a value.
import type { FormEvent } from 'react';
import { useMemo, useState } from 'react';
import type { ImportClass, ImportPreview, ImportReport } from '../../../app/contract/import.ts';
import { call } from '../broker.ts';
import { Segments } from '../choices.tsx';
import { Button, Fault } from '../controls.tsx';
import { useEscape } from '../escape.ts';
import { LongList } from '../long-list.tsx';
import { useAct } from '../use-act.ts';
import { WindowHead } from '../window-head.tsx';
import { ImportDetails } from './import-details.tsx';
import { ImportRow } from './import-row.tsx';
import type { RowChoice, RowChoices } from './row-choices.ts';
import { choiceFor, decideConflicts, readChoices } from './row-choices.ts';
import { SkippedList } from './skipped-list.tsx';

interface ImportListProps {
  readonly preview: ImportPreview;
  readonly onBack: () => void;
  readonly onDone: (report: ImportReport) => void;
}

type Shown = 'all' | ImportClass | 'skipped';

export function ImportList({ preview, onBack, onDone }: ImportListProps) {
  const { items, skipped } = preview;
  const [rows, setRows] = useState<RowChoices>(new Map());
  const [shown, setShown] = useState<Shown>('all');
  const [current, setCurrent] = useState<number | null>(null);
  const { busy, fault, act, clear } = useAct();
  const read = useMemo(() => readChoices(items, rows), [items, rows]);
  const listed = useMemo(
    () => (shown === 'all' ? items : items.filter((item) => item.class === shown)),
    [items, shown],
  );
  const count = (is: ImportClass) => items.filter((item) => item.class === is).length;
  const conflicts = count('conflict');
  const close = () => call('window.close', undefined);
  useEscape(() => (busy ? undefined : close()));
  const change = (next: RowChoices) => {
    setRows(next);
    clear();
  };
  const choose = (index: number, choice: RowChoice) => change(new Map([...rows, [index, choice]]));
  const off = busy || read.importing === 0 || read.undecided > 0 || read.problems.size > 0;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (off) return;
    const done = await act(() => call('import.apply', { choices: read.choices }));
    if (done !== null) onDone(done.value);
  };
  const item = items.find(({ index }) => index === current);
  const filters = [
    { value: 'all', label: `All ${items.length}`, count: 1 },
    { value: 'new', label: `New ${count('new')}`, count: count('new') },
    { value: 'conflict', label: `Differs ${conflicts}`, count: conflicts },
    { value: 'same', label: `Same ${count('same')}`, count: count('same') },
    { value: 'skipped', label: `Not taken ${skipped.length}`, count: skipped.length },
  ] as const;
  return (
    <form onSubmit={submit} noValidate>
      <WindowHead title={items.length === 0 ? 'Nothing to import' : `${wordsFor(items.length)} found`}>
        {items.length === 0
          ? 'Nothing in it can become a secret.'
          : 'Nothing is written yet. Choose a row to see all about it.'}
      </WindowHead>
      <div className="body">
        <Segments legend="Show" value={shown} options={filters.filter((each) => each.count > 0)} onChange={setShown} />
        {conflicts === 0 || shown === 'skipped' ? null : (
          <p className="list-acts">
            <span>
              {conflicts === 1 ? '1 is' : `${conflicts} are`} in the vault with another value. For all of them:
            </span>
            <button type="button" className="inline-act" onClick={() => change(decideConflicts(items, rows, 'skip'))}>
              Leave out
            </button>
            <button
              type="button"
              className="inline-act"
              onClick={() => change(decideConflicts(items, rows, 'replace'))}
            >
              Replace
            </button>
          </p>
        )}
        {shown === 'skipped' ? (
          <SkippedList skipped={skipped} height={330} />
        ) : (
          <LongList label="What was found" items={listed} rowHeight={54} height={330} keyOf={({ index }) => index}>
            {(each) => (
              <ImportRow
                item={each}
                choice={choiceFor(each, rows)}
                problem={read.problems.get(each.index)}
                isCurrent={each.index === current}
                onLook={() => setCurrent(each.index)}
                onChoose={(choice) => choose(each.index, choice)}
              />
            )}
          </LongList>
        )}
        {item === undefined || shown === 'skipped' ? null : (
          <ImportDetails item={item} problem={read.problems.get(item.index)} />
        )}
        <Fault code={fault} />
        <footer>
          <span className="import-says" aria-live="polite">
            {openWords(read.undecided, read.problems.size)}
          </span>
          <Button off={busy} onClick={onBack}>
            Back
          </Button>
          <Button onClick={close}>Cancel</Button>
          <Button tone="go" submit off={off}>
            {busy ? 'Importing…' : read.importing === 0 ? 'Import' : `Import ${read.importing}`}
          </Button>
        </footer>
      </div>
    </form>
  );
}

function wordsFor(count: number): string {
  return count === 1 ? '1 secret' : `${count.toLocaleString('en-GB')} secrets`;
}

function openWords(undecided: number, problems: number): string {
  if (undecided > 0) return undecided === 1 ? '1 still needs your choice.' : `${undecided} still need your choice.`;
  if (problems > 0) return problems === 1 ? '1 name needs another look.' : `${problems} names need another look.`;
  return '';
}
