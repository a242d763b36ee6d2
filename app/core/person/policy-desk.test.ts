// The policy in a real vault, and its file in a real folder.
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { PolicyFileOnDisk } from '../../adapters/policy-file.ts';
import { draft, fault, freshVaultPath, passphrase, vaultAt } from '../../adapters/vault.testkit.ts';
import type { AuditEvent } from '../../contract/audit.ts';
import { defaultClientLimits } from '../../contract/client.ts';
import { BrokerError } from '../../contract/fault.ts';
import type { PolicyRule } from '../../contract/policy.ts';
import type { Proof } from '../../contract/proof.ts';
import { ClientId, Sha256 } from '../../contract/vocabulary.ts';
import { SystemRandomness } from '../crypto/randomness.ts';
import { FakeClock } from '../fake-clock.testkit.ts';
import { firstPolicyText, PolicyBook } from '../policy/policy-book.ts';
import { Confirmation, type Matter } from '../presence/person-check.ts';
import { matchersInPlace } from '../redaction/matcher-builder.testkit.ts';
import { VaultWords } from '../redaction/vault-words.ts';
import { actionOf } from '../runs/action.testkit.ts';
import { PolicyDesk } from './policy-desk.ts';

const never = new AbortController().signal;
const proof: Proof = { kind: 'system' };
const looser = `${firstPolicyText}allowed_commands: [gh pr view **]\n`;
const tighter = `${firstPolicyText}denied_commands: [rm **]\n`;
const denies: PolicyRule = { id: 'no-rm', action: 'deny', commands: ['rm **'] };

test('policy.yaml edited by an agent changes nothing in force, and is a proposal until the person accepts it (P9)', async (t) => {
  const { book, desk, path, confirmed, events } = await opened(t);
  writeFileSync(path, looser);
  const { file } = desk.view();
  assert.equal(file.kind, 'proposal');
  assert.equal(book.text, firstPolicyText);
  assert.deepEqual(book.current.policy.allowed_commands, []);
  book.load();
  assert.deepEqual(book.current.policy.allowed_commands, []);
  const shown = desk.proposal();
  assert.deepEqual([shown?.from, shown?.looser], ['file', true]);
  if (shown === null) assert.fail();
  await assert.rejects(desk.accept(shown.digest, null, never), fault('presence_needed'));
  assert.deepEqual(book.current.policy.allowed_commands, []);
  assert.equal(events.length, 0);
  await desk.accept(shown.digest, proof, never);
  assert.deepEqual(confirmed, [{ purpose: 'policy', digest: shown.digest }]);
  assert.deepEqual(book.current.policy.allowed_commands, ['gh pr view **']);
  assert.deepEqual(
    events.map((event) => event.kind),
    ['policy.changed'],
  );
  assert.deepEqual([desk.view().file.kind, desk.fileDiffers, desk.proposal()], ['same', false, null]);
});

test('what was shown is what is accepted: another text, or another policy in force, is not (P9)', async (t) => {
  const { book, desk, path } = await opened(t);
  writeFileSync(path, looser);
  const shown = desk.proposal() ?? assert.fail();
  await assert.rejects(desk.accept(Sha256.parse('0'.repeat(64)), proof, never), fault('policy_moved_on'));
  writeFileSync(path, `${firstPolicyText}allowed_commands: ["**"]\n`);
  await assert.rejects(desk.accept(shown.digest, proof, never), fault('policy_moved_on'));
  writeFileSync(path, looser);
  book.add(denies, null);
  await assert.rejects(desk.accept(shown.digest, proof, never), fault('policy_moved_on'));
  assert.equal(
    desk.proposal()?.changes.some(({ kind }) => kind === 'removed'),
    true,
  );
  assert.deepEqual(book.current.policy.allowed_commands, []);
});

test('a yes that was given for another text, twice, or for something else loosens nothing (P9)', async (t) => {
  const { book, events } = await opened(t);
  const yes = new Confirmation({ purpose: 'reveal', digest: null }, never);
  assert.throws(() => book.accept(looser, 'app', yes), fault('presence_used'));
  assert.throws(() => book.accept(looser, 'app', null), fault('presence_needed'));
  assert.throws(() => book.accept('version: 9\n', 'app', null), fault('policy_invalid'));
  assert.deepEqual(events, []);
  assert.equal(book.text, firstPolicyText);
});

test('what tightens needs no presence; nothing changed is nothing written', async (t) => {
  const { book, desk, events } = await opened(t);
  desk.propose(tighter);
  const shown = desk.proposal() ?? assert.fail();
  assert.deepEqual([shown.from, shown.looser], ['app', false]);
  await desk.accept(shown.digest, null, never);
  assert.equal(book.text, tighter);
  assert.equal(events.length, 1);
  book.accept(tighter, 'app', null);
  assert.equal(events.length, 1);
});

