// The head of every question: who wants what, and its place in the queue.
import type { ReactNode } from 'react';
import { ArchIcon } from '../icons.tsx';

interface QuestionHeadProps {
  readonly title: ReactNode;
  /** Short phrases. */
  readonly about: readonly string[];
  /** Its place in the queue; a list has none. */
  readonly place?: { readonly position: number; readonly total: number };
  readonly aside?: ReactNode;
}

export function QuestionHead({ title, about, place, aside }: QuestionHeadProps) {
  const isQueued = place !== undefined && place.total > 1;
  const phrases = isQueued ? [...about, `request ${place.position} of ${place.total}`] : about;
  return (
    <header className="head">
      <span className="head-mark">
        <ArchIcon />
      </span>
      <div className="head-row">
        <div>
          <h1>{title}</h1>
          <p>{phrases.join(' · ')}</p>
        </div>
        {aside === undefined ? null : <div className="head-aside">{aside}</div>}
      </div>
    </header>
  );
}
