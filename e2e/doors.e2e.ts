// The two doors of the main process: each window reaches its own channels, a trusted one those of its purpose alone, and a page
// that is none of Postern's windows reaches none.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from 'playwright/test';
import { allowOnce } from '../app/contract/approval.ts';
import { trustedChannels } from '../app/contract/trusted-channels.ts';
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

const proof = { kind: 'passphrase', passphrase };
const settings = {
  sessionHours: 24,
  idleMinutes: null,
  quickUnlock: true,
  presenceForEveryApproval: false,
  clipboardSeconds: 300,
};
/** Well formed, with the right passphrase, and from a window that was not opened for it. */
const beyond: readonly (readonly [string, unknown])[] = [
  ['reveal.show', { field: 'token', proof }],
  ['reveal.copy', { field: 'token', proof }],
  ['reveal.code', { field: 'token', proof }],
  ['import.read', { source: 'pass', password: null, name: null }],
  ['export.plain', { ids: ['0'.repeat(32)], proof }],
  ['keys.changePassphrase', { current: proof, next: 'another passphrase' }],
  ['keys.newRecovery', { proof }],
  ['keys.setWrap', { wrap: 'keychain', present: true, passphrase }],
  ['keys.rotate', { passphrase }],
  ['setup.newRecovery', undefined],
  ['backup.save', { passphrase: null }],
  ['backup.open', { pick: { kind: 'file' }, opener: proof }],
  ['settings.save', { settings, proof }],
  ['policy.accept', { digest: '0'.repeat(64), proof }],
  ['policy.discard', { digest: '0'.repeat(64) }],
];

test('the main window cannot answer, unlock, create or save, whatever it asks for (P2, P7, P9)', async () => {
  const asked = await questionOf(question);
  const digest = asked.kind === 'run' ? asked.digest : null;
  const allow = { id: asked.id, digest, answer: { ...allowOnce, lasting: { kind: 'session' } }, proof: null };
  expect(await ask(paired.main, 'question.answer', allow)).toMatchObject(refused);
  expect(await ask(paired.main, 'question.drawn', { id: asked.id })).toMatchObject(refused);
  const opener = { kind: 'passphrase', passphrase };
  expect(await ask(paired.main, 'vault.unlock', { opener, acceptRollback: false })).toMatchObject(refused);
  for (const channel of [...Object.keys(trustedChannels), 'toString', '__proto__', 'constructor', ''])
    expect(await ask(paired.main, channel), channel).toMatchObject(refused);
  for (const [channel, params] of beyond) expect(await ask(paired.main, channel, params)).toMatchObject(refused);
});

test('a trusted window does what it was opened for alone: a question cannot unlock, value entry cannot answer (P7)', async () => {
  const unlock = { opener: { kind: 'passphrase', passphrase }, acceptRollback: false };
  const create = { passphrase, useKeychain: false, acceptOldElectron: true };
  expect(await ask(question, 'vault.unlock', unlock)).toMatchObject(refused);
  expect(await ask(question, 'vault.create', create)).toMatchObject(refused);
  expect(await ask(question, 'secrets.list')).toMatchObject(refused);
  expect(await ask(question, 'session.lock')).toMatchObject(refused);
  for (const [channel, params] of beyond) expect(await ask(question, channel, params), channel).toMatchObject(refused);
  await ask(paired.main, 'window.open', { kind: 'secret', id: null });
  const entry = await paired.app.window('trusted', /Value/);
  const asked = await questionOf(question);
  const digest = asked.kind === 'run' ? asked.digest : null;
  const allow = { id: asked.id, digest, answer: allowOnce, proof: null };
  expect(await ask(entry, 'question.answer', allow)).toMatchObject(refused);
  expect(await ask(entry, 'vault.unlock', unlock)).toMatchObject(refused);
  for (const [channel, params] of beyond) expect(await ask(entry, channel, params), channel).toMatchObject(refused);
  const closed = entry.waitForEvent('close');
  await ask(entry, 'window.close').catch(() => undefined);
  await closed;
});

test('what is opened for another thing is another window: what was drawn or typed for one is not saved for the other (P9); one whose page crashed is closed', async () => {
  const { app, main } = paired;
  const listed = await ask(main, 'secrets.list');
  const [secret] = listed.ok ? (listed.value as { id: string }[]) : [];
  await ask(main, 'window.open', { kind: 'secret', id: secret?.id });
  const first = await app.window('trusted', /Edit api\/token/);
  const gone = first.waitForEvent('close');
  await ask(main, 'window.open', { kind: 'secret', id: null });
  await gone;
  const second = await app.window('trusted', /Add a secret/);
  const window = await app.electron.browserWindow(second);
  await window.evaluate((own: Electron.BrowserWindow) => own.webContents.forcefullyCrashRenderer());
  await expect.poll(() => window.evaluate((own: Electron.BrowserWindow) => own.isDestroyed())).toBe(true);
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
