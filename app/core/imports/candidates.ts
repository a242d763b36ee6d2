// What a reader gives: the secrets it found as drafts, and everything that cannot become one.
import type { ImportNote, SkippedItem } from '../../contract/import.ts';
import type { SecretDraft } from '../../contract/secret.ts';

/** A secret on its way into the vault. It holds plaintext, in strings, which nothing can wipe: keep it no longer than the import. */
export interface Candidate {
  readonly draft: SecretDraft;
  /** Place in the source: an item's title, a line, a profile. Untrusted text; never a value. */
  readonly from: string;
  readonly notes: readonly ImportNote[];
  /** In a `.env` file: the variable it stands for. */
  readonly variable: string | null;
}

export interface ImportRead {
  readonly candidates: readonly Candidate[];
  readonly skipped: readonly SkippedItem[];
}
