// A Postern without windows from its start to its end: the passphrase opens the vault, what the person handed over is settled, and
// only then agents can connect.
import { join, resolve } from 'node:path';
import { loadClientKey } from '../../mcp-shim/client-key.ts';
import { eventLoopPause } from '../adapters/event-loop-pause.ts';
import { ThreadMatcherBuilder } from '../adapters/matcher-builder.ts';
import { SystemClock } from '../adapters/system-clock.ts';
import { type Broker, compose, systemPorts } from '../compose.ts';
import { brokerEndpoints, dataFolder, type Surroundings } from '../contract/endpoint.ts';
import { BrokerError } from '../contract/fault.ts';
import { maxSettingsBytes } from '../core/imports/import-limits.ts';
import { warmUp } from '../core/redaction/warm-up.ts';
import type { LockReason } from '../core/session/session.ts';
import { readFirstLine, readToEnd } from './descriptor.ts';
import type { HeadlessOptions } from './options.ts';
import { readPolicyText } from './policy-text.ts';

export interface Serving {
  readonly broker: Broker;
  /** Resolves when the vault was locked: nobody can unlock it again. */
  readonly locked: Promise<LockReason>;
}

const maxPassphraseBytes = 1024;

/**
 * Resolves when agents can connect. `say`: a line for the person. `threadFile`: the program of the thread that makes matchers.
 * @throws BrokerError whatever keeps it from starting; what was opened is closed again
 */
export async function serve(
  options: HeadlessOptions,
  at: Surroundings,
  threadFile: string | URL,
  say: (line: string) => void,
): Promise<Serving> {
  const handed = await readHanded(options);
  try {
    const policy = options.policyFile === null ? null : await readPolicyText(resolve(options.policyFile), at.uid);
    return await start(options, at, { threadFile, say }, { ...handed, policy });
  } finally {
    handed.passphrase.fill(0);
    handed.dotenv?.fill(0);
  }
}

interface Handed {
  readonly passphrase: Buffer;
  readonly dotenv: Buffer | null;
}

/** Before anything else is opened: a number that nobody handed over could be a file of Postern's own by then. */
async function readHanded({ passphraseFd, secretsFd }: HeadlessOptions): Promise<Handed> {
  const passphrase = await readFirstLine(passphraseFd, maxPassphraseBytes);
  try {
    return { passphrase, dotenv: secretsFd === null ? null : await readToEnd(secretsFd, maxSettingsBytes) };
  } catch (thrown) {
    passphrase.fill(0);
    throw thrown;
  }
}

interface Own {
  readonly threadFile: string | URL;
  readonly say: (line: string) => void;
}

type Settled = Handed & { readonly policy: string | null };

async function start(options: HeadlessOptions, at: Surroundings, own: Own, settled: Settled): Promise<Serving> {
  const profile = options.profile === null ? dataFolder(at) : resolve(options.profile);
  const clock = new SystemClock();
  const matchers = new ThreadMatcherBuilder(own.threadFile);
  // Nobody waits for it, and what it meets the first run will say.
  warmUp(matchers, eventLoopPause).catch(() => {});
  const locked = Promise.withResolvers<LockReason>();
  const broker = compose({
    ...{ profile, home: at.home, endpoints: endpointsOf(options, profile, at), matchers, clock },
    ...systemPorts(clock),
    // There is nobody to ask, and no keyboard to watch.
    presence: { available: async () => false, confirm: async () => 'unavailable' },
    idleness: { idleMs: () => 0 },
    unattended: { hours: options.hours, locked: locked.resolve },
  });
  try {
    await settle(broker, options, settled, own.say);
    for (const client of options.clients) {
      const key = await loadClientKey({ dataFolder: profile, client, uid: at.uid });
      if (broker.startDesk.letIn(client, key) === 'paused') own.say(`The client ${client} is paused and stays so.`);
    }
    await broker.start();
  } catch (thrown) {
    await broker.stop();
    throw thrown;
  }
  return { broker, locked: locked.promise };
}

/** In a folder of its own it meets only the clients of that folder. */
function endpointsOf({ socket, profile }: HeadlessOptions, folder: string, at: Surroundings): readonly string[] {
  if (socket !== null) return [resolve(socket)];
  return profile === null || at.platform === 'win32' ? brokerEndpoints(at) : [join(folder, 'run', 'broker.sock')];
}

async function settle(
  { startDesk }: Broker,
  { create }: HeadlessOptions,
  { passphrase, dotenv, policy }: Settled,
  say: Own['say'],
): Promise<void> {
  await startDesk.open(passphrase, create);
  if (dotenv !== null) {
    const { unfit, skipped } = startDesk.takeSecrets(dotenv);
    for (const name of unfit) say(`No command gets ${name}: its value or its variable is not fit for that.`);
    if (skipped.length > 0) say(`These lines became no secrets: ${skipped.join(', ')}`);
  }
  const problems = policy === null ? [] : await startDesk.setPolicy(policy, passphrase);
  for (const { line, column, says } of problems) say(`Policy, line ${line}, column ${column}: ${says}`);
  if (problems.length > 0) throw new BrokerError('policy_invalid');
}
