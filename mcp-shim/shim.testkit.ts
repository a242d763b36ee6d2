// For tests: a home in a temp folder, a scripted broker on a real socket, and the shim as a process or in this one.
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { CallToolResultSchema } from '@modelcontextprotocol/sdk/types.js';
import type { BrokerMethod, ParamsOf } from '../app/contract/broker.ts';
import { Call, maxRequestFrameBytes, protocolVersion } from '../app/contract/broker.ts';
import { FrameDecoder } from '../app/contract/framing.ts';
import { ToolOutput } from '../app/contract/tool-schemas.ts';
import { ClientId, RequestId } from '../app/contract/vocabulary.ts';
import type { CallContext } from '../app/socket/connection.ts';
import type { Answer, ServerUnderTest } from '../app/socket/socket.testkit.ts';
import { ownUid, serve, tempFolder, until } from '../app/socket/socket.testkit.ts';
import type { ShimParts } from './shim.ts';
import { Shim } from './shim.ts';
import type { Timing } from './waiting.ts';

const mainFile = fileURLToPath(new URL('./main.ts', import.meta.url));
/** What compiled the tests need not be compiled again for a shim of its own. */
const { NODE_COMPILE_CACHE } = process.env;
const compiled = NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE };
export const requestId = RequestId.parse(`req_${'a'.repeat(32)}`);

export interface Home {
  readonly home: string;
  readonly socket: string;
  readonly keyFolder: string;
  readonly env: { readonly HOME: string; readonly XDG_RUNTIME_DIR: string };
}

export async function makeHome(t: TestContext): Promise<Home> {
  const home = await tempFolder(t);
  const runtime = join(home, 'runtime');
  await mkdir(runtime, { mode: 0o700 });
  return {
    home,
    socket: join(runtime, 'postern', 'broker.sock'),
    keyFolder: join(home, '.local', 'share', 'postern', 'clients'),
    env: { HOME: home, XDG_RUNTIME_DIR: runtime },
  };
}

/** One call as the broker got it. */
export interface Got {
  readonly method: BrokerMethod;
  readonly params: ParamsOf<BrokerMethod>;
  readonly signal: AbortSignal;
}

export interface Broker extends ServerUnderTest {
  readonly got: readonly Got[];
}

export type Script = { readonly [M in BrokerMethod]?: (params: ParamsOf<M>, context: CallContext) => unknown };

/** A broker whose person is the script. A method without one is never answered. */
export async function scriptedBroker(t: TestContext, { socket }: Home, script: Script): Promise<Broker> {
  const got: Got[] = [];
  const answer: Answer = async (method, params, context) => {
    got.push({ method, params, signal: context.signal });
    const act: ((params: never, context: CallContext) => unknown) | undefined = script[method];
    return act === undefined ? new Promise(() => {}) : Reflect.apply(act, null, [params, context]);
  };
  return { ...(await serve(t, answer, { endpoints: [socket] })), got };
}

/** The broker's end as bare bytes, for what the real server never does. Says welcome, then hands each call on. */
export async function bareBroker(t: TestContext, at: Home, act: (call: Call, socket: Socket) => void): Promise<void> {
  await mkdir(dirname(at.socket), { mode: 0o700 });
  const server = createServer((socket) => {
    const decoder = new FrameDecoder(maxRequestFrameBytes);
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      for (const frame of decoder.push(chunk)) {
        const call = Call.safeParse(frame);
        if (call.success) act(call.data, socket);
        else socket.write(`${JSON.stringify({ type: 'welcome', protocol: protocolVersion, version: '0' })}\n`);
      }
    });
  });
  server.listen(at.socket);
  await once(server, 'listening');
  t.after(() => server.close());
}

export const quick: Timing = {
  heartbeatMs: 20,
  patienceMs: () => 60_000,
  comeBackMs: 20_000,
  retryMs: 10,
  maxRetryMs: 20,
};

/** The shim in this process, with the SDK's client at its other end. */
export async function shimHere(t: TestContext, at: Home, parts: Partial<ShimParts> = {}): Promise<Agent> {
  const shim = new Shim({
    client: ClientId.parse('claude-code'),
    platform: 'linux',
    env: at.env,
    home: at.home,
    uid: ownUid,
    cwd: at.home,
    timing: quick,
    ...parts,
  });
  const [near, far] = InMemoryTransport.createLinkedPair();
  await shim.start(() => {}, far);
  const agent = new Agent();
  await agent.client.connect(near);
  await agent.client.listTools();
  t.after(() => shim.stop());
  return agent;
}

/** The shim as the agent host starts it: `node mcp-shim/main.ts`, over stdio. */
export async function shimProcess(t: TestContext, at: Home, args: readonly string[] = []): Promise<Agent> {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [mainFile, ...args],
    env: { ...compiled, ...at.env },
  });
  const agent = new Agent();
  await agent.client.connect(transport);
  await agent.client.listTools();
  t.after(() => agent.client.close());
  return agent;
}

export class Agent {
  readonly client = new Client({ name: 'claude-code', version: '2.1.330' });

  /** The SDK's client has listed the tools, so it checks every answer against its tool's schema. */
  async call(name: string, args: Record<string, unknown> = {}, options: CallOptions = {}): Promise<CallToolResult> {
    return CallToolResultSchema.parse(await this.client.callTool({ name, arguments: args }, undefined, options));
  }

  async ask(name: string, args: Record<string, unknown> = {}, options: CallOptions = {}): Promise<ToolOutput> {
    return ToolOutput.parse((await this.call(name, args, options)).structuredContent);
  }
}

type CallOptions = NonNullable<Parameters<Client['callTool']>[2]>;

/** The shim as a process whose bytes, signals and end are all seen: what the SDK's transport hides. */
export class RawAgent {
  readonly lines: string[] = [];
  stderr = '';
  readonly process: ChildProcessWithoutNullStreams;
  #rest = '';
  #lastId = -1;

  constructor(t: TestContext, at: Home, env: Readonly<Record<string, string>> = {}, cwd = at.home) {
    this.process = spawn(process.execPath, [mainFile, '--client', 'claude-code'], {
      env: { ...compiled, ...at.env, ...env },
      cwd,
    });
    this.process.stdout.on('data', (chunk) => {
      const parts = `${this.#rest}${chunk}`.split('\n');
      this.#rest = parts.pop() ?? '';
      this.lines.push(...parts);
    });
    this.process.stderr.on('data', (chunk) => {
      this.stderr += chunk;
    });
    t.after(() => this.process.kill('SIGKILL'));
    this.greet();
  }

  /** How Claude Code begins a session. */
  greet(): void {
    const clientInfo = { name: 'claude-code', version: '2.1.330' };
    this.say('initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo });
    this.say('notifications/initialized');
  }

  say(method: string, params: object = {}): void {
    const isRequest = !method.startsWith('notifications/');
    if (isRequest) this.#lastId += 1;
    const id = isRequest ? { id: this.#lastId } : {};
    this.process.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...id, method, params })}\n`);
  }

  run(command: string): void {
    const args = { command, secrets: [{ name: 'github/token' }] };
    this.say('tools/call', { name: 'run_with_secrets', arguments: args, _meta: { progressToken: 1 } });
  }

  /** Its exit code; null when a signal ended it. */
  async ended(): Promise<number | null> {
    await until('the end of the shim', () => this.process.exitCode !== null || this.process.signalCode !== null);
    return this.process.exitCode;
  }
}
