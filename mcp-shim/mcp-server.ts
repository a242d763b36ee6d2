// The one file that speaks MCP. Handshake and tool list need no broker; a call is handed on, its answer goes back in two forms.
// It is version 1 of the SDK, as the product's owner chose: revisions up to 2025-11-25. A client of 2026-07-28 begins with
// `server/discover`, is told -32601, and falls back to `initialize`, which that revision asks of it.
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { CallToolRequestSchema, ErrorCode, ListToolsRequestSchema, McpError } from '@modelcontextprotocol/sdk/types.js';
import { instructions } from '../app/contract/guide.ts';
import type { ToolOutput } from '../app/contract/tool-schemas.ts';
import { posternVersion } from '../app/contract/version.ts';
import { listedTools } from './listed-tools.ts';
import { textOf } from './text-twin.ts';
import type { ToolContext } from './tool-calls.ts';

/** null: there is no tool with that name. */
export type ToolCall = (name: string, input: unknown, context: ToolContext) => Promise<ToolOutput | null>;

/** Where MCP messages come from and go to. */
export type McpTransport = Transport;

export class McpServer {
  readonly #call: ToolCall;
  readonly #server = new Server(
    { name: 'postern', title: 'Postern', version: posternVersion },
    { capabilities: { tools: {} }, instructions },
  );

  constructor(call: ToolCall) {
    this.#call = call;
  }

  /** What the client calls itself; a claim. */
  get client(): { readonly name: string; readonly version: string } {
    const { name = 'unknown', version = '' } = this.#server.getClientVersion() ?? {};
    return { name, version };
  }

  /** @param ended called once, when the client's side of the transport is over */
  async start(ended: () => void, transport: McpTransport = new StdioServerTransport()): Promise<void> {
    this.#server.onclose = ended;
    this.#server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: listedTools }));
    this.#server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal, _meta, sendNotification }) => {
      const progressToken = _meta?.progressToken;
      let progress = 0;
      const tell = (message: string) => {
        if (progressToken === undefined) return;
        progress += 1;
        const step = { method: 'notifications/progress' as const, params: { progressToken, progress, message } };
        sendNotification(step).catch(() => {});
      };
      const output = await this.#call(params.name, params.arguments, { signal, clientName: this.client.name, tell });
      if (output === null) throw new McpError(ErrorCode.InvalidParams, 'There is no tool with that name.');
      return result(output);
    });
    await this.#server.connect(transport);
  }

  /** Aborts every call under way. */
  close(): Promise<void> {
    return this.#server.close();
  }
}

/** `failed` and `blocked` are errors to a model; a person's no is an answer. Both forms are complete: a client shows one of them. */
function result(output: ToolOutput): CallToolResult {
  const isError = output.status === 'failed' || output.status === 'blocked';
  return { content: [{ type: 'text', text: textOf(output) }], structuredContent: output, isError };
}
