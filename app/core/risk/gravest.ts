// The gravest of several risk classes: an action is as grave as its gravest command.
import { type RiskClass, riskOrder } from '../../contract/risk.ts';

/** `unknown` where there is none: nothing is known about nothing. */
export function gravest(classes: readonly RiskClass[]): RiskClass {
  const places = classes.map((one) => riskOrder.indexOf(one));
  return riskOrder[Math.max(...places)] ?? 'unknown';
}
