// A whole broker on a real socket, SQLite file and ptys, with a fake clock and a scripted person. For tests only.
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OsKeychain } from '../adapters/os-keychain.ts';
import { PolkitPresence } from '../adapters/polkit-presence.ts';
import { draft, quickKdf } from '../adapters/vault.testkit.ts';
import type { Unattended } from '../compose/unattended.ts';
import type { Broker } from '../compose.ts';
import { compose } from '../compose.ts';
import type { Answer, Question } from '../contract/approval.ts';
import { allowOnce, armedAfterMs } from '../contract/approval.ts';
import type { AuditEvent } from '../contract/audit.ts';
import type { BrokerMethod, ParamsOf } from '../contract/broker.ts';
import { BrokerFrame } from '../contract/broker.ts';
import { defaultClientLimits } from '../contract/client.ts';
import type { RequestAnswer, RunRequest } from '../contract/run.ts';
import { RequestAnswer as RequestAnswerShape, RunOutcome } from '../contract/run.ts';
import { SecretDraft } from '../contract/secret.ts';
import { ClientId } from '../contract/vocabulary.ts';
import { FakeClock } from '../core/fake-clock.testkit.ts';
import type { Forwarder } from '../core/ports/forwarder.ts';
import { matchersInPlace } from '../core/redaction/matcher-builder.testkit.ts';

export const passphrase = 'correct horse battery';
export const token = 'ghp_R4nd0mLookingTokenValue42';
/** Prints the environment, which Postern denies to the commands whose point that is. */
export const everyVariable = `awk 'BEGIN { for (name in ENVIRON) print name "=" ENVIRON[name] }'`;

export interface TestBroker {
  /** The one that runs now. */
  readonly broker: Broker;
  readonly clock: FakeClock;
  readonly folder: string;
  readonly profile: string;
  /** Every question that was ever shown, in order. */
  readonly shown: Question[];
  /** What the person answers from now on; null: nothing. */
  answer: Answer | null;
  connect(id?: string, key?: string): TestClient;
  /** Audit events, oldest first. */
  audit(): readonly AuditEvent[];
  kinds(): readonly string[];
  unlock(): Promise<void>;
  /** Ends the broker and starts another one on the same profile and socket; locked. `meanwhile`: while none runs. */
  restart(meanwhile?: () => Promise<void>): Promise<void>;
  addSecret(name: string, value?: string, more?: Readonly<Record<string, unknown>>): void;
  /** So many calls of this paired client may come at once; usually ten. */
  raiseBurst(client: string, burst: number): Promise<void>;
}

export interface TestClient {
  readonly socket: Socket;
  readonly key: string;
  /** Every byte the broker sent. */
  readonly received: () => string;
  call<M extends BrokerMethod>(method: M, params: ParamsOf<M>): Promise<unknown>;
  run(request: Partial<RunRequest>, waitMs?: number): Promise<RequestAnswer>;
  outcome(request: Partial<RunRequest>): Promise<RunOutcome>;
  cancelLast(): void;
  close(): void;
}

interface Closer {
  after(work: () => void | Promise<void>): void;
}

export interface BrokerOptions {
  readonly vault?: boolean;
  /** Of the socket; in a folder of the test's own unless told. */
  readonly endpoint?: string;
  /** Nobody can be asked. */
  readonly unattended?: Unattended;
  /** The way out to APIs; the everyday one unless told. */
  readonly forwarder?: Forwarder;
}

