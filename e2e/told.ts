// Everything that the app's pages are told: each reply to each window, as it leaves the main process.
import type { PosternApp } from './app.ts';

export interface Reply {
  readonly door: 'main' | 'trusted';
  readonly channel: string;
  readonly json: string;
}

/** Collects replies from now on. @returns what was collected so far */
export async function recordReplies(app: PosternApp): Promise<() => Promise<readonly Reply[]>> {
  await app.electron.evaluate(({ ipcMain }) => {
    type Handler = (event: unknown, channel: unknown, params: unknown) => Promise<unknown>;
    // Electron's own list of who answers; it has no public way to stand between.
    const { _invokeHandlers: handlers } = ipcMain as unknown as { _invokeHandlers: Map<string, Handler> };
    const told: unknown[] = [];
    for (const door of ['main', 'trusted']) {
      const answer = handlers.get(door);
      if (answer === undefined) throw new Error(`nobody answers ${door}`);
      handlers.set(door, async (event, channel, params) => {
        const reply = await answer(event, channel, params);
        told.push({ door, channel, json: JSON.stringify(reply) });
        return reply;
      });
    }
    Object.assign(globalThis, { told });
  });
  return () => app.electron.evaluate(() => (globalThis as unknown as { told: Reply[] }).told);
}
