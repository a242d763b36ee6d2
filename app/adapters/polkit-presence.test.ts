// polkit presence against the real polkitd on a private system bus, with a scripted agent for the person. It needs root: the
// policy file is installed for the time of the test, and the program that asks runs as a normal user.
import assert from 'node:assert/strict';
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, test } from 'node:test';
import { Message } from '@jellybrick/dbus-next';
import { FakeClock } from '../core/fake-clock.testkit.ts';
import { PolkitPresence } from './polkit-presence.ts';
import { type PrivateBus, startPrivateBus } from './private-bus.testkit.ts';
import { systemBusAddress } from './system-bus.ts';

const polkitd = '/usr/lib/polkit-1/polkitd';
const policy = join(import.meta.dirname, '../../build/linux/org.postern.policy');
const installed = '/usr/share/polkit-1/actions/org.postern.policy';
const unreachable = reasonNotToRun();

const never = new AbortController().signal;

test('production asks on the system bus of the system and nowhere else (P9)', () => {
  assert.equal(systemBusAddress, 'unix:path=/run/dbus/system_bus_socket');
});

test('without a bus presence is unavailable, and nothing throws', async () => {
  const presence = new PolkitPresence('unix:path=/nonexistent/bus', new FakeClock());
  assert.equal(await presence.available(), false);
  assert.equal(await presence.confirm('show a secret', never), 'unavailable');
});

test('a bus named by the environment is never asked (P9)', async (t) => {
  const bus = await startPrivateBus();
  const path = join(bus.address.slice('unix:path='.length), '..', 'fake');
  const visits: unknown[] = [];
  const fake = createServer((socket) => visits.push(socket.destroy())).listen(path);
  await once(fake, 'listening');
  const before = process.env.DBUS_SYSTEM_BUS_ADDRESS;
  process.env.DBUS_SYSTEM_BUS_ADDRESS = `unix:path=${path}`;
  t.after(async () => {
    if (before === undefined) delete process.env.DBUS_SYSTEM_BUS_ADDRESS;
    else process.env.DBUS_SYSTEM_BUS_ADDRESS = before;
    fake.close();
    await bus.close();
  });
  const presence = new PolkitPresence(bus.address, new FakeClock());
  assert.equal(await presence.available(), false);
  assert.equal(await presence.confirm('show a secret', never), 'unavailable');
  assert.deepEqual(visits, []);
});

describe('with the real polkitd', { skip: unreachable }, () => {
  let bus: PrivateBus;
  let stopPolkit: () => Promise<void>;

  before(async () => {
    bus = await startPrivateBus();
    copyFileSync(policy, installed);
    stopPolkit = await startPolkit(bus);
  });
  after(async () => {
    rmSync(installed, { force: true });
    await stopPolkit();
    await bus.close();
  });

  test('yes confirms, and that it can ask is known before asking', async (t) => {
    const client = await startClient(t, bus);
    await startAgent(t, bus, client.pid, 'yes');
    assert.equal(await client.ask('available'), 'true');
    assert.equal(await client.ask('confirm'), 'confirmed');
  });

  test('yes counts once: the next question is asked again', async (t) => {
    const client = await startClient(t, bus);
    const agent = await startAgent(t, bus, client.pid, 'yes');
    await client.ask('confirm');
    await client.ask('confirm');
    assert.deepEqual(agent.said, ['registered', 'begin org.postern.confirm', 'begin org.postern.confirm']);
  });

  for (const answer of ['no', 'cancel']) {
    test(`${answer} refuses`, async (t) => {
      const client = await startClient(t, bus);
      await startAgent(t, bus, client.pid, answer);
      assert.equal(await client.ask('confirm'), 'refused');
    });
  }

  test('without an agent nobody can be asked', async (t) => {
    const client = await startClient(t, bus);
    assert.equal(await client.ask('confirm'), 'unavailable');
  });

  test("an abort refuses and takes the agent's question back", async (t) => {
    const client = await startClient(t, bus);
    const agent = await startAgent(t, bus, client.pid, 'wait');
    const answer = client.ask('confirm');
    await agent.says('begin org.postern.confirm');
    client.tell('abort');
    assert.equal(await answer, 'refused');
    await agent.says('cancelled');
  });

  test('an abort before the question refuses without asking', async (t) => {
    const client = await startClient(t, bus);
    const agent = await startAgent(t, bus, client.pid, 'yes');
    client.tell('abort');
    assert.equal(await client.ask('confirm'), 'refused');
    assert.deepEqual(agent.said, ['registered']);
  });

  test('an agent that dies with the question open does not confirm', async (t) => {
    const client = await startClient(t, bus);
    const agent = await startAgent(t, bus, client.pid, 'wait');
    const answer = client.ask('confirm');
    await agent.says('begin org.postern.confirm');
    agent.kill();
    assert.notEqual(await answer, 'confirmed');
  });

  test('root always passes, so for root presence is unavailable (P9)', async () => {
    const presence = new PolkitPresence(bus.address, new FakeClock());
    assert.equal(await presence.available(), false);
    assert.equal(await presence.confirm('show a secret', never), 'unavailable');
  });
});

