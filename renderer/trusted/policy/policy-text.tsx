// A whole policy as text, to be read: numbered lines, page by page, with everything hidden in it made visible.
import { useMemo, useState } from 'react';
import { hiddenCount, visiblePieces } from '../../../app/contract/visible-text.ts';
import { Button, Warning } from '../controls.tsx';
import { VisibleText } from '../visible-text.tsx';
import { linePages } from './policy-words.ts';

export function PolicyText({ text }: { readonly text: string }) {
  const pages = useMemo(() => linePages(text), [text]);
  // A line break is no line of its own here, and a carriage return before one is how other systems write it.
  const hidden = useMemo(() => hiddenCount(visiblePieces(text)), [text]);
  const [at, setAt] = useState(0);
  const page = pages[at] ?? [];
  return (
    <>
      {hidden === 0 ? null : (
        <Warning>
          {hidden === 1
            ? '1 character is hidden or imitates another. It is shown as a code.'
            : `${hidden} characters are hidden or imitate others. They are shown as codes.`}
        </Warning>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <section className="policy-text mono" aria-label="The new policy" tabIndex={0}>
        {page.map(({ number, line }, row) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line has no identity but its place
          <div key={row}>
            <span aria-hidden>{number}</span>
            <VisibleText text={line} />
          </div>
        ))}
      </section>
      {pages.length === 1 ? null : (
        <div className="policy-pages">
          <Button off={at === 0} onClick={() => setAt(at - 1)}>
            Before
          </Button>
          <span>
            Part {at + 1} of {pages.length}
          </span>
          <Button off={at === pages.length - 1} onClick={() => setAt(at + 1)}>
            Next
          </Button>
        </div>
      )}
    </>
  );
}
