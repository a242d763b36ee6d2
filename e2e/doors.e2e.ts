// The two doors of the main process: each window reaches its own channels, a trusted one those of its purpose alone, and a page
// that is none of Postern's windows reaches none.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from 'playwright/test';
import { passphrase } from './app.ts';
import { ask, questionOf, stateOf } from './bridge.ts';
import type { Paired } from './paired.ts';
import { startPaired } from './paired.ts';

let paired: Paired;
let question: Page;
let mark: string;
const refused = { ok: false, code: 'bad_request' };

test.beforeAll(async () => {
  paired = await startPaired();
  mark = join(paired.home.folder, 'ran');
  // It stays unanswered to the end: none of what follows may answer it.
  paired.run(`touch ${mark}`).catch(() => undefined);
  question = await paired.app.window('trusted', /wants to run/);
});
test.afterEach(async () => {
  const { session, waiting } = await stateOf(paired.main);
  expect(session.state).toBe('unlocked');
  expect(waiting, 'the question still waits').toHaveLength(1);
  expect(existsSync(mark), 'nothing ran').toBe(false);
});
test.afterAll(async () => {
  await paired?.close();
});

test('the main window cannot answer, unlock, create or save, whatever it asks for (P2, P7, P9)', async () => {
  const asked = await questionOf(question);
  const digest = asked.kind === 'run' ? asked.digest : null;
  const allow = { id: asked.id, digest, answer: { kind: 'allow', scope: 'session' } };
  expect(await ask(paired.main, 'question.answer', allow)).toMatchObject(refused);
  expect(await ask(paired.main, 'question.drawn', { id: asked.id })).toMatchObject(refused);
  expect(await ask(paired.main, 'vault.unlock', { passphrase, acceptRollback: false })).toMatchObject(refused);
  for (const channel of ['subject.get', 'vault.create', 'secret.save', 'toString', '__proto__', 'constructor', ''])
    expect(await ask(paired.main, channel), channel).toMatchObject(refused);
});

test('a trusted window does what it was opened for alone: a question cannot unlock, value entry cannot answer (P7)', async () => {
  const unlock = { passphrase, acceptRollback: false };
  const create = { passphrase, useKeychain: false, acceptOldElectron: true };
  expect(await ask(question, 'vault.unlock', unlock)).toMatchObject(refused);
  expect(await ask(question, 'vault.create', create)).toMatchObject(refused);
  expect(await ask(question, 'secrets.list')).toMatchObject(refused);
  expect(await ask(question, 'session.lock')).toMatchObject(refused);
  await ask(paired.main, 'secrets.openAdd');
  const entry = await paired.app.window('trusted', /Value/);
  const asked = await questionOf(question);
  const digest = asked.kind === 'run' ? asked.digest : null;
  const allow = { id: asked.id, digest, answer: { kind: 'allow', scope: 'once' } };
  expect(await ask(entry, 'question.answer', allow)).toMatchObject(refused);
  expect(await ask(entry, 'vault.unlock', unlock)).toMatchObject(refused);
  const closed = entry.waitForEvent('close');
  await ask(entry, 'window.close').catch(() => undefined);
  await closed;
});

test('a page that Postern did not open is refused at every door, with the right preload and origin too (P7)', async () => {
  const replies = await paired.app.electron.evaluate(async ({ app, BrowserWindow, session }) => {
    const made: [string, string, unknown][] = [];
    for (const door of ['main', 'trusted']) {
      for (const [partition, url] of [
        ['main', 'app://main/index.html'],
        ['trusted', 'app://trusted/index.html'],
        ['elsewhere', 'about:blank'],
      ] as const) {
        const preload = `${app.getAppPath()}/../preloads/${door}.cjs`;
        const webPreferences = { preload, session: session.fromPartition(partition), sandbox: true };
        const window = new BrowserWindow({ show: false, webPreferences });
        await window.loadURL(url);
        for (const channel of ['subject.get', 'state.get', 'session.lock']) {
          const reply = await window.webContents.executeJavaScript(`postern.invoke('${channel}')`);
          made.push([`the ${door} door from ${url}`, channel, reply]);
        }
        window.destroy();
      }
    }
    return made;
  });
  expect(replies).toHaveLength(18);
  for (const [where, channel, reply] of replies) expect(reply, `${channel} at ${where}`).toMatchObject(refused);
});

test('a frame inside a window has no door of its own (P7)', async () => {
  for (const page of [paired.main, question]) {
    const own = await page.evaluate(() => {
      const frame = document.createElement('iframe');
      document.body.append(frame);
      const found = frame.contentWindow !== null && 'postern' in frame.contentWindow;
      frame.remove();
      return found;
    });
    expect(own).toBe(false);
  }
});
