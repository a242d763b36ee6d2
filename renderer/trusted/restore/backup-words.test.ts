import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RepairView } from '../../../app/contract/backup.ts';
import { automaticBackups, counted, outcomeWords, recordWords, repairCounts, whyWords } from './backup-words.ts';

const now = new Date(2026, 10, 22, 0, 5).getTime();

describe('automatic backups', () => {
  it('are named by their day, as people name days', () => {
    const names = ['22', '21', '20'].map((day) => `postern-2026-11-${day}-0f3a9b2c.backup`);
    const [today, yesterday, before] = automaticBackups(names, now);
    assert.equal(today?.says, 'Today');
    assert.equal(yesterday?.says, 'Yesterday');
    assert.match(before?.says ?? '', /^Friday,? 20 November 2026$/);
    assert.equal(before?.vault, null);
  });

  it('of several vaults tell which is which, and another file stands with its name', () => {
    const names = ['postern-2026-11-22-0f3a9b2c.backup', 'postern-2026-11-22-ffffffff.backup', 'mine.backup'];
    assert.deepEqual(
      automaticBackups(names, now).map(({ says, vault }) => [says, vault]),
      [
        ['Today', '0f3a9b2c'],
        ['Today', 'ffffffff'],
        ['mine.backup', null],
      ],
    );
  });
});

describe('a repair in words', () => {
  const view = RepairView.parse({
    madeAt: now,
    good: 12,
    manifest: 'whole',
    wraps: 'whole',
    items: [
      { id: 'a'.repeat(32), kind: 'values', name: 'a/b', why: 'edited', outcome: 'backup', versionInBackup: 3 },
      { id: null, kind: 'other', name: null, why: 'extra', outcome: 'dropped', versionInBackup: null },
      { id: 'b'.repeat(32), kind: 'secret', name: null, why: 'missing', outcome: 'lost', versionInBackup: null },
    ],
  });

  it('says of each record what it is, why it is damaged and what becomes of it', () => {
    assert.deepEqual(
      view.items.map((item) => `${recordWords(item)} ${whyWords[item.why]}: ${outcomeWords(item)}`),
      [
        'a/b, its values was changed outside Postern: comes from the backup, as version 3',
        'A record does not belong here: taken out',
        'A secret is missing: lost: nothing holds it',
      ],
    );
  });

  it('counts what is lost apart from what comes back', () => {
    assert.deepEqual(repairCounts(view), { kept: 0, backup: 1, lost: 1, dropped: 1 });
    assert.equal(counted(1, 'secret'), '1 secret');
    assert.equal(counted(10_000, 'record'), '10,000 records');
  });
});
