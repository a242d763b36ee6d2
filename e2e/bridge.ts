// A page's own way to the broker, used past its buttons: what a page that was taken over could ask for.
import type { Page } from 'playwright';
import { z } from 'zod';
import type { Question } from '../app/contract/approval.ts';
import { AuditEntry } from '../app/contract/audit.ts';
import { IpcReply } from '../app/contract/ipc.ts';
import { AppState } from '../app/contract/main-channels.ts';
import { TrustedSubject } from '../app/contract/trusted-channels.ts';

/** Asks through `window.postern`, whatever the channel. */
export async function ask(page: Page, channel: string, params?: unknown): Promise<IpcReply> {
  const reply = await page.evaluate(
    ([name, given]) => {
      const { postern } = globalThis as unknown as { postern: { invoke(c: unknown, p: unknown): Promise<unknown> } };
      return postern.invoke(name, given);
    },
    [channel, params],
  );
  return IpcReply.parse(reply);
}

/** What the main window shows of the whole. @throws Error when it is refused */
export async function stateOf(main: Page): Promise<AppState> {
  return AppState.parse(granted(await ask(main, 'state.get')));
}

/** The question a trusted window is about. @throws Error when it is about something else */
export async function questionOf(page: Page): Promise<Question> {
  const subject = TrustedSubject.parse(granted(await ask(page, 'subject.get')));
  if (subject.kind !== 'question') throw new Error(`this window is for ${subject.kind}`);
  return subject.question;
}

/** The newest audit events, newest first; null for one that cannot be read. */
export async function auditEvents(main: Page, limit = 20): Promise<readonly AuditEntry['event'][]> {
  const entries = z.array(AuditEntry).parse(granted(await ask(main, 'audit.list', { before: null, limit })));
  return entries.map(({ event }) => event);
}

function granted(reply: IpcReply): unknown {
  if (!reply.ok) throw new Error(`refused: ${reply.code}`);
  return reply.value;
}
