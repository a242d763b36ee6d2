// How an exposure scan reads the person's files. Read only; it follows no link, waits for no device, and never stops at an error.
import type { ScanRoot, SkipReason } from '../../contract/health.ts';

export type WalkStep =
  /** `bytes` are the whole file as it was when read: a view that is good until the next step, and wiped after the last. */
  | { readonly kind: 'file'; readonly path: string; readonly bytes: Uint8Array }
  | { readonly kind: 'skipped'; readonly why: SkipReason };

export interface FolderWalk {
  /**
   * Each file under the roots once, however many roots hold it. A root that does not exist is no step at all. Ends early,
   * without a throw, once the signal is aborted.
   */
  walk(roots: readonly ScanRoot[], signal: AbortSignal): AsyncIterable<WalkStep>;
}
