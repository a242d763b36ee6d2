import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { backupWords, failedBackupWords, idleWords, sessionWords } from './setting-words.ts';

const now = new Date(2026, 10, 22, 15, 0).getTime();
const hour = 3_600_000;

describe('settings in words', () => {
  it('says when a session ends', () => {
    assert.match(sessionWords(0.5), /^Locks half an hour after your last act/);
    assert.match(sessionWords(1), /^Locks 1 hour after/);
    assert.match(sessionWords(8.5), /^Locks 8.5 hours after/);
    assert.match(idleWords(null), /^Never locks only because you are away\./);
    assert.match(idleWords(15), /^Locks after 15 minutes without keyboard or mouse\./);
  });

  it('tells a failed backup, and that an older one is still there', () => {
    const failed = { kind: 'failed', at: now - hour, code: 'disk_full', lastMadeAt: now - 30 * hour } as const;
    assert.equal(
      failedBackupWords(failed, now),
      'The backup today at 14:00 failed. The disk is full. Nothing was changed.',
    );
    assert.equal(backupWords(failed, now), 'The last one was made yesterday.');
  });

  it('does not speak of a backup that was never made', () => {
    assert.equal(backupWords({ kind: 'none' }, now), 'There is none yet.');
    assert.equal(
      backupWords({ kind: 'failed', at: now, code: 'disk_full', lastMadeAt: null }, now),
      'There is none yet.',
    );
    const made = { kind: 'made', at: now - 20 * 24 * hour, name: 'a.postern' } as const;
    assert.equal(failedBackupWords(made, now), null);
    assert.equal(backupWords(made, now), 'The last one was made on 2 Nov 2026.');
  });
});
