// Text of any length in little room: all of it can be reached, and it says so when there is more below.
import type { ReactNode } from 'react';
import { useLayoutEffect, useRef, useState } from 'react';

export function Scrolled({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  const box = useRef<HTMLElement>(null);
  const [below, setBelow] = useState(0);
  const measure = () => {
    const element = box.current;
    if (element === null) return;
    const hidden = element.scrollHeight - element.clientHeight - element.scrollTop;
    setBelow(hidden < 6 ? 0 : Math.ceil(hidden / 21));
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured again whenever it is drawn anew
  useLayoutEffect(measure, [children]);
  return (
    <div className="scrolled">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <section ref={box} className="scrolled-text mono" aria-label={label} tabIndex={0} onScroll={measure}>
        {children}
      </section>
      {below === 0 ? null : (
        <button
          type="button"
          className="scrolled-more"
          onClick={() => box.current?.scrollBy({ top: (box.current.clientHeight * 4) / 5 })}
        >
          {below} more {below === 1 ? 'line' : 'lines'} below
        </button>
      )}
    </div>
  );
}
