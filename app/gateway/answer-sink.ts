// The way of an answer to the agent: as it comes, no faster than it is taken. An answer that breaks off never looks whole.
import type { ServerResponse } from 'node:http';
import type { CallHeader } from '../contract/call-outcome.ts';
import type { CallSink } from '../core/calls/call-house.ts';
import { everyAnswer } from './answers.ts';

export class AnswerSink implements CallSink {
  readonly #response: ServerResponse;
  #refused: ((thrown: Error) => void) | null = null;

  constructor(response: ServerResponse) {
    this.#response = response;
    response.once('close', () => this.#refused?.(new Error('the agent is gone')));
  }

  head(status: number, headers: readonly CallHeader[]): void {
    const response = this.#response;
    if (response.headersSent) return;
    response.sendDate = false;
    const own = Object.entries(everyAnswer).flat();
    response.writeHead(status, [...headers.filter(([name]) => !isOurs(name)).flat(), ...own]);
    // With the first part, when that is here already; an answer whose body is slow to come begins without it.
    setImmediate(() => {
      if (!response.writableEnded && !response.destroyed) response.flushHeaders();
    });
  }

  /** Resolves when the bytes are out of this process: their buffer may be used again. */
  part(bytes: Uint8Array): Promise<void> {
    const response = this.#response;
    if (response.destroyed) return Promise.reject(new Error('the agent is gone'));
    if (!hasBody(response)) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#refused = reject;
      response.write(bytes, (cause) => (cause ? reject(cause) : resolve()));
    });
  }

  end(): void {
    this.#response.end();
  }

  /** SECURITY P12: without the last chunk, so that nobody takes what came for all of it. */
  breakOff(): void {
    this.#response.destroy();
  }
}

/** What says how the connection and the body are framed is this connection's own; the rest is said once, by the gateway. */
function isOurs(name: string): boolean {
  return /^(?:connection|keep-alive|transfer-encoding|content-length|content-encoding|trailer|upgrade|cache-control|x-content-type-options|postern-.*|access-control-.*)$/i.test(
    name,
  );
}

function hasBody({ req, statusCode }: ServerResponse): boolean {
  return req.method !== 'HEAD' && statusCode !== 204 && statusCode !== 304;
}
