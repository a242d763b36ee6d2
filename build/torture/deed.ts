// One operation before it is done: what it will change, and how.
import type { Chance } from './chance.ts';
import type { House } from './house.testkit.ts';
import type { Change, Content, Keys, Saved } from './protocol.ts';

export interface Deed {
  readonly change: Change;
  /** On disk when it resolves. A text is a new recovery code. */
  readonly run: () => Promise<unknown>;
}

/** What a deed is planned on: everything as the victim left it. */
export interface Scene {
  readonly house: House;
  readonly chance: Chance;
  readonly mark: string;
  /** Folder for files that are no part of the profile. */
  readonly own: string;
  readonly content: Content;
  readonly keys: Keys;
  readonly saved: Saved | null;
  /** For a deed that lets others in between: does a few small ones until `over` resolves. */
  readonly meanwhile: (over: Promise<unknown>) => Promise<void>;
}
