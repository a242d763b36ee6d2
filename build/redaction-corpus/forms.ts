// The 68 forms of the corpus, class by class; each file of forms makes them with the real tools.
import { byteForms } from './byte-forms.ts';
import { dumpForms } from './dump-forms.ts';
import type { Kind } from './kinds.ts';
import type { Piece } from './leak-text.ts';
import { textForms } from './text-forms.ts';
import { viewForms } from './view-forms.ts';

export interface Form {
  readonly form: string;
  readonly about: string;
  /** The output of a program that leaks the secret so. */
  readonly make: (kind: Kind) => Piece;
}

export const forms: readonly Form[] = [...textForms, ...byteForms, ...dumpForms, ...viewForms];