describe('with a system that cannot be believed or does not know the action', { skip: unreachable }, () => {
  test('polkit that does not know the action is unavailable', async (t) => {
    const bus = await busWithPolkit(t, null);
    const client = await startClient(t, bus);
    await startAgent(t, bus, client.pid, 'yes');
    assert.equal(await client.ask('available'), 'false');
    assert.equal(await client.ask('confirm'), 'unavailable');
  });

  test('a system that lets everybody pass unasked is unavailable (P9)', async (t) => {
    const bus = await busWithPolkit(t, readFileSync(policy, 'utf8').replaceAll('>auth_self<', '>yes<'));
    const client = await startClient(t, bus);
    const agent = await startAgent(t, bus, client.pid, 'yes');
    assert.equal(await client.ask('confirm'), 'unavailable');
    assert.deepEqual(agent.said, ['registered']);
  });

  test('a system that forbids the action is unavailable', async (t) => {
    const bus = await busWithPolkit(t, readFileSync(policy, 'utf8').replaceAll('>auth_self<', '>no<'));
    const client = await startClient(t, bus);
    assert.equal(await client.ask('available'), 'false');
    assert.equal(await client.ask('confirm'), 'unavailable');
  });

  test('a bus without polkit is unavailable', async (t) => {
    const bus = await startPrivateBus();
    t.after(() => bus.close());
    const client = await startClient(t, bus);
    assert.equal(await client.ask('confirm'), 'unavailable');
  });

  test('a bus that goes away with the question open is unavailable', async (t) => {
    const bus = await busWithPolkit(t, readFileSync(policy, 'utf8'));
    const client = await startClient(t, bus);
    const agent = await startAgent(t, bus, client.pid, 'wait');
    const answer = client.ask('confirm');
    await agent.says('begin org.postern.confirm');
    await bus.stop();
    assert.equal(await answer, 'unavailable');
    await bus.start();
  });
});

describe('with a polkit that does not do its part', { skip: unreachable }, () => {
  test('an answer of another form is unavailable', async (t) => {
    const { bus } = await busWithFake(t, (message) => Message.newMethodReturn(message, 's', ['yes']));
    const client = await startClient(t, bus);
    assert.equal(await client.ask('confirm'), 'unavailable');
  });

  test('no answer for 10 s is unavailable', async (t) => {
    const { bus, asked } = await busWithFake(t, () => null);
    const client = await startClient(t, bus);
    const answer = client.ask('confirm');
    await asked;
    client.tell('later');
    assert.equal(await answer, 'unavailable');
  });
});

function reasonNotToRun(): string | false {
  if (process.platform !== 'linux') return 'polkit exists on Linux only';
  if (!existsSync(polkitd)) return 'polkitd is not installed';
  if (process.getuid?.() !== 0) return 'it takes root to install the policy file and to be the agent';
  return existsSync(installed) ? 'Postern is installed on this system, and its policy file must not be touched' : false;
}

