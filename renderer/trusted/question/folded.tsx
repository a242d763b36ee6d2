// Text of which the first lines are shown, and all of it on request or where it has to be seen.
import type { ReactNode } from 'react';
import { useLayoutEffect, useRef, useState } from 'react';

export function Folded({ id, label, open, children }: FoldedProps) {
  const box = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<'short' | 'folded' | 'open'>('short');
  const isOpen = open || state === 'open';
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured again whenever it is drawn anew
  useLayoutEffect(() => {
    const element = box.current;
    if (element !== null && state === 'short' && element.scrollHeight > element.clientHeight + 4) setState('folded');
  }, [children, state]);
  return (
    <>
      <div ref={box} id={id} className={isOpen ? 'folded mono' : 'folded folded--short mono'}>
        {children}
      </div>
      {state === 'short' || open ? null : (
        <button
          type="button"
          className="inline-act"
          aria-expanded={state === 'open'}
          aria-label={state === 'open' ? `Fold ${label}` : `Show all of ${label}`}
          onClick={() => setState(state === 'open' ? 'folded' : 'open')}
        >
          {state === 'open' ? 'Fold' : 'Show all of it'}
        </button>
      )}
    </>
  );
}

interface FoldedProps {
  readonly id: string;
  readonly label: string;
  /** It has to be seen. */
  readonly open: boolean;
  readonly children: ReactNode;
}
