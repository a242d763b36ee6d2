// Small labels: a state in words, a tag, a dot. Colour only repeats what the words say.
import type { ReactNode } from 'react';
import './badge.css';

export type Tone = 'plain' | 'good' | 'read' | 'write' | 'danger';

export function Badge({ tone = 'plain', children }: { readonly tone?: Tone; readonly children: ReactNode }) {
  return <span className={`badge badge--${tone}`}>{children}</span>;
}

/** Outlined tags, such as hosts or words of the person's own. */
export function Tags({ of }: { readonly of: readonly string[] }) {
  return (
    <span className="tags">
      {of.map((text) => (
        <span key={text} className="tag">
          {text}
        </span>
      ))}
    </span>
  );
}
