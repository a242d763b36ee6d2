// The tray: says the state in icon and words, and locks with one click. It can deny and open, and never approves.
import { join } from 'node:path';
import type { MenuItemConstructorOptions } from 'electron';
import { Menu, nativeImage, Tray } from 'electron';
import type { QuestionSummary } from '../contract/approval.ts';
import { visiblePieces } from '../contract/visible-text.ts';
import type { PersonSide } from '../core/person/person-side.ts';
import { openSession } from './handlers-main.ts';
import type { Windows } from './windows.ts';

type Look = 'locked' | 'unlocked' | 'waiting';

export class PosternTray {
  readonly #person: PersonSide;
  readonly #windows: Windows;
  readonly #icons: string;
  readonly #quit: () => void;
  #tray: Tray | null = null;
  #shown = '';

  constructor(person: PersonSide, windows: Windows, dist: string, quit: () => void) {
    this.#person = person;
    this.#windows = windows;
    this.#icons = join(dist, 'icons');
    this.#quit = quit;
  }

  start(): void {
    this.#tray = new Tray(this.#icon('locked'));
    this.#tray.on('click', () => this.#windows.openMain());
    this.update();
  }

  stop(): void {
    this.#tray?.destroy();
    this.#tray = null;
  }

  /** Redraws when what it shows has changed: a menu that is replaced while it is open closes. */
  update(): void {
    const { state } = this.#person.status();
    const waiting = this.#person.waiting();
    const knocking = this.#person.knocking();
    const shows = JSON.stringify([state, waiting, knocking]);
    if (this.#tray === null || shows === this.#shown) return;
    this.#shown = shows;
    const look: Look = waiting.length + knocking.length > 0 ? 'waiting' : state === 'unlocked' ? 'unlocked' : 'locked';
    this.#tray.setImage(this.#icon(look));
    this.#tray.setToolTip(`Postern: ${wordsFor(state, waiting.length + knocking.length)}`);
    this.#tray.setContextMenu(Menu.buildFromTemplate(this.#menu(state, waiting, knocking.length)));
  }

  #menu(state: string, waiting: readonly QuestionSummary[], knocking: number): MenuItemConstructorOptions[] {
    const unlocked = state === 'unlocked';
    const open = (): void => openSession(this.#person, this.#windows);
    return [
      { label: wordsFor(state, waiting.length + knocking), enabled: false },
      { type: 'separator' },
      ...waiting.map((question) => this.#question(question)),
      ...(waiting.length > 0 ? [{ type: 'separator' } as const] : []),
      unlocked
        ? { label: 'Lock now', click: () => this.#person.lock('person') }
        : { label: state === 'empty' ? 'Set up Postern…' : 'Unlock…', click: open },
      { label: 'Add secret…', enabled: unlocked, click: () => this.#windows.openTrusted({ kind: 'secret', id: null }) },
      { label: 'Open Postern', click: () => this.#windows.openMain() },
      { type: 'separator' },
      { label: 'Quit', click: this.#quit },
    ];
  }

  #question({ id, kind, clientName }: QuestionSummary): MenuItemConstructorOptions {
    const unlocked = this.#person.status().state === 'unlocked';
    return {
      label: `${inMenu(clientName)} ${asks[kind]}`,
      submenu: [
        {
          label: 'Open…',
          click: () =>
            unlocked ? this.#windows.openTrusted({ kind: 'question', id }) : openSession(this.#person, this.#windows),
        },
        { label: 'Deny', click: () => this.#person.deny(id) },
      ],
    };
  }

  #icon(look: Look): Electron.NativeImage {
    return nativeImage.createFromPath(join(this.#icons, `tray-${look}.png`));
  }
}

const asks: Readonly<Record<QuestionSummary['kind'], string>> = {
  run: 'wants to run a command',
  pairing: 'wants to connect',
  wish: 'needs a secret',
};

/** A client's name is its own claim: nothing in it breaks the line, turns text around or underlines a letter. */
function inMenu(name: string): string {
  const shown = visiblePieces(name).map(({ text }) => text);
  return shown.join('').slice(0, 40).replaceAll('&', '&&');
}

function wordsFor(state: string, waiting: number): string {
  const base = state === 'unlocked' ? 'Unlocked' : state === 'locked' ? 'Locked' : 'Not set up yet';
  return waiting === 0 ? base : `${base}, ${waiting} waiting for you`;
}
