// A process of the gateway's bench: whoever calls the API, directly or through something. One target after the other.
import { Agent as HttpAgent, type IncomingMessage, type RequestOptions, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { ordinaryMiB, paths, sharedNow, sizes } from './paths.ts';

/** Something to call: where, and with what. */
export interface Target {
  readonly base: string;
  readonly bearer: string;
  /** Of the origin; empty: it speaks plain HTTP. */
  readonly certificates: readonly string[];
  readonly servername: string;
}

export type Task = 'latency' | 'down' | 'up' | 'events' | 'held';

/** In ms; of the streams MiB/s; of what was held how many were answered with their own. */
export interface Measured {
  readonly times?: readonly number[];
  readonly mibPerSecond?: number;
  readonly answered?: number;
  readonly ms?: number;
}

process.on('message', async ({ task, target }: { readonly task: Task; readonly target: Target }) => {
  try {
    process.send?.(await tasks[task](target));
  } catch (thrown) {
    process.send?.({ failed: String(thrown) });
  }
});
process.once('disconnect', () => process.exit());

const tasks: Readonly<Record<Task, (target: Target) => Promise<Measured>>> = {
  latency: async (target) => {
    const times: number[] = [];
    const agent = agentFor(target, 1);
    for (let n = 0; n < sizes.warmUp + sizes.calls; n += 1) {
      const began = sharedNow();
      await textOf(await called(target, agent, paths.small));
      if (n >= sizes.warmUp) times.push(sharedNow() - began);
    }
    agent.destroy();
    return { times };
  },
  down: async (target) => {
    const agent = agentFor(target, 1);
    const began = sharedNow();
    let bytes = 0;
    for await (const part of await called(target, agent, `${paths.down}?mib=${sizes.streamMiB}`)) bytes += part.length;
    agent.destroy();
    if (bytes !== sizes.streamMiB * 1024 * 1024) throw new Error(`only ${bytes} bytes came`);
    return { mibPerSecond: (sizes.streamMiB * 1000) / (sharedNow() - began) };
  },
  up: async (target) => {
    const agent = agentFor(target, 1);
    const block = ordinaryMiB();
    const began = sharedNow();
    async function* body(): AsyncGenerator<Buffer> {
      for (let n = 0; n < sizes.upMiB; n += 1) yield block;
    }
    const counted = await textOf(await called(target, agent, paths.up, body()));
    agent.destroy();
    if (Number(counted) !== sizes.upMiB * 1024 * 1024) throw new Error(`only ${counted} bytes arrived`);
    return { mibPerSecond: (sizes.upMiB * 1000) / (sharedNow() - began) };
  },
  events: async (target) => {
    const agent = agentFor(target, 1);
    const times: number[] = [];
    let text = '';
    for await (const part of await called(target, agent, paths.events)) {
      const now = sharedNow();
      text += part;
      for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
        const at = /"at":([\d.]+)/.exec(text.slice(0, end))?.[1];
        if (at !== undefined) times.push(now - Number(at));
        text = text.slice(end + 2);
      }
    }
    agent.destroy();
    return { times };
  },
  held: async (target) => {
    const agent = agentFor(target, sizes.held);
    const began = sharedNow();
    const answers = await Promise.all(
      Array.from({ length: sizes.held }, async (_, id) => {
        const told = await textOf(await called(target, agent, `${paths.hold}?id=${id}`));
        return told === String(id);
      }),
    );
    agent.destroy();
    return { answered: answers.filter(Boolean).length, ms: sharedNow() - began };
  },
};

function agentFor({ certificates }: Target, maxSockets: number): HttpAgent {
  const kept = { keepAlive: true, maxSockets };
  return certificates.length === 0 ? new HttpAgent(kept) : new HttpsAgent({ ...kept, ca: [...certificates] });
}

function called(
  { base, bearer, certificates, servername }: Target,
  agent: HttpAgent,
  path: string,
  body?: AsyncIterable<Buffer>,
): Promise<IncomingMessage> {
  const options: RequestOptions = {
    ...{ agent, method: body === undefined ? 'GET' : 'POST', headers: { authorization: `Bearer ${bearer}` } },
  };
  return new Promise((resolve, reject) => {
    const url = `${base}${path}`;
    const request =
      certificates.length === 0
        ? requestHttp(url, options, resolve)
        : requestHttps(url, { ...options, servername }, resolve);
    request.on('error', reject);
    void send(request, body);
  });
}

async function send(request: ReturnType<typeof requestHttp>, body: AsyncIterable<Buffer> | undefined): Promise<void> {
  for await (const part of body ?? []) {
    if (!request.write(part)) await new Promise((resolve) => request.once('drain', resolve));
  }
  request.end();
}

async function textOf(answer: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of answer.setEncoding('utf8')) text += part;
  return text;
}
