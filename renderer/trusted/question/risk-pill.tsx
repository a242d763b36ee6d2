// The risk of what is asked: the words say it, the hue repeats it.
import type { RiskClass } from '../../../app/contract/risk.ts';
import { VisibleText } from '../visible-text.tsx';

export function RiskPill({ risk, says }: { readonly risk: RiskClass; readonly says: string }) {
  return (
    <span className={`pill pill--${risk}`}>
      <VisibleText text={says} />
    </span>
  );
}
