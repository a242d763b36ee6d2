// How windows and the main process talk: replies with faults as values, the bridge, and the push that says "ask again". The channels
// themselves stand in main-channels.ts and trusted-channels.ts.
import { z } from 'zod';
import { BrokerError } from './fault.ts';
import { FaultCode } from './fault-code.ts';

/** Main → window: something changed; ask again. It has no payload. */
export const changedEvent = 'changed';

/** What crosses the bridge: faults as values, since Electron flattens thrown errors into text. */
export const IpcReply = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), code: FaultCode, message: z.string() }),
]);
export type IpcReply = z.infer<typeof IpcReply>;

/**
 * The window's end of a call: what the broker answered, parsed by its channel's `shape`.
 * @throws BrokerError with the broker's code; `internal` when the answer does not have the form of a reply or of its channel
 */
export function openReply<T>(answer: unknown, shape: { parse(value: unknown): T }): T {
  const reply = IpcReply.safeParse(answer);
  if (!reply.success) throw new BrokerError('internal');
  if (!reply.data.ok) throw new BrokerError(reply.data.code);
  try {
    return shape.parse(reply.data.value);
  } catch (cause) {
    throw new BrokerError('internal', { cause });
  }
}

/** What each preload puts on `window.postern`. */
export interface Bridge {
  invoke(channel: string, params: unknown): Promise<unknown>;
  onChanged(listener: () => void): () => void;
}
