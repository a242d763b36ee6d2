// What locks the vault without a click: suspend, the screen lock, a display that goes dark, and the end of the desktop session.
import { powerMonitor } from 'electron';
import type { PersonSide } from '../core/person/person-side.ts';
import type { ScreenLock } from '../core/ports/screen-lock.ts';

/**
 * SECURITY P4: none of these waits for a running command. Electron tells of the screen lock on macOS and Windows; on Linux
 * `screenLock` does (null: it is not needed). Returns the way to stop listening to it.
 */
export function lockOnTriggers(person: PersonSide, screenLock: ScreenLock | null): () => void {
  powerMonitor.on('suspend', () => person.lock('suspend'));
  powerMonitor.on('lock-screen', () => person.lock('screen'));
  powerMonitor.on('shutdown', () => person.lock('quit'));
  screenLock?.start((why) => person.lock(why));
  return () => screenLock?.stop();
}
