// Which requests of a connection are not answered yet, for the moment at which it brings something that cannot be read.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FaultCode } from '../contract/fault.ts';

export class OpenExchanges {
  readonly #of = new WeakMap<Duplex, Set<ServerResponse>>();

  add(request: IncomingMessage, response: ServerResponse): void {
    const own = this.#of.get(request.socket) ?? new Set();
    this.#of.set(request.socket, own.add(response));
    response.once('close', () => own.delete(response));
    // What is written to an agent that is gone is nobody's fault, and must not be the end of the process.
    response.on('error', () => {});
  }

  /**
   * Whether a refusal written now would be the answer to what could not be read, and to nothing else: there is no other request,
   * or it is the one whose body breaks off here.
   */
  mayAnswer(socket: Duplex): boolean {
    const own = [...(this.#of.get(socket) ?? [])];
    return own.length === 0 || (own.length === 1 && own.every((each) => !each.headersSent && !each.req.complete));
  }
}

/** `cause`: the code of Node’s parser. */
export function codeOfBroken(cause: string | undefined): FaultCode {
  if (cause === 'HPE_HEADER_OVERFLOW') return 'call_too_large';
  return cause === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'frame_too_slow' : 'gateway_malformed';
}
