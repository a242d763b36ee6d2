import assert from 'node:assert/strict';
import test from 'node:test';
import { fault } from '../../adapters/vault.testkit.ts';
import { Provider, ProviderId } from '../../contract/provider.ts';
import { SecretName } from '../../contract/vocabulary.ts';
import { acme, FakeRecords, fakeRandomness } from './provider.testkit.ts';
import { ProviderBook } from './provider-book.ts';
import { wellKnownProviders } from './provider-data/well-known.ts';

const github = wellKnownProviders.find(({ id }) => id === 'github') ?? assert.fail();
const chosen = github.permissions.filter(({ name }) => name === 'read' || name === 'issues');
const ofPerson = { secret: SecretName.parse('github/token'), privateAddress: false, wellKnown: true };
const setUp = Provider.parse({ ...github, permissions: chosen, ...ofPerson });

function book(records = new FakeRecords(), kinds = wellKnownProviders) {
  const made = new ProviderBook({ records, randomness: fakeRandomness(), kinds });
  return { records, made };
}

test('a provider is there again after a lock and a load, and unknown in between (P4)', () => {
  const { records, made } = book();
  let told = 0;
  made.changed.add(() => {
    told += 1;
  });
  made.put(acme);
  made.put(setUp);
  made.put({ ...acme, name: 'Acme & Sons' });
  assert.deepEqual(
    made.list().map(({ name }) => name),
    ['Acme & Sons', 'GitHub'],
  );
  assert.equal(records.kept.size, 2, 'each has one record');
  made.forget();
  assert.equal(made.find(acme.id), null);
  made.load();
  assert.deepEqual(made.find(setUp.id), setUp);
  made.remove(acme.id);
  assert.throws(() => made.remove(acme.id), fault('provider_unknown'));
  assert.equal(made.find(ProviderId.parse('acme')), null);
  assert.equal(told, 6);
  const other = book(records).made;
  other.load();
  assert.deepEqual(other.list(), [setUp]);
});

test('of a well-known one only what the person chose is kept: its rules are those of this version', () => {
  const { records, made } = book();
  made.put({ ...setUp, baseUrl: 'https://evil.test' });
  assert.deepEqual(made.find(setUp.id), setUp);
  assert.ok(![...records.kept.values()].some((body) => body.includes('evil') || body.includes('/repos')));
  const newer = wellKnownProviders.map((kind) => {
    return kind.id === 'github'
      ? { ...kind, permissions: kind.permissions.filter(({ name }) => name !== 'issues') }
      : kind;
  });
  const later = book(records, newer).made;
  later.load();
  assert.deepEqual(
    later.find(setUp.id)?.permissions.map(({ name }) => name),
    ['read'],
  );
  const without = book(records, []).made;
  without.load();
  assert.deepEqual(without.list(), []);
});

test('a record that is no provider does not open', () => {
  const { records, made } = book();
  made.put(acme);
  for (const [id] of records.kept) records.kept.set(id, '{"id":"acme"}');
  assert.throws(() => made.load(), fault('vault_corrupt'));
});
