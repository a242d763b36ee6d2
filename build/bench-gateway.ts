// What a call through the whole gateway costs beside the same call made directly, and beside mitmproxy where it is installed; the
// API, the gateway and whoever calls are three processes. Ratios are of one run.
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';
import type { Measured, Target, Task } from './bench-gateway/load.ts';
import { key, sizes } from './bench-gateway/paths.ts';
import { percentile } from './bench-times.ts';
import { say } from './step.ts';

interface Api {
  readonly port: number;
  readonly certificates: readonly string[];
}

interface Opened {
  readonly base: string;
  readonly token: string;
  readonly syncs: readonly number[];
}

type Ask = (task: Task, target: Target) => Promise<Measured>;

/** Some four minutes. */
export async function benchGateway(): Promise<void> {
  const processes: ChildProcess[] = [];
  const begin = (name: string): ChildProcess => {
    const child = fork(new URL(`bench-gateway/${name}.ts`, import.meta.url), { execArgv: execArgvOf(name) });
    processes.push(child);
    return child;
  };
  try {
    const api = await told<Api>(begin('origin'));
    const gateway = begin('gateway');
    gateway.send(api);
    const { base, token, syncs } = await told<Opened>(gateway);
    const load = begin('load');
    const ask: Ask = async (task, target) => {
      load.send({ task, target });
      return await told<Measured>(load);
    };
    const direct = { base: `https://127.0.0.1:${api.port}`, bearer: key, ...{ servername: 'bench.test' } };
    const targets: Readonly<Record<string, Target>> = {
      direct: { ...direct, certificates: api.certificates },
      gateway: { base, bearer: token, certificates: [], servername: '' },
      ...(await proxied(api, processes)),
    };
    await sayLatency(ask, targets, syncs);
    await sayEvents(ask, targets);
    await sayStreams(ask, targets, gateway.pid ?? 0);
    for (const [name, target] of Object.entries(targets)) {
      const { answered, ms = 0 } = await ask('held', target);
      say(
        `${name}: ${answered} of ${sizes.held} requests held at once were answered with their own, in ${ms.toFixed(0)} ms`,
      );
    }
  } finally {
    for (const child of processes.reverse()) child.kill();
  }
}

/** `POSTERN_PROFILE=folder` has the gateway's processor profile written there. */
function execArgvOf(name: string): string[] {
  const folder = process.env.POSTERN_PROFILE;
  return name === 'gateway' && folder !== undefined ? ['--cpu-prof', `--cpu-prof-dir=${folder}`] : [];
}

async function sayLatency(
  ask: Ask,
  targets: Readonly<Record<string, Target>>,
  syncs: readonly number[],
): Promise<void> {
  const base = await timesOf(ask, 'latency', targets.direct);
  say(`one call at a time, after ${sizes.warmUp} others, directly: ${words(base)}`);
  say(`  one fsync of 4 KiB beside the vault: ${words(syncs)}`);
  for (const [name, target] of Object.entries(targets)) {
    if (name === 'direct') continue;
    const times = await timesOf(ask, 'latency', target);
    const [added, slow] = [0.5, 0.99].map((share) => percentile(times, share) - percentile(base, share));
    say(`  ${name}: ${words(times)}, added p50 ${ms(added)}, p99 ${ms(slow)}`);
    if (name !== 'gateway') continue;
    const [sync, slowSync] = [0.5, 0.99].map((share) => percentile(syncs, share));
    const left = [(added ?? 0) - (sync ?? 0), (slow ?? 0) - (slowSync ?? 0)];
    say(`  beyond the audit’s one fsync: p50 ${ms(left[0])} (target 1), p99 ${ms(left[1])} (target 5)`);
  }
}

async function sayEvents(ask: Ask, targets: Readonly<Record<string, Target>>): Promise<void> {
  for (const [name, target] of Object.entries(targets)) {
    say(`an event each ${sizes.eventEveryMs} ms, ${name}: late by ${words(await timesOf(ask, 'events', target))}`);
  }
}

async function sayStreams(ask: Ask, targets: Readonly<Record<string, Target>>, gateway: number): Promise<void> {
  for (const task of ['down', 'up'] as const) {
    let base = 0;
    for (const [name, target] of Object.entries(targets)) {
      const memory = watched(gateway);
      const { mibPerSecond = 0 } = await ask(task, target);
      const { before, most } = memory.end();
      if (name === 'direct') base = mibPerSecond;
      const ratio = `${(mibPerSecond / base).toFixed(2)} of direct`;
      const grown = name === 'gateway' ? `, its memory ${before} MiB before, ${most} at most` : '';
      const mib = task === 'down' ? sizes.streamMiB : sizes.upMiB;
      say(`${mib} MiB ${task}, ${name}: ${mibPerSecond.toFixed(0)} MiB/s, ${ratio}${grown}`);
    }
  }
}

/** RSS of the process, looked at now and then. */
function watched(pid: number): { end(): { before: number; most: number } } {
  const now = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) >> 10;
  const before = now();
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, now());
  }, 50);
  return {
    end: () => {
      clearInterval(timer);
      return { before, most };
    },
  };
}

async function timesOf(ask: Ask, task: Task, target: Target | undefined): Promise<readonly number[]> {
  const { times = [] } = target === undefined ? {} : await ask(task, target);
  return times;
}

async function told<T>(child: ChildProcess): Promise<T> {
  const over = new AbortController();
  const ended = once(child, 'exit', { signal: over.signal }).then(() => Promise.reject(new Error('a process ended')));
  const [message] = await Promise.race([once(child, 'message'), ended]);
  over.abort();
  ended.catch(() => {});
  if ('failed' in message) throw new Error(message.failed);
  return message;
}

/** mitmproxy as a reverse proxy in front of the same API. */
async function proxied(api: Api, processes: ChildProcess[]): Promise<Readonly<Record<string, Target>>> {
  const folders = (process.env.PATH ?? '').split(delimiter);
  if (!folders.some((folder) => existsSync(join(folder, 'mitmdump')))) {
    say('mitmdump is not installed, so nothing is measured beside it.');
    return {};
  }
  const port = 41_000 + (process.pid % 1000);
  const args = ['-q', '--mode', `reverse:https://127.0.0.1:${api.port}`, '--set', 'ssl_insecure=true'];
  const streaming = ['--set', 'stream_large_bodies=1m', '--listen-host', '127.0.0.1', '-p', String(port)];
  processes.push(spawn('mitmdump', [...args, ...streaming], { stdio: 'ignore' }));
  while (!(await listens(port))) await new Promise((resolve) => setTimeout(resolve, 200));
  return { mitmproxy: { base: `http://127.0.0.1:${port}`, bearer: key, certificates: [], servername: '' } };
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('close', () => {});
    socket.once('connect', () => socket.destroy());
  });
}

function words(values: readonly number[]): string {
  return [50, 99].map((share) => `p${share} ${ms(percentile(values, share / 100))}`).join(', ');
}

function ms(value = 0): string {
  return `${value.toFixed(2)} ms`;
}
