// Runs and calls stand beside each other wherever a yes lasts: this tells them apart.
import type { CallAction } from '../../contract/call.ts';
import type { Action } from '../../contract/run.ts';

export function isCall(action: Action | CallAction): action is CallAction {
  return 'method' in action;
}
