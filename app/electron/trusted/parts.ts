// What the handlers of the trusted windows work with.
import type { Desks } from '../../core/person/desks.ts';
import type { PersonSide } from '../../core/person/person-side.ts';
import type { KeyStoreState } from '../../core/ports/key-store.ts';
import type { PersonCheck } from '../../core/presence/person-check.ts';
import type { SettingsBook } from '../../core/settings/settings-book.ts';
import type { FileDialogs } from '../file-dialogs.ts';
import type { Windows } from '../windows.ts';

export interface TrustedWindowParts {
  readonly person: PersonSide;
  readonly desks: Desks;
  readonly settings: SettingsBook;
  readonly check: PersonCheck;
  readonly windows: Windows;
  readonly dialogs: FileDialogs;
  readonly keychain: () => Promise<KeyStoreState>;
  readonly electron: { readonly version: string; readonly old: boolean };
  /** Puts a value on the clipboard and sees to it that it goes again. */
  readonly copy: (value: string) => Promise<void>;
}
