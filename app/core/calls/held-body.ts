// The body of a request before it goes: whole where it is short, so that it can be searched, shown and frozen; else as it comes.
import { callLimits } from '../../contract/call.ts';
import { GatheredBytes } from './gathered-bytes.ts';

export type HeldBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'whole'; readonly bytes: Buffer }
  | { readonly kind: 'streamed'; readonly parts: AsyncIterable<Uint8Array> };

/** Reads until the end or until there is more than 1 MiB. @throws whatever `body` throws */
export async function holdBody(body: AsyncIterable<Uint8Array> | null): Promise<HeldBody> {
  if (body === null) return { kind: 'none' };
  const parts = body[Symbol.asyncIterator]();
  const held = new GatheredBytes();
  for (;;) {
    const next = await parts.next();
    if (next.done === true) return { kind: 'whole', bytes: held.bytes };
    // A part is good until the next one is asked for.
    held.add(next.value);
    if (held.length > callLimits.heldBodyBytes) return { kind: 'streamed', parts: continued(held.bytes, parts) };
  }
}

async function* continued(held: Uint8Array, parts: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield held;
    for (let next = await parts.next(); next.done !== true; next = await parts.next()) yield next.value;
  } finally {
    await parts.return?.();
  }
}
