// What locks the vault without a click: suspend, the screen lock where Electron reports it, and quitting.
import { powerMonitor } from 'electron';
import type { PersonSide } from '../core/person/person-side.ts';

/** SECURITY P4: none of these waits for a running command. On Linux Electron reports suspend, not the screen lock. */
export function lockOnTriggers(person: PersonSide): void {
  powerMonitor.on('suspend', () => person.lock('suspend'));
  powerMonitor.on('lock-screen', () => person.lock('screen'));
  powerMonitor.on('shutdown', () => person.lock('quit'));
}
