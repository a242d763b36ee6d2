// One notification of the desktop at a time, where there is one to show it. It must never say more than who waits.
import { BrowserWindow, Notification } from 'electron';

export class DesktopNotice {
  #shown: Notification | null = null;

  /** In place of the one before. `opened`: the person clicked it. */
  show(body: string, opened: () => void): void {
    this.close();
    if (!Notification.isSupported()) return;
    const notice = new Notification({ title: 'Postern', body });
    notice.on('click', opened);
    notice.show();
    this.#shown = notice;
  }

  close(): void {
    this.#shown?.close();
    this.#shown = null;
  }

  /** The person works in one of Postern's windows, so they need no notification. */
  isInSight(): boolean {
    return BrowserWindow.getFocusedWindow() !== null;
  }
}