export async function startBroker(test: Closer, options: BrokerOptions = {}): Promise<TestBroker> {
  const folder = mkdtempSync(join(tmpdir(), 'pb-'));
  const profile = join(folder, 'profile');
  mkdirSync(join(folder, 'run'), { mode: 0o700 });
  const clock = new FakeClock();
  const endpoint = options.endpoint ?? join(folder, 'run', 'broker.sock');
  const made = (): Broker =>
    compose({
      matchers: matchersInPlace,
      profile,
      home: folder,
      endpoints: [endpoint],
      clock,
      keyStore: new OsKeychain(),
      kdf: quickKdf,
      idleness: { idleMs: () => 0 },
      ...(options.unattended === undefined ? {} : { unattended: options.unattended }),
      ...(options.forwarder === undefined ? {} : { forwarder: options.forwarder }),
      // No bus there: the passphrase stands in for presence.
      presence: new PolkitPresence(`unix:path=${join(folder, 'no-bus')}`, clock),
    });
  let broker = made();
  await broker.start();
  const clients: TestClient[] = [];
  /** null while none runs. */
  let running: Broker | null = broker;
  test.after(async () => {
    running = null;
    for (const client of clients) client.close();
    await broker.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  if (options.vault !== false) await broker.person.createVault(passphrase, { keychain: false });
  const house: TestBroker = {
    get broker() {
      return broker;
    },
    clock,
    folder,
    profile,
    shown: [],
    answer: allowOnce,
    connect: (id = 'test-agent', key = randomBytes(32).toString('base64url')) => {
      const client = connectClient(endpoint, id, key, folder);
      clients.push(client);
      return client;
    },
    audit: () =>
      broker.person
        .auditEntries(null, 500)
        .flatMap(({ event }) => (event === null ? [] : [event]))
        .reverse(),
    kinds: () => house.audit().map(({ kind }) => kind),
    unlock: () => {
      const never = new AbortController().signal;
      return broker.person.unlock({ kind: 'passphrase', passphrase }, { acceptRollback: false }, never);
    },
    restart: async (meanwhile = async () => {}) => {
      running = null;
      await broker.stop();
      await meanwhile();
      broker = made();
      running = broker;
      answering();
      await broker.start();
    },
    raiseBurst: (client, burst) => {
      const given = { kind: 'passphrase' as const, passphrase };
      const limits = { ...defaultClientLimits, burst };
      return broker.desks.clients.setLimits(ClientId.parse(client), limits, given, new AbortController().signal);
    },
    addSecret: (name, value = token, more = {}) =>
      broker.desks.secrets.save(
        null,
        null,
        SecretDraft.parse(draft({ name, value, env: 'TOKEN', tier: 'run', ...more })),
      ),
  };
  const answering = (): void => {
    const own = broker;
    own.person.onChange(() => setImmediate(() => own === running && answerNext(house)));
  };
  answering();
  return house;
}

/** The person sees the question that is due, waits until it is armed, and answers; pairing is always allowed. */
function answerNext(house: TestBroker): void {
  const { person } = house.broker;
  const question = person.question();
  if (question === null) return;
  if (!house.shown.some(({ id }) => id === question.id)) house.shown.push(question);
  const answer = answerTo(question, house.answer);
  if (answer === null) return;
  person.questionDrawn(question.id, new AbortController().signal);
  house.clock.pass(armedAfterMs);
  if (person.question(question.id) === null) return;
  const digest = 'digest' in question ? question.digest : null;
  const proof = { kind: 'passphrase' as const, passphrase };
  void person.answer({ id: question.id, digest, answer, proof }, new AbortController().signal).catch(() => {});
}

/** A yes to a list is a yes to all of it. */
function answerTo(question: Question, answer: Answer | null): Answer | null {
  if (question.kind === 'pairing') return allowOnce;
  if (question.kind === 'changed') return { kind: 'seen' };
  if (question.kind !== 'several' || answer?.kind !== 'allow') return answer;
  const allowed = question.runs.map(({ id, digest, times }) => ({ id, digest, times }));
  return { kind: 'several', allowed, lasting: answer.lasting, reach: answer.reach, others: 'wait' };
}

function connectClient(endpoint: string, id: string, key: string, cwd: string): TestClient {
  const socket = createConnection(endpoint);
  const waiting = new Map<number, { resolve(value: unknown): void; reject(code: Error): void }>();
  let received = '';
  let parsed = 0;
  let last = 0;
  socket.setEncoding('utf8');
  socket.on('error', () => {});
  socket.on('data', (chunk: string) => {
    received += chunk;
    for (let end = received.indexOf('\n', parsed); end !== -1; end = received.indexOf('\n', parsed)) {
      const frame = BrokerFrame.parse(JSON.parse(received.slice(parsed, end)));
      parsed = end + 1;
      if (frame.type === 'result') waiting.get(frame.id)?.resolve(frame.result);
      if (frame.type === 'error')
        for (const [call, { reject }] of waiting)
          if (frame.id === null || frame.id === call) reject(new Error(frame.code));
    }
  });
  const send = (frame: unknown): void => void socket.write(`${JSON.stringify(frame)}\n`);
  send({ type: 'hello', protocol: 1, client: id, key, claims: { name: 'Test agent', version: '1' }, session: null });
  const client: TestClient = {
    socket,
    key,
    received: () => received,
    call: (method, params) => {
      last += 1;
      const call = last;
      return new Promise((resolve, reject) => {
        waiting.set(call, { resolve, reject });
        send({ type: 'call', id: call, method, params });
      });
    },
    run: async (request, waitMs = 3_600_000) =>
      RequestAnswerShape.parse(
        await client.call('run.start', {
          request: { command: 'true', secrets: [{ name: 'api/token' }], cwd, ...request },
          waitMs,
        }),
      ),
    outcome: async (request) => {
      const answer = await client.run(request);
      if (answer.state !== 'done') throw new Error('not a finished run');
      return RunOutcome.parse(answer.outcome);
    },
    cancelLast: () => send({ type: 'cancel', id: last }),
    close: () => socket.destroy(),
  };
  return client;
}