test('what cannot be audited is not in force (P3)', async (t) => {
  const { book, vault } = await opened(t);
  const audit = {
    record: () => {
      throw new BrokerError('audit_unwritable');
    },
  };
  const other = new PolicyBook({ records: vault, audit, clock: new FakeClock(), nameOf: () => null });
  other.load();
  assert.throws(() => other.accept(tighter, 'app', null), fault('audit_unwritable'));
  assert.equal(other.text, firstPolicyText);
  book.load();
  assert.equal(book.text, firstPolicyText);
});

test('the policy is sealed, comes back after a lock, and is unknown while locked (P4)', async (t) => {
  const { book, desk, vault, vaultPath } = await opened(t);
  book.accept(`${tighter}# a-very-special-comment\n`, 'app', null);
  book.markUsed('r', 7);
  book.forget();
  vault.lock();
  assert.deepEqual(
    [book.text, book.current.policy.denied_commands, desk.proposal(), desk.fileDiffers],
    [null, [], null, false],
  );
  for (const act of [() => desk.view(), () => desk.propose(tighter), () => book.add(denies, null)]) {
    assert.throws(act, fault('locked'));
  }
  assert.equal(readFileSync(vaultPath).includes('a-very-special-comment'), false);
  await vault.unlock(passphrase());
  book.load();
  assert.deepEqual([book.current.policy.denied_commands, book.lastUsedAt('r')], [['rm **'], null]);
});

test('the file follows a change that was made in the app, unless it says something of its own', async (t) => {
  const { book, desk, path } = await opened(t);
  assert.equal(readFileSync(path, 'utf8'), firstPolicyText);
  book.add(denies, null);
  assert.equal(readFileSync(path, 'utf8'), book.text);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  writeFileSync(path, looser);
  book.add({ ...denies, id: 'other' }, null);
  assert.equal(readFileSync(path, 'utf8'), looser);
  assert.equal(desk.fileDiffers, true);
  rmSync(path);
  book.add({ ...denies, id: 'third' }, null);
  assert.equal(existsSync(path), false);
});

test('a file that was discarded is kept beside the one that says what is in force', async (t) => {
  const { book, desk, path } = await opened(t);
  writeFileSync(path, looser);
  const shown = desk.proposal() ?? assert.fail();
  assert.throws(() => desk.discard(Sha256.parse('0'.repeat(64))), fault('policy_moved_on'));
  desk.discard(shown.digest);
  assert.equal(readFileSync(path, 'utf8'), book.text);
  const kept = join(dirname(path), 'policy.rejected.yaml');
  assert.equal(readFileSync(kept, 'utf8'), looser);
  assert.equal(statSync(kept).mode & 0o777, 0o600);
  assert.equal(desk.proposal(), null);
});

test('a proposal of the app goes before that of the file until it is discarded or the file is looked at', async (t) => {
  const { desk, path } = await opened(t);
  writeFileSync(path, looser);
  desk.propose(tighter);
  const shown = desk.proposal() ?? assert.fail();
  assert.equal(shown.from, 'app');
  desk.discard(shown.digest);
  assert.equal(desk.proposal()?.from, 'file');
  assert.equal(readFileSync(path, 'utf8'), looser);
  desk.proposeRule(denies);
  assert.equal(desk.proposal()?.from, 'app');
  desk.review();
  assert.equal(desk.proposal()?.from, 'file');
  assert.throws(() => desk.propose('rules: 7'), fault('policy_invalid'));
});

test('a file that cannot be trusted or read is told, and proposes nothing', async (t) => {
  const { desk, path } = await opened(t);
  chmodSync(path, 0o666);
  assert.deepEqual(desk.view().file, { kind: 'unsafe', why: 'mode' });
  chmodSync(path, 0o600);
  writeFileSync(path, 'version: 7\n');
  const state = desk.view().file;
  assert.deepEqual(state.kind === 'invalid' && state.problems.map(({ line }) => line), [1]);
  writeFileSync(path, Buffer.from([0xff, 0xfe, 0xfd]));
  assert.equal(desk.view().file.kind, 'invalid');
  assert.equal(desk.proposal(), null);
});

test('a file that cannot be written is told, and the decision stands', async (t) => {
  const { book, desk, path } = await opened(t);
  mkdirSync(`${path}.postern-partial`);
  desk.propose(tighter);
  const shown = desk.proposal() ?? assert.fail();
  await assert.rejects(desk.accept(shown.digest, null, never), fault('policy_unwritable'));
  assert.equal(book.text, tighter);
});

