// Older versions: sealed, listed, brought back, forgotten, and never more than ten.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draft, fault, freshVaultPath, passphrase, type TestVault, vaultAt } from '../../adapters/vault.testkit.ts';
import type { RecordId } from '../../contract/vocabulary.ts';
import { olderVersionsKept } from './secret-change.ts';

const tokens = ['first-token-value', 'second-token-value', 'third-token-value'];

async function opened(test: { after(fn: () => void): void }): Promise<TestVault & { readonly id: RecordId }> {
  const made = vaultAt(freshVaultPath(test));
  test.after(() => made.database.close());
  await made.vault.create(passphrase(), { keychain: false });
  const { id } = made.secrets.add(draft({ value: tokens[0] ?? '' }));
  made.clock.pass(1000);
  made.secrets.update(id, draft({ value: tokens[1] ?? '' }));
  made.clock.pass(1000);
  made.secrets.update(id, draft({ notes: 'only the notes', content: { kind: 'kept', from: 'token' } }));
  return { ...made, id };
}

function value({ secrets, id }: Pick<TestVault, 'secrets'> & { readonly id: RecordId }): Promise<string | undefined> {
  return secrets.withRevealed([id], async ([secret]) => secret?.fields[0]?.value.toString('utf8'));
}

function kinds({ store }: TestVault): string[] {
  return store
    .records()
    .map(({ kind }) => kind)
    .sort();
}

test('every change leaves the version before it, and says whether its values were others', async (t) => {
  const house = await opened(t);
  assert.deepEqual(
    house.history.versions(house.id).map(({ version, valuesDiffer }) => [version, valuesDiffer]),
    [
      [2, false],
      [1, true],
    ],
  );
  assert.equal(house.secrets.get(house.id).olderVersions, 2);
  assert.deepEqual(
    kinds(house),
    ['history', 'history', 'secret', 'values', 'values'],
    'values that did not change are kept once',
  );
});

test('an older version comes back as the newest one, and what it takes the place of stays', async (t) => {
  const house = await opened(t);
  house.history.bringBack(house.id, 1);
  assert.equal(await value(house), tokens[0]);
  assert.equal(house.secrets.get(house.id).version, 4);
  assert.equal(house.secrets.get(house.id).notes, 'made by hand');
  house.history.bringBack(house.id, 3);
  assert.equal(await value(house), tokens[1]);
  assert.equal(house.secrets.get(house.id).notes, 'only the notes');
});

test('they are there after the next unlock', async (t) => {
  const house = await opened(t);
  house.vault.lock();
  await house.vault.unlock(passphrase());
  house.history.bringBack(house.id, 1);
  assert.equal(await value(house), tokens[0]);
});

test('an unknown version is refused, and so is one whose name another secret took', async (t) => {
  const house = await opened(t);
  assert.throws(() => house.history.bringBack(house.id, 9), fault('secret_changed'));
  house.secrets.update(house.id, draft({ name: 'renamed/token', content: { kind: 'kept', from: 'token' } }));
  house.secrets.add(draft({ value: 'somebody-else-value' }));
  assert.throws(() => house.history.bringBack(house.id, 1), fault('secret_exists'));
  assert.equal(await value(house), tokens[1]);
});

test('ten older versions are kept, and the values of those that go, go too', async (t) => {
  const house = await opened(t);
  for (let i = 0; i < olderVersionsKept + 5; i += 1)
    house.secrets.update(house.id, draft({ value: `rotated-token-${i}-x` }));
  assert.equal(house.history.versions(house.id).length, olderVersionsKept);
  assert.equal(kinds(house).filter((kind) => kind === 'history').length, olderVersionsKept);
  assert.equal(kinds(house).filter((kind) => kind === 'values').length, olderVersionsKept + 1);
});

test('forgetting them leaves the secret and nothing else', async (t) => {
  const house = await opened(t);
  house.history.forget(house.id);
  assert.deepEqual(kinds(house), ['secret', 'values']);
  assert.equal(await value(house), tokens[1]);
  assert.deepEqual(house.history.versions(house.id), []);
});

test('removing a secret removes its whole past', async (t) => {
  const house = await opened(t);
  house.secrets.remove(house.id);
  assert.deepEqual(kinds(house), []);
});
