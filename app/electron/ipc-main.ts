// The only importer of ipcMain: parses what comes from a window and what goes back, and checks which window may ask what.

import type { IpcMainInvokeEvent } from 'electron';
import { ipcMain } from 'electron';
import type { z } from 'zod';
import { BrokerError, faultCodeOf, faultMessages } from '../contract/fault.ts';
import type { IpcReply } from '../contract/ipc.ts';
import type { MainChannel, MainParams, MainResult } from '../contract/main-channels.ts';
import { mainChannels } from '../contract/main-channels.ts';
import type { TrustedChannel, TrustedParams, TrustedResult } from '../contract/trusted-channels.ts';
import { trustedChannels } from '../contract/trusted-channels.ts';
import type { Log } from '../core/ports/log.ts';
import type { AppHost } from './app-protocol.ts';
import { allowedFor } from './purposes.ts';
import type { TrustedSender } from './trusted-sender.ts';
import type { Windows } from './windows.ts';

type Awaitable<T> = T | Promise<T>;

export type MainHandlers = { readonly [C in MainChannel]: (params: MainParams<C>) => Awaitable<MainResult<C>> };

export type TrustedHandlers = {
  readonly [C in TrustedChannel]: (params: TrustedParams<C>, sender: TrustedSender) => Awaitable<TrustedResult<C>>;
};

export interface WindowAnswers {
  readonly windows: Windows;
  readonly main: MainHandlers;
  readonly trusted: TrustedHandlers;
  readonly log: Log;
  /** The person did something, which keeps the session alive. */
  readonly touched: () => void;
}

export function answerWindows({ windows, main, trusted, log, touched }: WindowAnswers): void {
  ipcMain.handle('main', (event, channel: unknown, params: unknown) =>
    reply(log, async () => {
      if (!isFrom(event, 'main') || !windows.isMain(event.sender) || !isMainChannel(channel))
        throw new BrokerError('bad_request');
      if (!byItself.has(channel)) touched();
      return answer(mainChannels[channel], main[channel], params);
    }),
  );
  ipcMain.handle('trusted', (event, channel: unknown, params: unknown) =>
    reply(log, async () => {
      const sender = windows.trustedOf(event.sender);
      if (!isFrom(event, 'trusted') || sender === null || !isTrustedChannel(channel))
        throw new BrokerError('bad_request');
      if (!allowedFor[channel].includes(sender.purpose.kind)) throw new BrokerError('bad_request');
      if (!byItself.has(channel)) touched();
      return answer(trustedChannels[channel], (parsed: never) => trusted[channel](parsed, sender), params);
    }),
  );
}

export function stopAnswering(): void {
  ipcMain.removeHandler('main');
  ipcMain.removeHandler('trusted');
}

/** What a page asks without anybody having done anything: to draw itself, or because something changed. */
const byItself: ReadonlySet<MainChannel | TrustedChannel> = new Set([
  'state.get',
  'secrets.list',
  'secrets.get',
  'clients.list',
  'gateway.view',
  'audit.list',
  'health.get',
  'exposure.get',
  'exposure.roots',
  'move.value',
  'connect.view',
  'live.list',
  'live.read',
  'subject.get',
  'question.drawn',
  'question.rule',
  'policy.get',
  'policy.dryRun',
  'policy.check',
  'policy.suggestions',
  'keys.rotation',
  'window.fit',
]);

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
