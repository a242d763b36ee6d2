import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { OwnSecretView } from '../../../app/contract/secret.ts';
import { expiryWords, groupSecrets, searchSecrets } from './groups.ts';

const now = new Date(2026, 10, 22, 15, 0).getTime();
const hours = (count: number) => count * 3_600_000;
const days = (count: number) => hours(24 * count);
const secret = (name: string, more: object = {}) =>
  OwnSecretView.parse({
    ...{ id: 'a'.repeat(32), name, description: '', tags: [], env: null, tier: 'run', authPattern: null, notes: '' },
    ...{
      authInstructions: '',
      allowedHosts: [],
      expiresAt: null,
      version: 1,
      createdAt: 1,
      updatedAt: 1,
      lastUsedAt: null,
    },
    ...more,
  });
const names = (secrets: readonly OwnSecretView[]) => secrets.map((each) => each.name);

describe('the list of secrets', () => {
  it('finds a secret only when every word is somewhere in what was written about it', () => {
    const all = [
      secret('github/token', { description: 'PAT for CI', tags: ['work'] }),
      secret('slack/hook', { env: 'SLACK_HOOK', allowedHosts: ['hooks.slack.com'] }),
    ];
    assert.deepEqual(names(searchSecrets(all, ' ')), ['github/token', 'slack/hook']);
    assert.deepEqual(names(searchSecrets(all, 'WORK pat')), ['github/token']);
    assert.deepEqual(names(searchSecrets(all, 'hooks.slack')), ['slack/hook']);
    assert.deepEqual(names(searchSecrets(all, 'work hook')), []);
  });

  it('puts what was used today first, newest first, and the rest by name', () => {
    const all = [
      secret('z/old', { lastUsedAt: now - days(3) }),
      secret('b/early', { lastUsedAt: now - hours(10) }),
      secret('c/late', { lastUsedAt: now - hours(1) }),
      secret('a/never'),
      secret('d/last-night', { lastUsedAt: now - hours(16) }),
    ];
    assert.deepEqual(
      groupSecrets(all, now).map((group) => [group.title, names(group.secrets)]),
      [
        ['Used today', ['c/late', 'b/early']],
        ['Everything else', ['a/never', 'd/last-night', 'z/old']],
      ],
    );
    assert.deepEqual(groupSecrets([], now), []);
  });

  it('speaks of expiry only when it is near or past', () => {
    assert.equal(expiryWords(null, now), null);
    assert.equal(expiryWords(now + days(40), now), null);
    assert.equal(expiryWords(now + days(6), now), 'expires in 6 days');
    assert.equal(expiryWords(now - 1, now), 'expired');
  });
});
