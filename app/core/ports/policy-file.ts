// policy.yaml as a file: what the person, or anybody else of this account, wrote there. Never in force by itself.
import type { Listeners } from '../listeners.ts';

export type PolicyFileText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'absent' }
  /** It was not read. `not_text`: its bytes are no UTF-8. */
  | { readonly kind: 'unsafe'; readonly why: 'link' | 'owner' | 'mode' | 'size' | 'no_file' | 'unreadable' }
  | { readonly kind: 'not_text' };

export interface PolicyFile {
  /** Absolute. */
  readonly path: string;
  /** Told when it may have changed. */
  readonly changed: Listeners;
  read(): PolicyFileText;
  /** Writes it whole or not at all, for this account alone; follows no link. false: it could not be written. */
  write(text: string): boolean;
  /** Keeps a text that the person did not want, beside it, in place of the one before. false: it could not be written. */
  keepRejected(text: string): boolean;
}
