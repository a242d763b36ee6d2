// Presence as the core sees it: what counts as a yes, for what, and for how long.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AuditEvent } from '../../contract/audit.ts';
import { BrokerError, type FaultCode } from '../../contract/fault.ts';
import { Sha256 } from '../../contract/vocabulary.ts';
import { FakeClock } from '../fake-clock.testkit.ts';
import type { PresenceAnswer } from '../ports/presence.ts';
import { type Matter, PersonCheck, revealMs } from './person-check.ts';

const matter: Matter = { purpose: 'approval', digest: Sha256.parse('a'.repeat(64)) };
const otherDigest: Matter = { purpose: 'approval', digest: Sha256.parse('b'.repeat(64)) };
const otherPurpose: Matter = { purpose: 'export', digest: matter.digest };
const shown: Matter = { purpose: 'reveal', digest: matter.digest };
const system = { kind: 'system' } as const;
const never = new AbortController().signal;

test('a yes of the system is on record before it counts (P3)', async () => {
  const house = makeHouse('confirmed');
  const yes = await house.check.confirm(system, matter, never);
  assert.deepEqual(house.events, [{ kind: 'presence.confirmed', at: house.clock.now(), ...matter, by: 'system' }]);
  yes.use(matter);
});

test('a yes counts once', async () => {
  const { check } = makeHouse('confirmed');
  const yes = await check.confirm(system, matter, never);
  yes.use(matter);
  assert.throws(() => yes.use(matter), fault('presence_used'));
});

test('a yes to one action is none to another, and none to another purpose (P2)', async () => {
  const { check } = makeHouse('confirmed');
  for (const other of [otherDigest, otherPurpose, { ...matter, digest: null }]) {
    const yes = await check.confirm(system, matter, never);
    assert.throws(() => yes.use(other), fault('presence_used'));
  }
});

test('a no is coded and on record', async () => {
  const { check, events, clock } = makeHouse('refused');
  await assert.rejects(check.confirm(system, matter, never), fault('presence_refused'));
  assert.deepEqual(events, [{ kind: 'presence.refused', at: clock.now(), ...matter, by: 'system' }]);
});

test('where the system cannot ask the passphrase is needed, and no passphrase was tried', async () => {
  const { check, events, tried } = makeHouse('unavailable');
  await assert.rejects(check.confirm(system, matter, never), fault('presence_needed'));
  assert.deepEqual(events, []);
  assert.deepEqual(tried, []);
});

test('the right passphrase confirms without asking the system; its bytes are wiped', async () => {
  const { check, events, tried, asked, clock } = makeHouse('confirmed');
  const yes = await check.confirm({ kind: 'passphrase', passphrase: 'ünlock me' }, matter, never);
  yes.use(matter);
  assert.deepEqual(asked, []);
  assert.deepEqual(
    tried.map(({ text }) => text),
    ['ünlock me'],
  );
  assert.ok(tried.every(({ bytes }) => bytes.every((byte) => byte === 0)));
  assert.deepEqual(events, [{ kind: 'presence.confirmed', at: clock.now(), ...matter, by: 'passphrase' }]);
});

test('a wrong passphrase is coded and on record, and its bytes are wiped', async () => {
  const { check, events, tried, clock } = makeHouse('confirmed');
  const wrong = check.confirm({ kind: 'passphrase', passphrase: 'something else' }, matter, never);
  await assert.rejects(wrong, fault('wrong_passphrase'));
  assert.ok(tried.every(({ bytes }) => bytes.every((byte) => byte === 0)));
  assert.deepEqual(events, [{ kind: 'presence.refused', at: clock.now(), ...matter, by: 'passphrase' }]);
});

test('a fault of the check itself keeps its code, and is no yes', async () => {
  const house = makeHouse('confirmed', { passphraseFault: 'vault_corrupt' });
  const answer = house.check.confirm({ kind: 'passphrase', passphrase: 'ünlock me' }, matter, never);
  await assert.rejects(answer, fault('vault_corrupt'));
  assert.deepEqual(house.events, []);
  assert.ok(house.tried.every(({ bytes }) => bytes.every((byte) => byte === 0)));
});

test('a yes that cannot be recorded is no yes (P3)', async () => {
  const house = makeHouse('confirmed', { auditFails: true });
  await assert.rejects(house.check.confirm(system, matter, never), fault('audit_unwritable'));
});

test('a no that cannot be recorded stays a no, and the local log says so', async () => {
  const house = makeHouse('refused', { auditFails: true });
  await assert.rejects(house.check.confirm(system, matter, never), fault('presence_refused'));
  assert.deepEqual(house.logged, ['audit.unrecorded']);
});

