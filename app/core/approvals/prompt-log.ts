// How often the person was asked since the unlock, and about what: for the count they see, and for rules that would have spared
// them. In memory only.
import type { PromptCount } from '../../contract/approval.ts';
import type { Action } from '../../contract/run.ts';

/** A question about a run and what it came to. */
export interface AnsweredRun {
  readonly action: Action;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly answer: 'allow' | 'deny';
}

const mostKept = 500;

export class PromptLog {
  readonly #answered: AnsweredRun[] = [];
  #unasked = 0;

  add(run: AnsweredRun): void {
    this.#answered.push(run);
    if (this.#answered.length > mostKept) this.#answered.shift();
  }

  /** A grant or a rule allowed a run. */
  spared(): void {
    this.#unasked += 1;
  }

  /** The newest last. */
  get answered(): readonly AnsweredRun[] {
    return this.#answered;
  }

  count(asked: number, unusedGrants: number): PromptCount {
    return { asked, unasked: this.#unasked, unusedGrants };
  }

  /** At a lock. */
  forget(): void {
    this.#answered.length = 0;
    this.#unasked = 0;
  }
}
