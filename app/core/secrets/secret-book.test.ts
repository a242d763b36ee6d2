// The person's secrets: what is told, what is revealed and for how long, and what a change does to a version.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  draft,
  draftValue,
  fault,
  freshVaultPath,
  passphrase,
  type TestVault,
  vaultAt,
} from '../../adapters/vault.testkit.ts';
import { BrokerError } from '../../contract/fault.ts';
import { OwnSecretView, SecretView } from '../../contract/secret.ts';
import { RecordId } from '../../contract/vocabulary.ts';
import type { RevealedSecret } from './secret-book.ts';
import { agentView } from './secret-views.ts';

const value = draftValue;
/** Keeps the token as it is stored. */
const kept = { content: { kind: 'kept', from: 'token' } };
const nobody = RecordId.parse('f'.repeat(32));

async function opened(test: { after(fn: () => void): void }): Promise<TestVault> {
  const made = vaultAt(freshVaultPath(test));
  test.after(() => made.database.close());
  await made.vault.create(passphrase(), { keychain: false });
  return made;
}

test('P1: a view says everything about a secret but its value', async (t) => {
  const { secrets } = await opened(t);
  const added = secrets.add(draft());
  assert.equal(JSON.stringify([added, secrets.list(), secrets.describe(['github/token'])]).includes(value), false);
  assert.deepEqual(OwnSecretView.parse(added), added);
  assert.equal(added.notes, 'made by hand');
  assert.deepEqual(SecretView.parse(agentView(added)), agentView(added));
  assert.equal('notes' in agentView(added), false);
});

test('how it stands in a request is kept over a lock, and agents are told', async (t) => {
  const { vault, secrets } = await opened(t);
  const { id } = secrets.add({ ...draft(), authPattern: 'header', authName: 'X-Api-Key', authText: 'Token {value}' });
  vault.lock();
  await vault.unlock(passphrase());
  const { authName, authText } = agentView(secrets.get(id));
  assert.deepEqual([authName, authText], ['X-Api-Key', 'Token {value}']);
  secrets.update(id, { ...draft(), authPattern: 'header', authName: 'X-Key' });
  assert.deepEqual([secrets.get(id).authName, secrets.get(id).authText], ['X-Key', undefined]);
});

test('what was added is there after the next unlock', async (t) => {
  const { vault, secrets } = await opened(t);
  const added = secrets.add(draft());
  secrets.add(draft({ name: 'aws/prod', value: 'AKIAIOSFODNN7EXAMPLE' }));
  vault.lock();
  await vault.unlock(passphrase());
  assert.deepEqual(
    secrets.list().map(({ name }) => name),
    ['aws/prod', 'github/token'],
  );
  assert.deepEqual(secrets.list()[1], added);
});

test('P4: a plaintext exists inside the bracket only, and is zeroed whatever became of it', async (t) => {
  const { secrets } = await opened(t);
  const one = secrets.add(draft());
  const two = secrets.add(draft({ name: 'npm/token', value: 'npm_zyxwvuts' }));
  const seen: Buffer[] = [];
  const result = await secrets.withRevealed([two.id, one.id], async (revealed) => {
    seen.push(...revealed.flatMap(buffers));
    assert.deepEqual(
      revealed.map((secret) => [secret.id, secret.name, secret.version, text(secret)]),
      [
        [two.id, 'npm/token', 1, 'npm_zyxwvuts'],
        [one.id, 'github/token', 1, value],
      ],
    );
    return 'done';
  });
  assert.equal(result, 'done');
  const failing = secrets.withRevealed([one.id], async (revealed) => {
    seen.push(...revealed.flatMap(buffers));
    throw new BrokerError('run_failed');
  });
  await assert.rejects(failing, fault('run_failed'));
  assert.equal(seen.length, 3);
  assert.ok(seen.every((buffer) => buffer.length > 0 && buffer.every((byte) => byte === 0)));
});

test('reveals nothing when one of the secrets is unknown', async (t) => {
  const { secrets } = await opened(t);
  const one = secrets.add(draft());
  await assert.rejects(
    secrets.withRevealed([one.id, nobody], () => assert.fail('ran')),
    fault('unknown_secret'),
  );
});

