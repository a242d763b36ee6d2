// Draws a sentence that quotes what an agent wrote: the quoted parts as visible text in the code font.
import { VisibleText } from '../visible-text.tsx';
import type { Said } from './said.ts';

export function SaidText({ said }: { readonly said: Said }) {
  return said.map((part, at) =>
    typeof part === 'string' ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place
      <code key={at} className="said">
        <VisibleText text={part.code} />
      </code>
    ),
  );
}
