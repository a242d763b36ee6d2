// The shim's parts, put together: MCP on one side, the broker's socket on the other. It holds no secret and no policy.
import type { Hello } from '../app/contract/broker.ts';
import { protocolVersion } from '../app/contract/broker.ts';
import type { Surroundings } from '../app/contract/endpoint.ts';
import { dataFolder, shimEndpoints } from '../app/contract/endpoint.ts';
import type { ClientId } from '../app/contract/vocabulary.ts';
import { startApp } from './app-start.ts';
import { BrokerConnection } from './broker-connection.ts';
import { type KeyPlace, loadClientKey, renewClientKey } from './client-key.ts';
import type { McpTransport } from './mcp-server.ts';
import { McpServer } from './mcp-server.ts';
import { sessionHash } from './session-hash.ts';
import { ToolCalls } from './tool-calls.ts';
import type { Timing } from './waiting.ts';
import { usualTiming } from './waiting.ts';

export interface ShimParts extends Surroundings {
  readonly client: ClientId;
  /** The working folder of commands that name none; null when it is gone. */
  readonly cwd: string | null;
  readonly timing?: Timing;
}

export class Shim {
  readonly #parts: ShimParts;
  readonly #broker: BrokerConnection;
  readonly #calls: ToolCalls;
  readonly #mcp: McpServer;

  constructor(parts: ShimParts) {
    this.#parts = parts;
    this.#broker = new BrokerConnection({
      endpoints: shimEndpoints(parts),
      uid: parts.uid,
      hello: () => this.#hello(),
      startApp: () => startApp(parts),
      renewKey: (held, offer) => renewClientKey(this.#keyPlace, held, offer),
    });
    this.#calls = new ToolCalls(this.#broker, parts.timing ?? usualTiming, parts.cwd);
    this.#mcp = new McpServer(this.#calls);
  }

  /** @param ended called once, when the client's side is over; the default transport is stdin and stdout */
  start(ended: () => void, transport?: McpTransport): Promise<void> {
    return this.#mcp.start(ended, transport);
  }

  /** Withdraws everything this shim has open at the broker. */
  async stop(): Promise<void> {
    await this.#mcp.close();
    await this.#broker.close(this.#calls.open);
  }

  get #keyPlace(): KeyPlace {
    const { client, uid } = this.#parts;
    return { dataFolder: dataFolder(this.#parts), client, uid };
  }

  async #hello(): Promise<Hello> {
    const { client, env } = this.#parts;
    const { name, version } = this.#mcp.client;
    return {
      type: 'hello',
      protocol: protocolVersion,
      client,
      key: await loadClientKey(this.#keyPlace),
      claims: { name: name.slice(0, 200), version: version.slice(0, 100) },
      session: sessionHash(env),
    };
  }
}
