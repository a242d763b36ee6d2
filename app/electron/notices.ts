// Decides which trusted window is due: unlock for a waiting request, a question for the person. It never forces itself twice.
import type { PersonSide } from '../core/person/person-side.ts';
import type { Windows } from './windows.ts';

export class Notices {
  readonly #person: PersonSide;
  readonly #windows: Windows;
  #knocks = 0;
  /** Questions of the last update. */
  #known: readonly string[] = [];
  /** Those of them that the person could see; none while locked, so that an unlock brings them back. */
  #shown: readonly string[] = [];

  constructor(person: PersonSide, windows: Windows) {
    this.#person = person;
    this.#windows = windows;
  }

  /** Called after every change. A window that the person closed comes back only for something new. */
  update(): void {
    const { state } = this.#person.status();
    const knocks = this.#person.knocking().length;
    const questions = this.#person.waiting().map(({ id }) => id);
    if (state === 'locked' && (knocks > this.#knocks || questions.some((id) => !this.#known.includes(id)))) {
      this.#windows.openTrusted({ kind: 'unlock' });
    }
    if (state !== 'unlocked' || questions.length === 0) this.#windows.closeTrusted('question');
    else if (questions.some((id) => !this.#shown.includes(id)) && !this.#windows.isOpen('question')) {
      this.#windows.openTrusted({ kind: 'question', id: null });
    }
    if (state === 'unlocked') this.#windows.closeTrusted('unlock');
    else this.#windows.closeTrusted('secret');
    this.#knocks = knocks;
    this.#known = questions;
    this.#shown = state === 'unlocked' ? questions : [];
  }
}
