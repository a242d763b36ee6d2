// The bottom of a question, where it is answered: always in sight. While some of what is to be read lies under it, it says so.
import type { ReactNode } from 'react';
import { useLayoutEffect, useRef, useState } from 'react';

export function DecisionDock({ children }: { readonly children: ReactNode }) {
  const dock = useRef<HTMLDivElement>(null);
  const [more, setMore] = useState(false);
  useLayoutEffect(() => {
    const element = dock.current;
    if (element === null) return;
    const page = document.documentElement;
    const measure = () => {
      setMore(page.scrollHeight - page.clientHeight - page.scrollTop > 8);
      // What gets the focus is not left under it.
      page.style.setProperty('--dock', `${element.offsetHeight + 12}px`);
    };
    const sizes = new ResizeObserver(measure);
    sizes.observe(element);
    sizes.observe(document.body);
    window.addEventListener('scroll', measure);
    window.addEventListener('resize', measure);
    return () => {
      sizes.disconnect();
      window.removeEventListener('scroll', measure);
      window.removeEventListener('resize', measure);
      page.style.removeProperty('--dock');
    };
  }, []);
  return (
    <div ref={dock} className="dock">
      {more ? (
        <button type="button" className="dock-more" onClick={() => window.scrollBy({ top: window.innerHeight / 2 })}>
          More to read below
        </button>
      ) : null}
      <div className="dock-inner">{children}</div>
    </div>
  );
}
