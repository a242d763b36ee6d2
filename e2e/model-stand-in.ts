// A stand-in for the model behind an agent, on loopback: it calls the tools of Postern it is told to, one after the other, and keeps
// all that a model would have seen. It speaks just enough of the Messages API (Claude Code) and the Responses API (Codex).
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface ToolCall {
  readonly tool: string;
  readonly input: Readonly<Record<string, unknown>>;
}

export interface ModelStandIn {
  readonly url: string;
  /** Bodies of the requests that offered tools. */
  readonly seen: readonly string[];
  close(): void;
}

export async function startModel(calls: readonly ToolCall[]): Promise<ModelStandIn> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      // Agents ask small questions without tools besides; they get a word.
      const hasTools = /"tools":\[\{/.test(body);
      const call = hasTools ? (calls[seen.length] ?? null) : null;
      if (hasTools) seen.push(body);
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      if (request.url?.includes('/responses') === true) answerResponses(response, call, seen.length);
      else answerMessages(response, call, seen.length);
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, seen, close: () => server.close() };
}

function answerMessages(response: ServerResponse, call: ToolCall | null, turn: number): void {
  const usage = { input_tokens: 1, output_tokens: 1 };
  const message = { id: `msg_${turn}`, type: 'message', role: 'assistant', model: 'stand-in', content: [], usage };
  const block =
    call === null
      ? { type: 'text', text: '' }
      : { type: 'tool_use', id: `toolu_${turn}`, name: `mcp__postern__${call.tool}`, input: {} };
  const delta =
    call === null
      ? { type: 'text_delta', text: 'Done.' }
      : { type: 'input_json_delta', partial_json: JSON.stringify(call.input) };
  const end = { stop_reason: call === null ? 'end_turn' : 'tool_use', stop_sequence: null };
  send(response, 'message_start', { message: { ...message, stop_reason: null, stop_sequence: null } });
  send(response, 'content_block_start', { index: 0, content_block: block });
  send(response, 'content_block_delta', { index: 0, delta });
  send(response, 'content_block_stop', { index: 0 });
  send(response, 'message_delta', { delta: end, usage });
  send(response, 'message_stop', {});
}

function answerResponses(response: ServerResponse, call: ToolCall | null, turn: number): void {
  const id = `resp_${turn}`;
  const item =
    call === null
      ? { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Done.' }] }
      : {
          type: 'function_call',
          namespace: 'mcp__postern',
          name: call.tool,
          arguments: JSON.stringify(call.input),
          call_id: `call_${turn}`,
        };
  const usage = { input_tokens: 1, output_tokens: 1, total_tokens: 2 };
  send(response, 'response.created', { response: { id } });
  send(response, 'response.output_item.done', { item });
  send(response, 'response.completed', { response: { id, usage } });
}

function send(response: ServerResponse, type: string, rest: object): void {
  response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...rest })}\n\n`);
}
