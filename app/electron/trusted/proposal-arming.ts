// SECURITY P9: a proposal can be accepted only after its window has shown it for a moment, whatever the page thinks. It must never
// hold what was proposed, only its digest.
import { armedAfterMs } from '../../contract/approval.ts';
import type { Sha256 } from '../../contract/vocabulary.ts';

export class ProposalArming {
  readonly #now: () => number;
  #shown: { readonly window: number; readonly digest: Sha256; readonly since: number } | null = null;

  /** `now`: milliseconds that never go back. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** The window with this id got this proposal, and can be seen. The same again goes on counting. */
  shown(window: number, digest: Sha256): void {
    if (this.#shown?.window === window && this.#shown.digest === digest) return;
    this.#shown = { window, digest, since: this.#now() };
  }

  isArmed(window: number, digest: Sha256): boolean {
    const shown = this.#shown;
    return shown?.window === window && shown.digest === digest && this.#now() - shown.since >= armedAfterMs;
  }
}
