// The automatic backups: when the last was made, what went wrong, and the way back.
import { useState } from 'react';
import type { BackupStatus } from '../../../app/contract/backup.ts';
import { Button } from '../../ui/button.tsx';
import { Fact, Facts, Notice, Section } from '../../ui/layout.tsx';
import { useAct } from '../acts.tsx';
import { useNow } from '../use-now.ts';
import { backupWords, failedBackupWords } from './setting-words.ts';

interface BackupsProps {
  readonly backup: BackupStatus;
  readonly folder: string;
  readonly isUnlocked: boolean;
}

export function Backups({ backup, folder, isUnlocked }: BackupsProps) {
  const act = useAct();
  const now = useNow(60_000);
  const [making, setMaking] = useState(false);
  const failed = failedBackupWords(backup, now);
  const make = async () => {
    setMaking(true);
    await act('backup.now', undefined);
    setMaking(false);
  };
  return (
    <Section title="Backups">
      {failed === null ? null : (
        <div className="settings-notice">
          <Notice tone="danger">{failed}</Notice>
        </div>
      )}
      <Facts>
        <Fact name="Made">
          By itself on each day on which something changed; the last ten days are kept. A backup is sealed like the
          vault and opens with the same passphrase.
        </Fact>
        <Fact name="Last">{backupWords(backup, now)}</Fact>
        {backup.kind === 'made' ? (
          <Fact name="File">
            <code>{backup.name}</code> in <code>{folder}</code>
          </Fact>
        ) : null}
      </Facts>
      <div className="settings-actions">
        <Button disabled={!isUnlocked || making} onClick={make}>
          {making ? 'Backing up…' : 'Back up now'}
        </Button>
        <Button onClick={() => act('window.open', { kind: 'restore' })}>Restore…</Button>
        {isUnlocked ? null : <span>Unlock to make one.</span>}
      </div>
    </Section>
  );
}
