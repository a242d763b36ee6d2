// The queue of a Postern without windows: whatever would ask is answered at once, with nobody being there. Nothing ever waits in it.
import { Approvals } from './approvals.ts';

export class NobodyToAsk extends Approvals {
  /** SECURITY P2: no question, no yes. */
  override ask(): Promise<{ readonly kind: 'absent' }> {
    return Promise.resolve({ kind: 'absent' });
  }
}
