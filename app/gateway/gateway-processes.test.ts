// The gateway and its agents as processes: what a killed gateway leaves behind, and what an agent never holds.
import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, readSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import type { OriginHandler } from '../adapters/origin.testkit.ts';
import { SqliteAuditStore } from '../adapters/sqlite-audit-store.ts';
import { passphrase, vaultAt } from '../adapters/vault.testkit.ts';
import type { AuditEvent } from '../contract/audit.ts';
import { AuditLog } from '../core/audit/audit-log.ts';
import { SystemRandomness } from '../core/crypto/randomness.ts';
import { createAuditPart } from '../core/session/audit-part.ts';
import { originOf, ownProvider } from './whole-gateway.testkit.ts';

const key = `Zk${randomBytes(24).toString('hex')}`;
const setUp = ownProvider('acme', { kind: 'bearer' }, { value: key });

interface Opened {
  readonly base: string;
  readonly token: string;
  readonly profile: string;
}

/** Nothing of the test's environment goes with it, but where to find programs, folders and what is compiled already. */
function begun(name: string): ChildProcess {
  const { PATH = '', TMPDIR = '/tmp', NODE_COMPILE_CACHE = '' } = process.env;
  const env = { PATH, TMPDIR, NODE_COMPILE_CACHE };
  const child = fork(new URL(`${name}.testkit.ts`, import.meta.url), { env });
  after(() => void child.kill('SIGKILL'));
  return child;
}

let answer: OriginHandler = (_, response) => void response.end();
const origin = await originOf([setUp], (...given) => answer(...given));
after(() => origin.close());
const child = begun('gateway-child');
child.send({ api: { port: origin.port, certificates: origin.certificates }, key });
const [opened] = await once(child, 'message');
const { base, token, profile }: Opened = opened;
after(() => rmSync(dirname(profile), { recursive: true, force: true }));

const inProc = process.platform === 'linux' ? false : 'only Linux shows the memory of a process in /proc';

test('the process of an agent never holds the key, in its memory or its environment (P1)', {
  skip: inProc,
}, async () => {
  answer = (request, response, body) => {
    response.writeHead(200, { 'x-echo': String(request.headers.authorization) });
    response.end(`${request.headers.authorization} ${body}`);
  };
  const agent = begun('agent-child');
  const control = randomBytes(16).toString('hex');
  agent.send({ url: `${base}/echo`, bearer: token, keeps: control });
  const [{ answers }] = await once(agent, 'message');
  assert.equal(answers.length, 40);
  assert.equal(answers[7], 'Bearer [REDACTED:acme/key] {"n":7}');
  const { pid = 0 } = agent;
  const spellings = [Buffer.from(key), Buffer.from(key, 'utf16le'), Buffer.from(key.slice(4, 20))];
  const inAgent = inMemory(pid, [Buffer.from(control), ...spellings]);
  assert.deepEqual(inAgent, [true, false, false, false], 'what it holds is found, and the key is not');
  const environment = readFileSync(`/proc/${pid}/environ`);
  assert.ok(environment.includes('PATH=') && !environment.includes(key));
  // The gateway itself holds it for as long as the vault is open, so a search of this kind would find it.
  assert.deepEqual(inMemory(child.pid ?? 0, [Buffer.from(key)]), [true]);
});

/** Which of the texts stand anywhere in the memory that the process can read. */
function inMemory(pid: number, texts: readonly Buffer[]): boolean[] {
  const found = texts.map(() => false);
  const overlap = Math.max(...texts.map(({ length }) => length));
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  try {
    const maps = readFileSync(`/proc/${pid}/maps`, 'utf8').matchAll(/^([0-9a-f]+)-([0-9a-f]+) r/gm);
    for (const [, from = '', to = ''] of maps) {
      for (const part of partsOf(memory, { from: Number.parseInt(from, 16), to: Number.parseInt(to, 16), overlap })) {
        for (const [n, text] of texts.entries()) found[n] ||= part.includes(text);
        if (!found.includes(false)) return found;
      }
    }
    return found;
  } finally {
    closeSync(memory);
  }
}

const chunk = Buffer.alloc(4 * 1024 * 1024);

function* partsOf(memory: number, range: { from: number; to: number; overlap: number }): Generator<Buffer> {
  for (let at = range.from; at < range.to; at += chunk.length - range.overlap) {
    try {
      yield chunk.subarray(0, readSync(memory, chunk, 0, Math.min(chunk.length, range.to - at), at));
    } catch {
      // Some that are called readable are not, such as what the kernel keeps there.
    }
  }
}

test('a gateway that is killed has on record all that the API saw or that was answered, in a whole chain (P3, P6)', async () => {
  let taken = 0;
  // The rest is held, so that on a slow machine too there is something under way at the kill.
  answer = (_, response) => {
    taken += 1;
    if (taken <= 60) setTimeout(() => response.end('{}'), 5);
  };
  origin.requests.length = 0;
  const answered = new Set<string>();
  const calls = Array.from({ length: 100 }, async (_, n) => {
    const path = `/things/${n}`;
    try {
      const answer = await fetch(`${base}${path}`, { headers: { authorization: `Bearer ${token}` } });
      if (answer.status !== 200) return;
      answered.add(path);
      if (answered.size === 25) child.kill('SIGKILL');
    } catch {
      // The gateway is gone.
    }
  });
  await Promise.all([...calls, once(child, 'exit')]);
  assert.ok(answered.size >= 25 && answered.size < 100, `${answered.size} were answered`);
  const { verdict, events } = await readAgain(join(profile, 'vault.db'));
  assert.equal(verdict, 'whole');
  const started = new Set(events.flatMap((event) => (event.kind === 'call.started' ? [event.path] : [])));
  const seen = origin.requests.map(({ url }) => url);
  assert.ok(seen.length >= 25);
  for (const path of [...seen, ...answered]) assert.ok(started.has(path), path);
});

async function readAgain(path: string): Promise<{ verdict: string; events: readonly AuditEvent[] }> {
  const { database, vault, clock, store } = vaultAt(path);
  try {
    const randomness = new SystemRandomness();
    const audit = new AuditLog(new SqliteAuditStore(database), randomness);
    const { kind: verdict } = audit.verify();
    await vault.unlock(passphrase());
    const transaction = (work: () => void) => store.transaction(work);
    const log = { write: () => {} };
    const vaultId = () => store.header()?.vaultId ?? '';
    createAuditPart({ audit, records: vault, transaction, vaultId, randomness, clock, log }).unlocked('unlocked');
    return { verdict, events: audit.entries(null, 1000).flatMap(({ event }) => event ?? []) };
  } finally {
    database.close();
  }
}
