// A real MCP handshake with what was configured: started exactly so, asked who it is and for its tools, and ended.
import type { ChildProcess } from 'node:child_process';
import { z } from 'zod';
import type { Handshake } from '../contract/connect.ts';
import { posternVersion } from '../contract/version.ts';
import type { ProgramRun } from '../core/ports/agent-programs.ts';
import { newMark, spawnDetached } from './detached-spawn.ts';
import { followGroup } from './process-group.ts';

const answerMs = 10_000;
/** A server ends when its input does. */
const endMs = 1500;
const maxBytes = 4 * 1024 * 1024;

const Initialized = z.object({
  id: z.literal(0),
  result: z.object({ serverInfo: z.object({ name: z.literal('postern') }) }),
});
const Listed = z.object({ id: z.literal(1), result: z.object({ tools: z.array(z.object({ name: z.string() })) }) });
const clientInfo = { name: 'postern-connect', version: posternVersion };

/** `limitMs`: for both answers together. Never rejects. */
export async function greetServer(
  { file, args }: ProgramRun,
  env: Readonly<Record<string, string>>,
  cwd: string,
  limitMs = answerMs,
): Promise<Handshake> {
  const started = performance.now();
  const mark = newMark();
  const child = spawnDetached({ file, args, env, cwd, stdio: ['pipe', 'pipe', 'ignore'], mark });
  if (child === null) return { kind: 'failed', code: 'handshake_failed' };
  const group = followGroup(child, mark);
  try {
    const tools = await converse(child, limitMs);
    if (typeof tools === 'string') return { kind: 'failed', code: tools };
    return { kind: 'answered', tools, ms: Math.round(performance.now() - started) };
  } finally {
    child.stdin?.end();
    const isGone = await group.settle(endMs);
    child.stdout?.destroy();
    if (!isGone) await group.end();
  }
}

/** The number of its tools, or why there is none. */
function converse(child: ChildProcess, limitMs: number): Promise<number | 'handshake_failed' | 'handshake_slow'> {
  const { stdin, stdout } = child;
  const { promise, resolve } = Promise.withResolvers<number | 'handshake_failed' | 'handshake_slow'>();
  const timer = setTimeout(() => resolve('handshake_slow'), limitMs);
  const say = (message: object) => stdin?.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const hear = (line: string) => {
    const message = parsed(line);
    if (message === null) return resolve('handshake_failed');
    if (Initialized.safeParse(message).success) {
      say({ method: 'notifications/initialized' });
      say({ id: 1, method: 'tools/list', params: {} });
      return;
    }
    const listed = Listed.safeParse(message);
    if (listed.success) return resolve(listed.data.result.tools.length);
    // What it says by itself is no answer; an answer of another form is a wrong one.
    if (message.id === 0 || message.id === 1) resolve('handshake_failed');
  };
  let rest = '';
  let size = 0;
  stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    size += chunk.length;
    if (size > maxBytes) return resolve('handshake_failed');
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') hear(line);
  });
  stdin?.on('error', () => resolve('handshake_failed'));
  child.once('close', () => resolve('handshake_failed'));
  say({ id: 0, method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo } });
  return promise.finally(() => clearTimeout(timer));
}

function parsed(line: string): { readonly id?: unknown } | null {
  try {
    return z.looseObject({ id: z.unknown().optional() }).safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}