/** A bus of its own with a polkitd that knows this policy (null: none). */
async function busWithPolkit(t: Closer, text: string | null): Promise<PrivateBus> {
  const bus = await startPrivateBus();
  if (text !== null) writeFileSync(installed, text);
  const stop = await startPolkit(bus);
  t.after(async () => {
    rmSync(installed, { force: true });
    await stop();
    await bus.close();
  });
  return bus;
}

/** A bus whose polkit is a fake. `answer` null: it keeps silent. `asked` resolves once it was asked. */
async function busWithFake(t: Closer, answer: (question: Message) => Message | null) {
  const bus = await startPrivateBus();
  const fake = await bus.connect();
  const asked = Promise.withResolvers<void>();
  fake.addMethodHandler((message) => {
    if (message.member !== 'CheckAuthorization') return false;
    const reply = answer(message);
    if (reply !== null) fake.send(reply);
    asked.resolve();
    return true;
  });
  await fake.requestName('org.freedesktop.PolicyKit1', 0);
  t.after(async () => {
    fake.disconnect();
    await bus.close();
  });
  return { bus, asked: asked.promise };
}

async function startPolkit(bus: PrivateBus): Promise<() => Promise<void>> {
  const daemon = spawn(polkitd, ['--no-debug'], {
    env: { DBUS_SYSTEM_BUS_ADDRESS: bus.address },
    stdio: 'ignore',
  });
  const gone = once(daemon, 'exit');
  const watcher = await bus.connect();
  const itself = { destination: 'org.freedesktop.DBus', path: '/', interface: 'org.freedesktop.DBus' };
  const query = () =>
    new Message({ ...itself, member: 'NameHasOwner', signature: 's', body: ['org.freedesktop.PolicyKit1'] });
  while ((await watcher.call(query()))?.body[0] !== true) assert.equal(daemon.exitCode, null);
  watcher.disconnect();
  return async () => {
    daemon.kill();
    await gone;
  };
}

interface Closer {
  after(work: () => void | Promise<void>): void;
}

/** A program of the user `nobody` that asks. */
async function startClient(t: Closer, bus: PrivateBus) {
  const script = join(import.meta.dirname, 'presence-client.testkit.ts');
  const child = spawn('runuser', ['-u', 'nobody', '--', process.execPath, script, bus.address]);
  const lines = linesOf(child);
  t.after(() => void child.stdin.end());
  const pid = Number(await lines.next());
  return {
    pid,
    tell: (what: string) => void child.stdin.write(`${what}\n`),
    ask: (what: string) => {
      child.stdin.write(`${what}\n`);
      return lines.next();
    },
  };
}

async function startAgent(t: Closer, bus: PrivateBus, pid: number, answer: string) {
  const script = join(import.meta.dirname, 'polkit-agent.testkit.py');
  const child = spawn('/usr/bin/python3', [script, String(pid), answer], {
    env: { DBUS_SYSTEM_BUS_ADDRESS: bus.address },
  });
  const lines = linesOf(child);
  t.after(() => void child.kill());
  assert.equal(await lines.next(), 'registered');
  return { said: lines.seen, says: lines.until, kill: () => child.kill('SIGKILL') };
}

/** The lines a program prints, one after the other. What it complains of is the test's to see. */
function linesOf(child: ChildProcessWithoutNullStreams) {
  child.stderr.pipe(process.stderr);
  const seen: string[] = [];
  const reader = createInterface({ input: child.stdout });
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('it ended early')));
  ended.catch(() => undefined);
  let taken = 0;
  reader.on('line', (line) => seen.push(line));
  const next = async (): Promise<string> => {
    while (seen.length === taken) await Promise.race([once(reader, 'line'), ended]);
    taken += 1;
    return seen[taken - 1] ?? '';
  };
  return {
    seen,
    next,
    until: async (wanted: string) => {
      while (!seen.includes(wanted)) await Promise.race([once(reader, 'line'), ended]);
    },
  };
}
