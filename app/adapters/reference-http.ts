// One GET to a store, for references. It follows no redirect, reads a bounded answer, and verifies TLS.
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { BrokerError, type FaultCode } from '../contract/fault.ts';
import { wipe } from '../core/crypto/wipe.ts';

export interface StoreRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** PEM certificates to trust instead of the system's; null: the system's. */
  readonly authority: Buffer | null;
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

export interface StoreAnswer {
  readonly status: number;
  /** Wiped by the caller. */
  readonly body: Buffer;
}

/** @throws BrokerError reference_timeout, reference_too_large, reference_failed (also on abort) */
export function askStore(ask: StoreRequest, signal: AbortSignal): Promise<StoreAnswer> {
  const { url, headers, authority, maxBytes, timeoutMs } = ask;
  const chunks: Buffer[] = [];
  return new Promise<StoreAnswer>((resolve, reject) => {
    const refuse = (code: FaultCode, cause?: unknown) => {
      reject(new BrokerError(code, { cause }));
      asked.destroy();
    };
    // SECURITY: `rejectUnauthorized` is said, so that no variable of the environment can switch it off.
    const options = { headers, agent: false, ...(authority === null ? {} : { ca: authority }) };
    const asked =
      url.protocol === 'https:'
        ? requestHttps(url, { ...options, rejectUnauthorized: true })
        : requestHttp(url, options);
    const timer = setTimeout(() => refuse('reference_timeout'), timeoutMs);
    const abort = () => refuse('reference_failed');
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort();
    asked.on('error', (cause) => refuse('reference_failed', cause));
    asked.once('response', (answer) => {
      let size = 0;
      answer.on('error', (cause) => refuse('reference_failed', cause));
      answer.on('data', (chunk: Buffer) => {
        size += chunk.length;
        chunks.push(chunk);
        if (size > maxBytes) refuse('reference_too_large');
      });
      answer.once('end', () => resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks) }));
    });
    asked.once('close', () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    });
    asked.end();
  }).finally(() => wipe(...chunks));
}
