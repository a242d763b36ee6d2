// Who asks through a trusted window's channels, by the main process's own knowledge.
import type { WebContents } from 'electron';
import type { Purpose } from './purposes.ts';

/** A trusted window that asks for something, and what it is for. */
export interface TrustedSender {
  readonly contents: WebContents;
  readonly purpose: Purpose;
  /** Aborts when the person no longer sees the window: it was closed, or put away. */
  readonly closed: AbortSignal;
  /** Another number each time that it comes to the screen again. */
  readonly showing: number;
}
