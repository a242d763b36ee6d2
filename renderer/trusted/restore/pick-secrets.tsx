// Picks single secrets of a backup. Those that are here byte for byte are not offered.
import { useMemo, useState } from 'react';
import type { BackupSecret } from '../../../app/contract/backup.ts';
import type { RecordId } from '../../../app/contract/vocabulary.ts';
import { Field, Tick } from '../controls.tsx';
import { matching, toggled } from '../export/selection.ts';
import { LongList } from '../long-list.tsx';

interface PickSecretsProps {
  readonly secrets: readonly BackupSecret[];
  readonly picked: ReadonlySet<RecordId>;
  readonly onPick: (picked: ReadonlySet<RecordId>) => void;
}

export function PickSecrets({ secrets, picked, onPick }: PickSecretsProps) {
  const [words, setWords] = useState('');
  const offered = useMemo(() => secrets.filter(({ state }) => state !== 'same'), [secrets]);
  const listed = useMemo(() => matching(offered, words), [offered, words]);
  if (offered.length === 0) return <p className="lead">All of the backup is here already.</p>;
  return (
    <>
      <Field label="Secrets in the backup">
        {(ids) => (
          <input
            {...ids}
            className="input"
            type="search"
            placeholder={`Search ${offered.length}`}
            spellCheck={false}
            autoComplete="off"
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
        )}
      </Field>
      <LongList label="Secrets in the backup" items={listed} rowHeight={40} height={200} keyOf={({ id }) => id}>
        {({ id, name, state, replaces }) => (
          <div
            className="tick-row"
            title={replaces.length === 0 ? name : `${name} takes the place of ${replaces.join(', ')}`}
          >
            <Tick
              on={picked.has(id)}
              onChange={(on) => onPick(toggled(picked, [id], on))}
              label={<span className="mono">{name}</span>}
            />
            <small>{state === 'new' ? 'missing here' : replacesWords(name, replaces)}</small>
          </div>
        )}
      </LongList>
    </>
  );
}

function replacesWords(name: string, replaces: readonly string[]): string {
  const [first, ...more] = replaces;
  if (first === undefined || (first === name && more.length === 0)) return 'replaces what is here';
  return more.length === 0 ? `replaces ${first}` : `replaces ${replaces.length} here`;
}
