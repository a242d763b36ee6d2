// Opens Postern's windows. A trusted window is bound to one purpose for its life; only it may answer for that purpose.
import { once } from 'node:events';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Session, WebContents } from 'electron';
import { BrowserWindow, nativeTheme, session } from 'electron';
import { armedAfterMs } from '../contract/approval.ts';
import { changedEvent } from '../contract/ipc.ts';
import type { AppHost } from './app-protocol.ts';
import { serveApp } from './app-protocol.ts';
import { confineSession, showOnly } from './hardening.ts';
import { firstHeight, isClosedByLock, type Purpose, type PurposeKind } from './purposes.ts';
import type { OpenTrusted, TrustedSender } from './trusted-sender.ts';

const trustedWidth = 520;
const mainEveryMs = 250;

export class Windows {
  readonly #dist: string;
  readonly #icon: string;
  #sessions: Readonly<Record<AppHost, Session>> | null = null;
  #main: BrowserWindow | null = null;
  #mainTold: NodeJS.Timeout | null = null;
  readonly #trusted = new Map<PurposeKind, OpenTrusted>();

  /** `dist`: the folder of the built bundles. */
  constructor(dist: string) {
    this.#dist = dist;
    this.#icon = join(dist, 'icons', 'app.png');
  }

  /** Once the app is ready. The partitions have no `persist:`, so nothing of a page is written to disk (SECURITY P11). */
  start(): void {
    const sessions = { main: session.fromPartition('main'), trusted: session.fromPartition('trusted') };
    for (const host of ['main', 'trusted'] as const) {
      confineSession(sessions[host], host);
      serveApp(sessions[host], host, join(this.#dist, 'renderer', host));
    }
    confineSession(session.defaultSession, 'none');
    this.#sessions = sessions;
  }

  openMain(): void {
    if (this.#main !== null) {
      this.#bringMain(this.#main);
      return;
    }
    const window = this.#create('main', { width: 1120, height: 720, minWidth: 860, minHeight: 520, title: 'Postern' });
    this.#main = window;
    window.on('closed', () => {
      this.#main = null;
    });
    window.once('ready-to-show', () => this.#bringMain(window));
  }

  /** SECURITY P1: any program can have the app opened again; by that it takes no keyboard from a window where a value is typed. */
  #bringMain(window: BrowserWindow): void {
    const isTyping = [...this.#trusted.keys()].some((kind) => this.hasKeyboard(kind));
    if (isTyping) window.showInactive();
    else window.show();
    if (!isTyping) window.focus();
  }

  /**
   * Opens the window of this purpose. SECURITY P9: `quietly`, and a question always, never takes the keyboard from what the person
   * is typing into; and what was drawn for one thing is never turned to another, which it would then be saved for.
   */
  openTrusted(purpose: Purpose, quietly = purpose.kind === 'question'): void {
    const open = this.#trusted.get(purpose.kind);
    if (open !== undefined && (purpose.kind === 'question' || isDeepStrictEqual(open.purpose, purpose))) {
      open.purpose = purpose;
      open.wanted = true;
      open.window.webContents.send(changedEvent);
      this.raise(purpose.kind);
      return;
    }
    open?.window.destroy();
    const trusted = this.#createTrusted(purpose);
    trusted.wanted = true;
    trusted.window.once('ready-to-show', () => {
      if (!quietly) trusted.window.show();
      else if (trusted.wanted) trusted.window.showInactive();
    });
  }

  /** Brings an open window before all others, without the keyboard. */
  raise(kind: PurposeKind): void {
    const open = this.#trusted.get(kind);
    if (open === undefined) return;
    open.cameAt = performance.now();
    open.window.showInactive();
    open.window.moveTop();
  }

  /** Has the window for questions at hand, hidden, so that the next one is on the screen at once. At unlock. */
  prepareQuestion(): void {
    if (!this.#trusted.has('question')) this.#createTrusted({ kind: 'question', id: null });
  }

  #createTrusted(purpose: Purpose): OpenTrusted {
    const isQuestion = purpose.kind === 'question';
    const window = this.#create('trusted', {
      width: trustedWidth,
      height: firstHeight[purpose.kind],
      useContentSize: true,
      resizable: false,
      maximizable: false,
      fullscreenable: false,
      minimizable: !isQuestion,
      center: true,
      title: 'Postern',
    });
    const trusted: OpenTrusted = {
      window,
      purpose,
      closed: new AbortController(),
      showing: 0,
      cameAt: 0,
      wanted: false,
    };
    this.#trusted.set(purpose.kind, trusted);
    window.on('show', () => {
      trusted.cameAt = performance.now();
    });
    window.on('closed', () => {
      if (this.#trusted.get(purpose.kind) === trusted) this.#trusted.delete(purpose.kind);
      trusted.closed.abort();
    });
    // What a value or an approval is drawn on does not show up in a screen recording, where the platform can do that.
    window.setContentProtection(true);
    if (isQuestion) {
      window.setAlwaysOnTop(true, 'screen-saver');
      window.setVisibleOnAllWorkspaces(true);
      // Closing it answers nothing, and the next question finds it at hand.
      window.on('close', (event) => {
        event.preventDefault();
        this.closeTrusted('question');
      });
    }
    return trusted;
  }

  closeTrusted(kind: PurposeKind): void {
    const open = this.#trusted.get(kind);
    if (open === undefined) return;
    if (kind !== 'question') {
      open.window.close();
      return;
    }
    if (!open.wanted && !open.window.isVisible()) return;
    open.wanted = false;
    // On X11 a window that was hidden with the keyboard gets no key when the person turns to it again.
    open.window.blur();
    open.window.hide();
    open.purpose = { kind, id: null };
    open.closed.abort();
    open.closed = new AbortController();
    open.showing += 1;
  }

  /** SECURITY P4: no value and no question stays on the screen, or in a hidden window, of a locked vault. */
  closeForLock(): void {
    for (const { window, purpose } of [...this.#trusted.values()]) if (isClosedByLock(purpose)) window.destroy();
  }

  /** Whether the person can see it. */
  isOpen(kind: PurposeKind): boolean {
    return this.#trusted.get(kind)?.window.isVisible() ?? false;
  }

  /** Whether what the person types now goes there. */
  hasKeyboard(kind: PurposeKind): boolean {
    return this.#trusted.get(kind)?.window.isFocused() ?? false;
  }

  /** What the trusted window behind these contents is for; null when they are of no trusted window. */
  trustedOf(contents: WebContents): TrustedSender | null {
    const found = this.#find(contents);
    if (found === undefined) return null;
    const { window, purpose, closed, showing, cameAt } = found;
    const armed = window.isVisible() && performance.now() - cameAt >= armedAfterMs;
    return { contents, purpose, closed: closed.signal, showing, armed };
  }

  /** With the contents of the main window; null without one. */
  async inMain<T>(use: (contents: WebContents) => Promise<T>): Promise<T | null> {
    return this.#main === null ? null : await use(this.#main.webContents);
  }

  isMain(contents: WebContents): boolean {
    return this.#main?.webContents === contents;
  }

  /** Resolves once it is on the screen, to what aborts when it no longer is. Never for one that is closed before. */
  async shown(contents: WebContents): Promise<AbortSignal> {
    const found = this.#find(contents);
    if (found === undefined) return AbortSignal.abort();
    if (!found.window.isVisible()) await once(found.window, 'show');
    return found.closed.signal;
  }

  /** Fits a trusted window to its content, within the screen's work area as Electron clips it. */
  fit(contents: WebContents, height: number): void {
    this.#find(contents)?.window.setContentSize(trustedWidth, Math.min(height, 860));
  }

  /** Tells every window to ask again: a trusted one at once, the main window at most a few times a second. */
  changed(): void {
    for (const { window } of this.#trusted.values()) window.webContents.send(changedEvent);
    // One run changes many things in a few milliseconds, and the main window reads the log anew each time.
    this.#mainTold ??= setTimeout(() => {
      this.#mainTold = null;
      this.#main?.webContents.send(changedEvent);
    }, mainEveryMs);
  }

  closeAll(): void {
    this.#main?.destroy();
    for (const { window } of [...this.#trusted.values()]) window.destroy();
  }

  #find(contents: WebContents): OpenTrusted | undefined {
    return [...this.#trusted.values()].find(({ window }) => window.webContents === contents);
  }

  #create(host: AppHost, options: Electron.BrowserWindowConstructorOptions): BrowserWindow {
    if (this.#sessions === null) throw new Error('windows not started');
    const window = new BrowserWindow({
      ...options,
      show: false,
      icon: this.#icon,
      autoHideMenuBar: true,
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#171816' : '#f6f5f2',
      webPreferences: {
        session: this.#sessions[host],
        preload: join(this.#dist, 'preloads', `${host}.cjs`),
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        spellcheck: false,
        navigateOnDragDrop: false,
        devTools: false,
      },
    });
    showOnly(window, `app://${host}/index.html`);
    return window;
  }
}
