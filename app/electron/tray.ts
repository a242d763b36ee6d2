// The tray: says the state in icon and words, and locks with one click. It can deny, revoke and open, and never approves.
import { join } from 'node:path';
import { Menu, nativeImage, Tray } from 'electron';
import type { PersonSide } from '../core/person/person-side.ts';
import { denyQuestion, openQuestion, openSession } from './handlers-main.ts';
import type { TrayActs, TrayShows } from './tray-menu.ts';
import { trayMenu, trayWords } from './tray-menu.ts';
import type { Windows } from './windows.ts';

type Look = 'locked' | 'unlocked' | 'waiting';

/** So often it looks whether the minutes that a permission has left are others now. */
const everyMs = 20_000;

export class PosternTray {
  readonly #person: PersonSide;
  readonly #windows: Windows;
  readonly #icons: string;
  readonly #acts: TrayActs;
  #tray: Tray | null = null;
  #ticking: NodeJS.Timeout | null = null;
  #shown = '';

  constructor(person: PersonSide, windows: Windows, dist: string, quit: () => void) {
    this.#person = person;
    this.#windows = windows;
    this.#icons = join(dist, 'icons');
    this.#acts = {
      openSession: () => openSession(person, windows),
      openQuestion: (id) => openQuestion(person, windows, id),
      deny: (id) => denyQuestion(person, windows, id),
      revoke: (id) => person.revokeGrant(id),
      lock: () => person.lock('person'),
      addSecret: () => windows.openTrusted({ kind: 'secret', id: null }),
      openMain: () => windows.openMain(),
      quit,
    };
  }

  start(): void {
    this.#tray = new Tray(this.#icon('locked'));
    this.#tray.on('click', () => this.#windows.openMain());
    this.#ticking = setInterval(() => this.update(), everyMs);
    this.update();
  }

  stop(): void {
    if (this.#ticking !== null) clearInterval(this.#ticking);
    this.#tray?.destroy();
    this.#tray = null;
  }

  /** Redraws when what it shows has changed: a menu that is replaced while it is open closes. */
  update(): void {
    const shows: TrayShows = {
      state: this.#person.status().state,
      waiting: this.#person.waiting(),
      knocking: this.#person.knocking().length,
      grants: this.#person.grants(),
      now: Date.now(),
    };
    const menu = trayMenu(shows, this.#acts);
    // What the entries are about is in their ids, so that one entry is never taken for another that reads the same.
    const shown = JSON.stringify(menu);
    if (this.#tray === null || shown === this.#shown) return;
    this.#shown = shown;
    this.#tray.setImage(this.#icon(lookOf(shows)));
    this.#tray.setToolTip(`Postern: ${trayWords(shows)}`);
    this.#tray.setContextMenu(Menu.buildFromTemplate(menu));
  }

  #icon(look: Look): Electron.NativeImage {
    return nativeImage.createFromPath(join(this.#icons, `tray-${look}.png`));
  }
}

function lookOf({ state, waiting, knocking }: TrayShows): Look {
  if (waiting.length + knocking > 0) return 'waiting';
  return state === 'unlocked' ? 'unlocked' : 'locked';
}
