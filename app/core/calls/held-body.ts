// The body of a request before it goes: whole where it is short, so that it can be searched, shown and frozen; else as it comes.
import { callLimits } from '../../contract/call.ts';

export type HeldBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'whole'; readonly bytes: Buffer }
  | { readonly kind: 'streamed'; readonly parts: AsyncIterable<Uint8Array> };

/** Reads until the end or until there is more than 1 MiB. @throws whatever `body` throws */
export async function holdBody(body: AsyncIterable<Uint8Array> | null): Promise<HeldBody> {
  if (body === null) return { kind: 'none' };
  const parts = body[Symbol.asyncIterator]();
  const held: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const next = await parts.next();
    if (next.done === true) return { kind: 'whole', bytes: Buffer.concat(held) };
    // A part is good until the next one is asked for.
    held.push(Buffer.from(next.value));
    size += next.value.length;
    if (size > callLimits.heldBodyBytes) return { kind: 'streamed', parts: continued(held, parts) };
  }
}

async function* continued(held: readonly Uint8Array[], parts: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* held;
    for (let next = await parts.next(); next.done !== true; next = await parts.next()) yield next.value;
  } finally {
    await parts.return?.();
  }
}
