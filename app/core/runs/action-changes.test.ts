// SECURITY P10: what was approved is what runs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Action } from '../../contract/run.ts';
import { actionOf, MemoryFiles, usualPrograms } from './action.testkit.ts';
import { changesSince } from './action-changes.ts';
import { changeWords } from './change-words.ts';

async function changed(change: (files: MemoryFiles) => void, version: number | null = 1): Promise<readonly string[]> {
  const files = new MemoryFiles(usualPrograms);
  files.texts.set('/home/me/api/deploy.sh', 'one');
  const action: Action = await actionOf('./deploy.sh && gh pr list', { files });
  change(files);
  return (await changesSince(action, files, () => version)).map(changeWords);
}

test('nothing changed is nothing said', async () => {
  assert.deepEqual(await changed(() => {}), []);
});

for (const [what, change, said] of [
  [
    'an edited script',
    (files) => files.texts.set('/home/me/api/deploy.sh', 'two'),
    'the script ./deploy.sh was edited',
  ],
  ['a replaced program', (files) => files.texts.set('/usr/bin/gh', 'evil'), 'the program gh was replaced'],
  ['a moved link', (files) => files.links.set('/usr/bin/gh', '/usr/bin/git'), 'gh leads to another file'],
  ['a program that is gone', (files) => files.texts.delete('/usr/bin/gh'), 'gh leads nowhere any more'],
  [
    'another folder under the same path',
    (files) => files.folders.set('/home/me/api', '1:2'),
    'the working folder is another one',
  ],
] as const satisfies readonly (readonly [string, (files: MemoryFiles) => void, string])[]) {
  test(`${what} between the answer and the start is refused and named (P10; AgentAck: action changed after approval)`, async () => {
    assert.ok((await changed(change)).includes(said));
  });
}

test('a secret that was changed or removed meanwhile is refused and named (P10)', async () => {
  assert.deepEqual(await changed(() => {}, 2), ['the secret github/token was changed']);
  assert.deepEqual(await changed(() => {}, null), ['the secret github/token was removed']);
});
