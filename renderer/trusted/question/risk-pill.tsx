// The risk of a run: the words say it, the hue repeats it.
import type { Action } from '../../../app/contract/run.ts';
import { VisibleText } from '../visible-text.tsx';
import { riskWords } from './risk-words.ts';

export function RiskPill({ action }: { readonly action: Action }) {
  return (
    <span className={`pill pill--${action.risk}`}>
      <VisibleText text={riskWords(action)} />
    </span>
  );
}
