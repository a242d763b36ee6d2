// Who asks through a trusted window's channels, by the main process's own knowledge.
import type { BrowserWindow, WebContents } from 'electron';
import type { Purpose } from './purposes.ts';

/** A trusted window that asks for something, and what it is for. */
export interface TrustedSender {
  readonly contents: WebContents;
  readonly purpose: Purpose;
  /** Aborts when the person no longer sees the window: it was closed, or put away. */
  readonly closed: AbortSignal;
  /** Another number each time that it comes to the screen again. */
  readonly showing: number;
  /** SECURITY P9: it has been before the person's eyes for long enough that a click there was meant for it. */
  readonly armed: boolean;
}

/** What the main process knows of a trusted window while there is one. */
export interface OpenTrusted {
  readonly window: BrowserWindow;
  purpose: Purpose;
  /** Aborts when the person no longer sees it: closed, or put away. */
  closed: AbortController;
  /** How often it was put away. */
  showing: number;
  /** When it last came before the others without the person's doing, by a clock that never goes back. */
  cameAt: number;
  /** It is to be on the screen, now or once it can be. */
  wanted: boolean;
}
