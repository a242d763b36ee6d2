// How an HTTP answer is read: which of its headers speak to others than this connection, and its body unpacked as it comes.
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { pipeline, type Readable, type Transform } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import type { CallHeader } from '../contract/call-outcome.ts';
import { isConnectionHeader } from '../contract/connection-headers.ts';
import type { CallMethod } from '../contract/provider.ts';

export type Coding = 'none' | 'gzip' | 'br' | 'deflate';

/** What `unpacked` can read; sent as Accept-Encoding. */
export const codings = 'gzip, br, deflate';

/** Packed for the way or for good, it is packed. null: in a way that nobody asked for, or more than once. */
export function codingOf({ rawHeaders }: IncomingMessage): Coding | null {
  const named = headersOf(rawHeaders)
    .filter(([name]) => ['content-encoding', 'transfer-encoding'].includes(name.toLowerCase()))
    .flatMap(([, value]) => value.toLowerCase().split(','))
    .map((name) => name.trim())
    .filter((name) => !['', 'identity', 'chunked'].includes(name));
  switch (named.join()) {
    case '':
      return 'none';
    case 'gzip':
    case 'x-gzip':
      return 'gzip';
    case 'br':
      return 'br';
    case 'deflate':
      return 'deflate';
    default:
      return null;
  }
}

/** In their order; those of the connection, and those that Connection names, stay behind. */
export function answerHeaders({ rawHeaders }: IncomingMessage): CallHeader[] {
  const headers = headersOf(rawHeaders);
  const named = headers
    .filter(([name]) => name.toLowerCase() === 'connection')
    .flatMap(([, value]) => value.split(','));
  const ofConnection = new Set(['content-encoding', ...named.map((name) => name.trim().toLowerCase())]);
  return headers.filter(([name]) => !isConnectionHeader(name) && !ofConnection.has(name.toLowerCase()));
}

function headersOf(raw: readonly string[]): CallHeader[] {
  return raw.flatMap((name, at) => (at % 2 === 0 ? [[name, raw[at + 1] ?? ''] as const] : []));
}

export function hasBody(method: CallMethod, status: number): boolean {
  return method !== 'HEAD' && status !== 204 && status !== 304;
}

/** Waits for the first byte where it is packed. What ends before it is whole is an error of the stream. */
export async function unpacked(answer: IncomingMessage, coding: Coding): Promise<Readable> {
  if (coding === 'none') return answer;
  const first = await firstByte(answer);
  // Some servers call an empty body packed.
  if (first === null) return answer;
  const unpacker = unpackerOf(coding, first);
  pipeline(answer, unpacker, () => {});
  return unpacker;
}

async function firstByte(answer: IncomingMessage): Promise<number | null> {
  while (answer.readableLength === 0 && !answer.readableEnded && !answer.complete) await once(answer, 'readable');
  const first: Buffer | null = answer.read(1);
  if (first === null) return null;
  answer.unshift(first);
  return first[0] ?? null;
}

function unpackerOf(coding: Exclude<Coding, 'none'>, first: number): Transform {
  // What a server has flushed leaves at once, as events of a stream do.
  const options = { flush: constants.Z_SYNC_FLUSH, chunkSize: 65_536 };
  switch (coding) {
    case 'gzip':
      return createGunzip(options);
    case 'br':
      return createBrotliDecompress({ chunkSize: 65_536 });
    case 'deflate':
      // Meant is the zlib format (its first byte ends in 8), but some servers send it bare.
      return (first & 0x0f) === 8 ? createInflate(options) : createInflateRaw(options);
  }
}
