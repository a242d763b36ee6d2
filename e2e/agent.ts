// A real MCP client (the SDK's) that drives the real shim over stdio, as an agent host does.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { Home } from './app.ts';

export interface ToolAnswer {
  readonly structured: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly isError: boolean;
}

export interface Agent {
  readonly client: Client;
  readonly pid: number | null;
  /** Everything the shim said on standard error. */
  readonly stderr: () => string;
  /** Every progress message of every call. */
  readonly progress: readonly string[];
  call(tool: string, input: Readonly<Record<string, unknown>>, signal?: AbortSignal): Promise<ToolAnswer>;
  close(): Promise<void>;
}

export interface AgentOptions {
  /** What the host calls itself. `claude-code` is waited for without limit. */
  readonly name?: string;
  readonly clientId?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export async function startAgent(home: Home, options: AgentOptions = {}): Promise<Agent> {
  const name = options.name ?? 'claude-code';
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: ['dist/shim/postern-mcp.mjs', '--client', options.clientId ?? 'claude-code'],
    env: { ...home.env, ...options.env },
    stderr: 'pipe',
  });
  let stderr = '';
  transport.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString('utf8');
  });
  const client = new Client({ name, version: '1.0.0' });
  await client.connect(transport);
  const progress: string[] = [];
  return {
    client,
    pid: transport.pid,
    stderr: () => stderr,
    progress,
    call: async (tool, input, signal) => {
      const answer = await client.callTool({ name: tool, arguments: { ...input } }, undefined, {
        timeout: 120_000,
        onprogress: ({ message }) => {
          if (message !== undefined) progress.push(message);
        },
        ...(signal === undefined ? {} : { signal }),
      });
      const content = Array.isArray(answer.content) ? answer.content : [];
      return {
        structured: (answer.structuredContent ?? {}) as Record<string, unknown>,
        text: content.map((part: { text?: string }) => part.text ?? '').join('\n'),
        isError: answer.isError === true,
      };
    },
    close: () => client.close(),
  };
}
