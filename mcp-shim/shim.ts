// The shim's parts, put together: MCP on one side, the broker on the other. It holds no secret and no policy.
import type { Surroundings } from '../app/contract/endpoint.ts';
import type { ClientId } from '../app/contract/vocabulary.ts';
import type { BrokerSide } from './broker-side.ts';
import type { McpTransport } from './mcp-server.ts';
import { McpServer } from './mcp-server.ts';
import type { Timing } from './waiting.ts';

export interface ShimParts extends Surroundings {
  readonly client: ClientId;
  /** The working folder of commands that name none; null when it is gone. */
  readonly cwd: string | null;
  readonly timing?: Timing;
}

export class Shim {
  readonly #parts: ShimParts;
  readonly #mcp: McpServer;
  /** null: no tool was called yet. */
  #brokerSide: Promise<BrokerSide> | null = null;

  constructor(parts: ShimParts) {
    this.#parts = parts;
    this.#mcp = new McpServer(async (...call) => (await this.#toBroker()).call(...call));
  }

  /** @param ended called once, when the client's side is over; the default transport is stdin and stdout */
  start(ended: () => void, transport?: McpTransport): Promise<void> {
    return this.#mcp.start(ended, transport);
  }

  /** Withdraws everything this shim has open at the broker. */
  async stop(): Promise<void> {
    await this.#mcp.close();
    await (await this.#brokerSide)?.close();
  }

  #toBroker(): Promise<BrokerSide> {
    this.#brokerSide ??= import('./broker-side.ts').then(
      ({ BrokerSide }) => new BrokerSide(this.#parts, () => this.#mcp.client),
    );
    return this.#brokerSide;
  }
}
