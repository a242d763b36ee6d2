// Touch ID through Electron: it says that the person is here, and releases no key.
// Written from Electron's documentation; no test of this project runs on macOS.
import { systemPreferences } from 'electron';
import type { Presence, PresenceAnswer } from '../../core/ports/presence.ts';

export class TouchId implements Presence {
  async available(): Promise<boolean> {
    return systemPreferences.canPromptTouchID();
  }

  /**
   * macOS puts the app's name and "is trying to" before the reason. Its dialog cannot be taken back: after an abort the answer
   * no longer counts.
   */
  async confirm(reason: string, signal: AbortSignal): Promise<PresenceAnswer> {
    if (signal.aborted) return 'refused';
    if (!(await this.available())) return 'unavailable';
    try {
      await systemPreferences.promptTouchID(reason);
    } catch {
      return 'refused';
    }
    return signal.aborted ? 'refused' : 'confirmed';
  }
}
