// What a call of a tool needs, put together: the broker's socket, and the tools as calls to it. Read in with the first call, so that a
// host that only starts the shim and lists its tools does not wait for it.
import type { Hello } from '../app/contract/broker.ts';
import { protocolVersion } from '../app/contract/broker.ts';
import { dataFolder, shimEndpoints } from '../app/contract/endpoint.ts';
import type { ToolOutput } from '../app/contract/tool-schemas.ts';
import { isToolName } from '../app/contract/tools.ts';
import { startApp } from './app-start.ts';
import { BrokerConnection } from './broker-connection.ts';
import { type KeyPlace, loadClientKey, renewClientKey } from './client-key.ts';
import { sessionHash } from './session-hash.ts';
import type { ShimParts } from './shim.ts';
import type { ToolContext } from './tool-calls.ts';
import { ToolCalls } from './tool-calls.ts';
import { usualTiming } from './waiting.ts';

/** What a client says about itself; a claim. */
export interface ClientClaim {
  readonly name: string;
  readonly version: string;
}

export class BrokerSide {
  readonly #parts: ShimParts;
  readonly #claim: () => ClientClaim;
  readonly #broker: BrokerConnection;
  readonly #calls: ToolCalls;

  constructor(parts: ShimParts, claim: () => ClientClaim) {
    this.#parts = parts;
    this.#claim = claim;
    this.#broker = new BrokerConnection({
      endpoints: shimEndpoints(parts),
      uid: parts.uid,
      hello: () => this.#hello(),
      startApp: () => startApp(parts),
      renewKey: (held, offer) => renewClientKey(this.#keyPlace, held, offer),
    });
    this.#calls = new ToolCalls(this.#broker, parts.timing ?? usualTiming, parts.cwd);
  }

  /** null: there is no tool with that name. */
  async call(name: string, input: unknown, context: ToolContext): Promise<ToolOutput | null> {
    return isToolName(name) ? this.#calls.call(name, input, context) : null;
  }

  /** Withdraws everything this shim has open at the broker. */
  close(): Promise<void> {
    return this.#broker.close(this.#calls.open);
  }

  get #keyPlace(): KeyPlace {
    const { client, uid } = this.#parts;
    return { dataFolder: dataFolder(this.#parts), client, uid };
  }

  async #hello(): Promise<Hello> {
    const { client, env } = this.#parts;
    const { name, version } = this.#claim();
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