test('a change is a new version; being used is not', async (t) => {
  const { secrets, clock, vault } = await opened(t);
  const added = secrets.add(draft());
  clock.pass(1000);
  const renamed = secrets.update(added.id, draft({ name: 'github/ci', notes: 'new', ...kept }));
  assert.deepEqual(renamed, {
    ...added,
    name: 'github/ci',
    notes: 'new',
    version: 2,
    updatedAt: added.createdAt + 1000,
    olderVersions: 1,
  });
  secrets.markUsed(added.id, 1_700_000_005_000);
  assert.deepEqual(secrets.list(), [{ ...renamed, lastUsedAt: 1_700_000_005_000 }]);
  vault.lock();
  await vault.unlock(passphrase());
  assert.deepEqual(secrets.list(), [{ ...renamed, lastUsedAt: 1_700_000_005_000 }]);
  const stays = await secrets.withRevealed([added.id], async ([revealed]) => text(revealed));
  assert.equal(stays, value, 'what is kept stays');
  secrets.update(added.id, draft({ name: 'github/ci', value: 'another value' }));
  const changed = await secrets.withRevealed([added.id], async ([revealed]) => text(revealed));
  assert.equal(changed, 'another value');
});

test('two secrets never share a name, whatever its case', async (t) => {
  const { secrets } = await opened(t);
  const one = secrets.add(draft());
  const two = secrets.add(draft({ name: 'npm/token' }));
  assert.throws(() => secrets.add(draft({ name: 'GitHub/Token' })), fault('secret_exists'));
  assert.throws(() => secrets.update(two.id, draft({ name: 'GITHUB/token' })), fault('secret_exists'));
  assert.equal(secrets.update(one.id, draft({ name: 'GitHub/Token' })).name, 'GitHub/Token');
  secrets.remove(two.id);
  secrets.add(draft({ name: 'npm/token' }));
  assert.equal(secrets.list().length, 2);
});

test('describes exact names, and for unknown ones names that are near', async (t) => {
  const { secrets } = await opened(t);
  const added = secrets.add(draft());
  secrets.add(draft({ name: 'npm/token' }));
  assert.deepEqual(secrets.describe(['github/token', 'github/tokne', 'postgres', 'NPM/token']), {
    found: [added],
    unknown: ['github/tokne', 'postgres', 'NPM/token'],
    near: ['github/token', 'npm/token'],
  });
});

test('a secret that is gone is unknown', async (t) => {
  const { secrets } = await opened(t);
  const { id } = secrets.add(draft());
  secrets.markUsed(id, 1);
  secrets.remove(id);
  assert.deepEqual(secrets.list(), []);
  for (const gone of [
    () => secrets.remove(id),
    () => secrets.update(id, draft()),
    () => secrets.markUsed(id, 2),
    () => secrets.remove(nobody),
  ]) {
    assert.throws(gone, fault('unknown_secret'));
  }
});

test('refuses a draft of another form without quoting it', async (t) => {
  const { secrets } = await opened(t);
  const bad = { ...draft(), tier: 'sometimes' };
  // @ts-expect-error the edge has not parsed it
  assert.throws(() => secrets.add(bad), fault('bad_request'));
  assert.deepEqual(secrets.list(), []);
});

test('a value that may not have its tier is refused on the way in, also when only the tier changes', async (t) => {
  const { secrets } = await opened(t);
  assert.throws(() => secrets.add(draft({ value: 'short' })), fault('secret_too_short'));
  assert.deepEqual(secrets.list(), []);
  const pin = secrets.add(draft({ value: 'short', tier: 'never' }));
  assert.throws(() => secrets.update(pin.id, draft({ tier: 'run', ...kept })), fault('secret_too_short'));
  assert.equal(secrets.list()[0]?.tier, 'never');
  assert.equal(secrets.list()[0]?.version, 1);
});

test('keeps a value of one megabyte and one with every kind of character', async (t) => {
  const { secrets } = await opened(t);
  for (const odd of ['x'.repeat(1_048_576), '-----BEGIN\r\nä\u0000\u202e🔑\n', ' ']) {
    const { id } = secrets.add(draft({ name: `odd/${odd.length}`, value: odd, tier: 'never' }));
    const back = await secrets.withRevealed([id], async ([revealed]) => text(revealed));
    assert.equal(back, odd);
  }
});

function text(secret: RevealedSecret | undefined): string | undefined {
  return secret?.fields[0]?.value.toString('utf8');
}

function buffers(secret: RevealedSecret): Buffer[] {
  return secret.fields.map(({ value: bytes }) => bytes);
}
