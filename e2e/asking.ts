// Questions whose answers can be seen: each command would leave a mark, and a question can be kept from being drawn.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { expect } from 'playwright/test';
import { burstMs } from '../app/contract/approval.ts';
import type { ToolAnswer } from './agent.ts';
import { passTime } from './app.ts';
import { ask, questionOf, stateOf } from './bridge.ts';
import type { Paired } from './paired.ts';

export interface Asked {
  readonly mark: string;
  readonly answer: Promise<ToolAnswer>;
  /** The window that shows it. */
  page(): Promise<Page>;
  /** Nothing was approved, denied or run. */
  stillWaits(): Promise<void>;
  /** Denies it, and waits until the agent knows. */
  withdraw(): Promise<void>;
}

/** A question in its window that has not told the broker that it was drawn. */
export interface Undrawn {
  readonly asked: Asked;
  readonly page: Page;
  /** Lets it. */
  draw(): Promise<void>;
}

export function startAsking(paired: Paired): { request: () => Asked; undrawn: () => Promise<Undrawn> } {
  let count = 0;

  /** A command that would leave a mark. */
  const request = (): Asked => {
    count += 1;
    const name = `mark-${String(count).padStart(3, '0')}`;
    const mark = join(paired.home.folder, name);
    // Many within a short time would come as one list.
    const answer = passTime(paired.app, burstMs).then(() => paired.run(`touch ${mark}`));
    const page = () => paired.app.window('trusted', new RegExp(name));
    const idOf = async (): Promise<string> => (await questionOf(await page())).id;
    const waiting = async () => (await stateOf(paired.main)).waiting.map(({ id }) => id);
    return {
      mark,
      answer,
      page,
      stillWaits: async () => {
        expect(await waiting()).toContain(await idOf());
        expect(existsSync(mark)).toBe(false);
      },
      withdraw: async () => {
        expect(await ask(paired.main, 'questions.deny', { id: await idOf() })).toMatchObject({ ok: true });
        expect((await answer).structured.status).toBe('denied');
      },
    };
  };

  /** A question in its window that has not told the broker that it was drawn, until `draw` lets it. */
  const undrawn = async (): Promise<Undrawn> => {
    const before = request();
    const page = await before.page();
    await page.evaluate(() => {
      const frame = globalThis.requestAnimationFrame;
      const draw = (): void => {
        globalThis.requestAnimationFrame = frame;
        document.dispatchEvent(new Event('visibilitychange'));
      };
      globalThis.requestAnimationFrame = () => 0;
      Object.assign(globalThis, { draw });
    });
    const asked = request();
    await expect.poll(async () => (await stateOf(paired.main)).waiting.length).toBe(2);
    await before.withdraw();
    await asked.page();
    await expect(page.locator('footer button[aria-disabled="true"]', { hasText: 'Allow once' })).toBeVisible();
    return { asked, page, draw: () => page.evaluate(() => (globalThis as unknown as { draw: () => void }).draw()) };
  };

  return { request, undrawn };
}
