// What a dry run says of a command or a web request. Pure.
import type { DryRunQuery } from '../../../app/contract/policy.ts';
import type { RiskClass } from '../../../app/contract/risk.ts';
import type { Verdict } from './policy-words.ts';

export type About = DryRunQuery['kind'];

/** The outcome, said first. */
export function outcomeWords(about: About, decision: Verdict): string {
  switch (decision) {
    case 'allow':
      return about === 'command' ? 'It would run without a question' : 'It would be sent without a question';
    case 'ask':
      return 'Postern would ask you';
    case 'deny':
      return 'It would be denied without a question';
  }
}

export function riskWords(about: About, risk: RiskClass): string {
  switch (risk) {
    case 'read':
      return 'only reads';
    case 'write':
      return 'adds or changes something';
    case 'unknown':
      return 'not known to Postern';
    case 'delete':
      return 'deletes or overwrites';
    case 'disclose':
      return about === 'command' ? 'prints a credential' : 'shows a credential';
  }
}
