// What the place where a question is answered says; a run and a call each have their own words. Holds the shape only.
import type { OnceOnly } from '../../../app/contract/approval.ts';
import type { Lasting, Reach } from '../../../app/contract/lasting.ts';
import type { Said } from './said.ts';

/** What lasts as a rule is said by the rule itself. */
export type SaidLasting = Exclude<Lasting, { kind: 'rule' }>;

export interface AnswerWords {
  /** The whole of a yes in one sentence. `without`: secrets that the person took out. */
  readonly allowance: (lasting: SaidLasting, reach: Reach, without: readonly string[]) => Said;
  /** What the person picks a reach by. */
  readonly reach: (reach: Reach) => Said;
  /** On the button that allows all that only reads, in one click. */
  readonly readOn: Said;
  readonly onceOnly: Readonly<Record<OnceOnly, string>>;
  /** Reasons of a denial to pick from. */
  readonly reasons: readonly string[];
  /** What a passphrase is asked for, after "to". */
  readonly to: string;
  /** What was not done when nobody answered, after "Nothing was". */
  readonly undone: string;
}