test('while the system asks, nothing else asks beside it: dialogs look alike', async () => {
  const house = makeHouse(null);
  const first = house.check.confirm(system, matter, never);
  await assert.rejects(house.check.confirm(system, otherPurpose, never), fault('presence_busy'));
  assert.equal(house.asked.length, 1);
  house.answer('confirmed');
  (await first).use(matter);
  const next = house.check.confirm(system, otherPurpose, never);
  house.answer('confirmed');
  (await next).use(otherPurpose);
});

test('a lock takes the open question back and lets no yes count any more (P4)', async () => {
  const house = makeHouse(null);
  const early = house.check.confirm(system, matter, never);
  house.answer('confirmed');
  const yes = await early;
  const open = house.check.confirm(system, matter, never);
  house.check.withdraw();
  await assert.rejects(open, fault('presence_refused'));
  assert.equal(house.asked.at(-1)?.signal.aborted, true);
  assert.throws(() => yes.use(matter), fault('presence_used'));
});

test('a passphrase that is found right only after the lock is no yes (P4)', async () => {
  const slow = Promise.withResolvers<boolean>();
  const house = makeHouse('confirmed', { slow: slow.promise });
  const answer = house.check.confirm({ kind: 'passphrase', passphrase: 'ünlock me' }, matter, never);
  house.check.withdraw();
  slow.resolve(true);
  await assert.rejects(answer, fault('presence_refused'));
  assert.deepEqual(house.events, []);
});

test('whoever gave up asking gets no yes', async () => {
  const house = makeHouse(null);
  const gone = new AbortController();
  const answer = house.check.confirm(system, matter, gone.signal);
  gone.abort();
  await assert.rejects(answer, fault('presence_refused'));
  house.answer('confirmed');
});

test('the secret that was shown may be looked at for a minute without another question, and only that one', async () => {
  const { check, clock, events, asked } = makeHouse('confirmed');
  await assert.rejects(check.confirm(null, shown, never), fault('presence_needed'));
  (await check.confirm(system, shown, never)).use(shown);
  clock.pass(revealMs - 1);
  (await check.confirm(null, shown, never)).use(shown);
  const other = { ...shown, digest: otherDigest.digest };
  await assert.rejects(check.confirm(null, other, never), fault('presence_needed'));
  clock.pass(1);
  await assert.rejects(check.confirm(null, shown, never), fault('presence_needed'));
  assert.equal(asked.length, 1);
  assert.equal(events.length, 1);
});

test('a lock ends that minute (P4)', async () => {
  const { check } = makeHouse('confirmed');
  (await check.confirm(system, shown, never)).use(shown);
  check.withdraw();
  await assert.rejects(check.confirm(null, shown, never), fault('presence_needed'));
});

test('nothing else ever goes without a question', async () => {
  const { check } = makeHouse('confirmed');
  (await check.confirm(system, matter, never)).use(matter);
  await assert.rejects(check.confirm(null, matter, never), fault('presence_needed'));
});

interface Changes {
  readonly passphraseFault?: FaultCode;
  readonly auditFails?: boolean;
  readonly slow?: Promise<boolean>;
}

/** `answer` null: the system asks until it is told what the person answered. */
function makeHouse(answer: PresenceAnswer | null, changes: Changes = {}) {
  const events: AuditEvent[] = [];
  const logged: string[] = [];
  const asked: { readonly reason: string; readonly signal: AbortSignal }[] = [];
  const tried: { readonly text: string; readonly bytes: Buffer }[] = [];
  let settle: (answer: PresenceAnswer) => void = () => {};
  const clock = new FakeClock();
  const check = new PersonCheck({
    presence: {
      available: async () => true,
      confirm: (reason, signal) => {
        asked.push({ reason, signal });
        if (answer !== null) return Promise.resolve(answer);
        const settled = Promise.withResolvers<PresenceAnswer>();
        settle = settled.resolve;
        signal.addEventListener('abort', () => settled.resolve('refused'), { once: true });
        return settled.promise;
      },
    },
    checkPassphrase: async (bytes) => {
      tried.push({ text: bytes.toString('utf8'), bytes });
      if (changes.passphraseFault !== undefined) throw new BrokerError(changes.passphraseFault);
      return changes.slow ?? bytes.toString('utf8') === 'ünlock me';
    },
    audit: {
      record: (event) => {
        if (changes.auditFails === true) throw new BrokerError('audit_unwritable');
        events.push(AuditEvent.parse(event));
      },
    },
    clock,
    log: { write: (_level, event) => void logged.push(event) },
  });
  return { check, clock, events, logged, asked, tried, answer: (given: PresenceAnswer) => settle(given) };
}

function fault(code: FaultCode) {
  return (thrown: unknown) => thrown instanceof BrokerError && thrown.code === code;
}
