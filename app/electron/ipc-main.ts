// The only importer of ipcMain: parses what comes from a window and what goes back, and checks which window may ask what.

import type { IpcMainInvokeEvent, WebContents } from 'electron';
import { ipcMain } from 'electron';
import type { z } from 'zod';
import { BrokerError, faultCodeOf, faultMessages } from '../contract/fault.ts';
import type {
  IpcReply,
  MainChannel,
  MainParams,
  MainResult,
  TrustedChannel,
  TrustedParams,
  TrustedResult,
} from '../contract/ipc.ts';
import { mainChannels, trustedChannels } from '../contract/ipc.ts';
import type { Log } from '../core/ports/log.ts';
import type { AppHost } from './app-protocol.ts';
import type { Purpose, Windows } from './windows.ts';

type Awaitable<T> = T | Promise<T>;

export type MainHandlers = { readonly [C in MainChannel]: (params: MainParams<C>) => Awaitable<MainResult<C>> };

/** The window that asks, and what it is for. */
export interface TrustedSender {
  readonly contents: WebContents;
  readonly purpose: Purpose;
}

export type TrustedHandlers = {
  readonly [C in TrustedChannel]: (params: TrustedParams<C>, sender: TrustedSender) => Awaitable<TrustedResult<C>>;
};

export function answerWindows(windows: Windows, main: MainHandlers, trusted: TrustedHandlers, log: Log): void {
  ipcMain.handle('main', (event, channel: unknown, params: unknown) =>
    reply(log, async () => {
      if (!isFrom(event, 'main') || !windows.isMain(event.sender) || !isMainChannel(channel))
        throw new BrokerError('bad_request');
      return answer(mainChannels[channel], main[channel], params);
    }),
  );
  ipcMain.handle('trusted', (event, channel: unknown, params: unknown) =>
    reply(log, async () => {
      const purpose = windows.purposeOf(event.sender);
      if (!isFrom(event, 'trusted') || purpose === null || !isTrustedChannel(channel))
        throw new BrokerError('bad_request');
      if (!allowedFor[channel].includes(purpose.kind)) throw new BrokerError('bad_request');
      const sender = { contents: event.sender, purpose };
      return answer(trustedChannels[channel], (parsed: never) => trusted[channel](parsed, sender), params);
    }),
  );
}

export function stopAnswering(): void {
  ipcMain.removeHandler('main');
  ipcMain.removeHandler('trusted');
}

/** SECURITY P7: which trusted window may use which channel; the purpose is main's own knowledge, not the page's word. */
const allowedFor: Readonly<Record<TrustedChannel, readonly Purpose['kind'][]>> = {
  'subject.get': ['setup', 'unlock', 'question', 'secret'],
  'vault.create': ['setup'],
  'vault.unlock': ['unlock'],
  'question.answer': ['question'],
  'question.drawn': ['question'],
  'secret.save': ['secret', 'question'],
  'window.fit': ['setup', 'unlock', 'question', 'secret'],
  'window.close': ['setup', 'unlock', 'question', 'secret'],
};

/** SECURITY P7: the top frame of the right origin and of nothing else. */
function isFrom(event: IpcMainInvokeEvent, host: AppHost): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame.parent === null && frame.origin === `app://${host}`;
}

function isMainChannel(channel: unknown): channel is MainChannel {
  return typeof channel === 'string' && Object.hasOwn(mainChannels, channel);
}

function isTrustedChannel(channel: unknown): channel is TrustedChannel {
  return typeof channel === 'string' && Object.hasOwn(trustedChannels, channel);
}

async function answer(
  shape: { readonly params: z.ZodType; readonly result: z.ZodType },
  handler: (params: never) => unknown,
  params: unknown,
): Promise<unknown> {
  const parsed = shape.params.safeParse(params);
  if (!parsed.success) throw new BrokerError('bad_request');
  return shape.result.parse(await handler(parsed.data as never));
}

async function reply(log: Log, work: () => Promise<unknown>): Promise<IpcReply> {
  try {
    return { ok: true, value: await work() };
  } catch (thrown) {
    const code = faultCodeOf(thrown);
    if (code === 'internal')
      log.write('fault', 'window.call', { name: thrown instanceof Error ? thrown.name : typeof thrown });
    return { ok: false, code, message: faultMessages[code] };
  }
}
