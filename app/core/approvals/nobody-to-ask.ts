// The queue of a Postern without windows: whatever would ask is answered at once, with nobody being there. Nothing ever waits in it.
import { Approvals } from './approvals.ts';
import type { Settled } from './waiting.ts';

export class NobodyToAsk extends Approvals {
  /** SECURITY P2: no question, no yes. */
  override ask(): Promise<Settled> {
    return Promise.resolve({ kind: 'absent' });
  }
}