test('a dry run says which rule would decide about a command and runs nothing', async (t) => {
  const { book, desk, secrets, events } = await opened(t);
  secrets.add(draft({ name: 'github/token', tags: ['work'] }));
  book.add({ id: 'no-merge', action: 'deny', commands: ['gh pr merge **'], tags: ['work'] }, null);
  const before = events.length;
  const names = secrets.describe(['github/token']).found.map(({ name }) => name);
  const tried = async (command: string) => {
    const result = await desk.dryRun({ kind: 'command', command, cwd: '~/api', secrets: names, client: null });
    return result.kind === 'command' ? result : assert.fail();
  };
  const denied = await tried("sh -c 'gh pr merge 5'");
  assert.deepEqual([denied.decision, denied.reasoning.by, denied.commands], ['deny', 'rule', ['gh pr merge 5']]);
  assert.match(denied.says, /“no-merge” says so: Denies gh pr merge/);
  const asked = await tried('gh pr view 5');
  assert.deepEqual([asked.decision, asked.reasoning.by, asked.risk], ['ask', 'default', 'read']);
  assert.equal((await tried('env')).reasoning.by, 'prints_environment');
  assert.equal((await tried('gh auth token')).reasoning.by, 'disclosure');
  assert.equal((await tried('eval "$X"')).parsed, false);
  assert.equal(events.length, before);
});

test('a dry run of a web request is judged by the policy in force, and leaves no trace', async (t) => {
  const { book, desk, secrets, vault, events } = await opened(t);
  secrets.add(draft({ name: 'github/token', tags: ['work'], allowedHosts: ['api.github.com'], authPattern: 'bearer' }));
  book.add({ id: 'no-repos', action: 'deny', methods: ['DELETE'], paths: ['/repos/**'], tags: ['work'] }, null);
  const [before, position] = [events.length, vault.listed.position];
  const query = {
    ...({ kind: 'call', method: 'DELETE', url: 'https://api.github.com/repos/me/api', client: null } as const),
    secrets: secrets.describe(['github/token']).found.map(({ name }) => name),
  };
  const result = await desk.dryRun(query);
  assert.deepEqual([result.kind, result.kind === 'call' && result.decision], ['call', 'deny']);
  assert.match(result.says, /“no-repos” says so: Denies/);
  assert.deepEqual([events.length, vault.listed.position, book.lastUsedAt('no-repos')], [before, position, null]);
  assert.equal(secrets.named('github/token')?.lastUsedAt, null);
  book.forget();
  await assert.rejects(desk.dryRun(query), fault('locked'));
});

test('“always” makes a rule only with presence for that very rule; a denial for good needs none (P2)', async (t) => {
  const { book } = await opened(t);
  const action = await actionOf('gh pr view 5');
  const rule = book.ruleFor(action, 'exact', []) ?? assert.fail();
  assert.throws(() => book.add(rule, null), fault('presence_needed'));
  const other = new Confirmation(book.matterOf({ ...rule, commands: ['**'] }), never);
  assert.throws(() => book.add(rule, other), fault('presence_used'));
  book.add(rule, new Confirmation(book.matterOf(rule), never));
  book.add(book.denialFor(await actionOf('gh repo delete x'), 'No.') ?? assert.fail(), null);
  assert.deepEqual(
    book.current.policy.rules.map(({ action: kind }) => kind),
    ['allow', 'deny'],
  );
  assert.equal(book.canExpress(action), true);
});

test('view tells rules in words, with the names of clients and when they were last used', async (t) => {
  const { book, desk } = await opened(t);
  book.add({ ...denies, clients: [ClientId.parse('claude-code')], note: 'No.' }, null);
  book.markUsed('no-rm', 5);
  const view = desk.view();
  const words = 'Denies rm with anything after it, for Claude Code.';
  assert.deepEqual(view.rules, [{ id: 'no-rm', action: 'deny', words, note: 'No.', lastUsedAt: 5 }]);
  assert.equal(view.builtIn.length > 0 && view.text.includes('no-rm'), true);
});

async function opened(t: { after(work: () => void): void }) {
  const vaultPath = freshVaultPath(t);
  const { vault, secrets, database } = vaultAt(vaultPath);
  t.after(() => database.close());
  await vault.create(passphrase(), { keychain: false });
  const folder = join(dirname(vaultPath), 'own');
  mkdirSync(folder, { mode: 0o700 });
  const path = join(folder, 'policy.yaml');
  const events: AuditEvent[] = [];
  const confirmed: Matter[] = [];
  const clock = new FakeClock();
  const nameOf = (id: string) => (id === 'claude-code' ? 'Claude Code' : null);
  const book = new PolicyBook({ records: vault, audit: { record: (event) => void events.push(event) }, clock, nameOf });
  const check = {
    confirm: async (given: Proof | null, matter: Matter) => {
      if (given === null) throw new BrokerError('presence_needed');
      confirmed.push(matter);
      return new Confirmation(matter, never);
    },
  };
  const files = { folder: async (real: string) => ({ path: real, id: '1' }) };
  const file = new PolicyFileOnDisk(path);
  const words = new VaultWords({
    secrets,
    matchers: matchersInPlace,
    randomness: new SystemRandomness(),
    pause: async () => {},
  });
  words.unlocked();
  const desk = new PolicyDesk({
    ...{ book, file, check, secrets, words, files, nameOf, clock },
    clients: { limitsOf: () => defaultClientLimits },
    ...{ agents: { list: () => [] }, providers: { list: () => [] } },
    asked: () => [],
    home: '/home/me',
  });
  desk.start();
  book.load();
  return { book, desk, vault, vaultPath, secrets, path, events, confirmed };
}
