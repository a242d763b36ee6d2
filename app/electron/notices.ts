// Brings the trusted window that is due: unlock for a waiting request, a question for the person. It never forces itself twice, and
// never takes the keyboard.
import type { ClientId } from '../contract/vocabulary.ts';
import type { GatewayDesk } from '../core/person/gateway-desk.ts';
import type { PersonSide } from '../core/person/person-side.ts';
import {
  nothingTold,
  noticeWords,
  type Pausable,
  pausedByPostern,
  pausedWords,
  type Told,
  toldOf,
  windowDue,
} from './notice-plan.ts';
import { DesktopNotice } from './ports/desktop-notice.ts';
import type { Windows } from './windows.ts';

/** So long nobody looked at the window: it may be behind others, or the person elsewhere. */
const unseenMs = 20_000;

export class Notices {
  readonly #person: PersonSide;
  readonly #gateway: Pick<GatewayDesk, 'view'>;
  readonly #windows: Windows;
  readonly #desktop = new DesktopNotice();
  #told: Told = nothingTold;
  /** Says that an agent was paused; it stays when the questions are over. */
  readonly #pauseNotice = new DesktopNotice();
  /** Who Postern paused, as far as the person was told; null: the vault was not open. */
  #paused: readonly ClientId[] | null = null;
  #unseen: NodeJS.Timeout | null = null;

  constructor(person: PersonSide, gateway: Pick<GatewayDesk, 'view'>, windows: Windows) {
    this.#person = person;
    this.#gateway = gateway;
    this.#windows = windows;
  }

  /** Called after every change. A window that the person closed comes back only for something new. */
  update(): void {
    const { state } = this.#person.status();
    const questions = this.#person.waiting().map(({ id }) => id);
    const waits = { state, questions, knocks: this.#person.knocking().length };
    const due = windowDue(this.#told, waits);
    this.#told = toldOf(waits);
    // SECURITY P1: an agent takes its question back when it likes. What the person is typing then, a value or the passphrase, must
    // not land in the window below.
    if (questions.length === 0 && !this.#windows.hasKeyboard('question')) this.#windows.closeTrusted('question');
    if (state === 'unlocked') this.#windows.closeTrusted('unlock');
    if (due !== null) this.#bring(due);
    if (questions.length + waits.knocks === 0) this.#forget();
    this.#sayPaused(state === 'unlocked' ? this.#pausedByPostern() : null);
  }

  #pausedByPostern(): readonly Pausable[] {
    return pausedByPostern([...this.#person.listClients(), ...this.#gateway.view().agents]);
  }

  #sayPaused(paused: readonly Pausable[] | null): void {
    const words = paused === null ? null : pausedWords(this.#paused, paused);
    this.#paused = paused?.map(({ id }) => id) ?? null;
    if (words !== null) this.#pauseNotice.show(words, () => this.#windows.openMain());
  }

  /** An open window is brought to the front as it is: what it shows is not changed under the person's eyes. */
  #bring(due: 'unlock' | 'question'): void {
    if (this.#windows.isOpen(due)) this.#windows.raise(due);
    else if (due === 'question') this.#windows.openTrusted({ kind: 'question', id: null });
    else this.#windows.openTrusted({ kind: 'unlock' }, true);
    this.#unseen ??= setTimeout(() => {
      this.#unseen = null;
      this.#sayUnseen();
    }, unseenMs);
  }

  /** A person who closed the window has seen it. */
  #sayUnseen(): void {
    const kind = this.#person.status().state === 'unlocked' ? 'question' : 'unlock';
    if (!this.#windows.isOpen(kind) || this.#desktop.isInSight()) return;
    const names = this.#person.waiting().map(({ clientName }) => clientName);
    const words = noticeWords([...names, ...this.#person.knocking()]);
    if (words !== null) this.#desktop.show(words, () => this.#openDue());
  }

  #openDue(): void {
    if (this.#person.status().state === 'unlocked') this.#windows.openTrusted({ kind: 'question', id: null });
    else this.#windows.openTrusted({ kind: 'unlock' });
  }

  #forget(): void {
    if (this.#unseen !== null) clearTimeout(this.#unseen);
    this.#unseen = null;
    this.#desktop.close();
  }
}
