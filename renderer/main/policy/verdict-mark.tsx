// Allow, ask or deny, by word and shape; colour only repeats it.
import { Ban, Check, MessageCircleQuestionMark } from 'lucide-react';
import type { Verdict } from './policy-words.ts';
import { verdictWords } from './policy-words.ts';

const icons = { allow: Check, ask: MessageCircleQuestionMark, deny: Ban } as const;

export function VerdictMark({ verdict }: { readonly verdict: Verdict }) {
  const Icon = icons[verdict];
  return (
    <span className={`verdict verdict--${verdict}`}>
      <Icon size={13} strokeWidth={2} aria-hidden />
      {verdictWords[verdict]}
    </span>
  );
}
