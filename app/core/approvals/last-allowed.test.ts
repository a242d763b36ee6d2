import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actionOf, actionSecret, MemoryFiles, usualPrograms } from '../runs/action.testkit.ts';
import { LastAllowed } from './last-allowed.ts';

test('shows what is new and gone since the last similar one, and where it stands', async () => {
  const last = new LastAllowed();
  last.add(await actionOf('gh pr create --title "Fix it" --web'), 5_000);
  const line = 'gh pr create --title "Fix it" --draft';
  const since = last.since(await actionOf(line, { secrets: [actionSecret(), actionSecret('slack/hook')] }));
  const at = line.indexOf('--draft');
  assert.deepEqual(since, {
    ...{ allowedAt: 5_000, added: ['--draft'], removed: ['--web'], secrets: ['slack/hook'], files: [] },
    marks: [{ part: 0, from: at, to: at + 7 }],
  });
});

test('a script with other text than the last time is named', async () => {
  const files = new MemoryFiles(usualPrograms);
  files.texts.set('/home/me/api/deploy.sh', 'one');
  const last = new LastAllowed();
  last.add(await actionOf('sh deploy.sh', { files }), 1);
  files.texts.set('/home/me/api/deploy.sh', 'two');
  assert.deepEqual(
    last.since(await actionOf('sh deploy.sh', { files }))?.files.map(({ word }) => word),
    ['deploy.sh'],
  );
});

test('similar is the same use of the same program by the same client, and nothing is known after a lock', async () => {
  const last = new LastAllowed();
  last.add(await actionOf('gh pr view 1'), 1);
  assert.notEqual(last.since(await actionOf('gh pr view 2')), null);
  assert.equal(last.since(await actionOf('gh pr list')), null);
  assert.equal(last.since(await actionOf('gh pr view 1', { client: 'other' })), null);
  last.forget();
  assert.equal(last.since(await actionOf('gh pr view 2')), null);
});
