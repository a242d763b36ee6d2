// Asks Electron how long the whole desktop has been idle.
import { powerMonitor } from 'electron';
import type { Idleness } from '../../core/ports/idleness.ts';

export class SystemIdleness implements Idleness {
  idleMs(): number {
    return powerMonitor.getSystemIdleTime() * 1000;
  }
}
