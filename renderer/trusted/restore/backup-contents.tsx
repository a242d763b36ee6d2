// What is in a backup beside what is in the vault: counts, and the names behind each.
import { useMemo } from 'react';
import type { BackupSecret, BackupView } from '../../../app/contract/backup.ts';
import { Fold } from '../controls.tsx';
import { LongList } from '../long-list.tsx';
import { counted } from './backup-words.ts';

export function BackupContents({ view }: { readonly view: BackupView }) {
  const named = useMemo(() => {
    const of = (state: BackupSecret['state']) =>
      view.secrets.filter((secret) => secret.state === state).map(({ name }) => name);
    return { new: of('new'), differs: of('differs'), same: of('same') };
  }, [view]);
  const waiting = view.secrets.filter(({ hasReference }) => hasReference).length;
  return (
    <div className="contents">
      <Names says="missing here" names={named.new} />
      <Names says="not as they are here" names={named.differs} />
      <Names says="the same" names={named.same} />
      <Names says="only here, not in the backup" names={view.onlyHere} />
      {waiting === 0 ? null : (
        <p className="field-hint">
          {counted(waiting, 'secret')} in it {waiting === 1 ? 'points' : 'point'} elsewhere. What comes back of these is
          not followed before you confirm it.
        </p>
      )}
    </div>
  );
}

function Names({ says, names }: { readonly says: string; readonly names: readonly string[] }) {
  if (names.length === 0)
    return (
      <p className="contents-none">
        <b className="contents-count">0</b> {says}
      </p>
    );
  return (
    <Fold
      summary={
        <span>
          <b className="contents-count">{names.length.toLocaleString('en-GB')}</b> {says}
        </span>
      }
    >
      <LongList label={says} items={names} rowHeight={28} height={168} keyOf={(name) => name}>
        {(name) => (
          <div className="plain-row mono" title={name}>
            {name}
          </div>
        )}
      </LongList>
    </Fold>
  );
}
