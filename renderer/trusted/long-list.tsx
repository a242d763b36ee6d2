// A list of thousands of rows of one height, of which only those in sight are drawn.
import type { ReactNode } from 'react';
import { useState } from 'react';
import { rowRange } from './row-range.ts';
import './desk.css';

interface LongListProps<T> {
  readonly label: string;
  readonly items: readonly T[];
  /** CSS pixels, of each row and of the list at most. */
  readonly rowHeight: number;
  readonly height: number;
  readonly keyOf: (item: T) => string | number;
  readonly children: (item: T) => ReactNode;
}

export function LongList<T>({ label, items, rowHeight, height, keyOf, children }: LongListProps<T>) {
  const [scrollTop, setScrollTop] = useState(0);
  const count = items.length;
  const shown = Math.min(height, count * rowHeight);
  const { from, to } = rowRange({ scrollTop, height: shown, rowHeight, count });
  return (
    <section
      className="long-list"
      aria-label={label}
      style={{ height: shown + 2 }}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
      tabIndex={0}
      onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}
    >
      <ul style={{ height: count * rowHeight, paddingTop: from * rowHeight }}>
        {items.slice(from, to).map((item, at) => (
          <li key={keyOf(item)} style={{ height: rowHeight }} aria-setsize={count} aria-posinset={from + at + 1}>
            {children(item)}
          </li>
        ))}
      </ul>
    </section>
  );
}
