// The head of every question: who wants what, and its place in the queue.
import type { ReactNode } from 'react';
import { ArchIcon } from './icons.tsx';
import { VisibleText } from './visible-text.tsx';

interface QuestionHeadProps {
  /** The client's name; a claim, so it is made visible. */
  readonly who: string;
  readonly wants: string;
  readonly sub: string;
  readonly position: number;
  readonly total: number;
  readonly aside?: ReactNode;
}

export function QuestionHead({ who, wants, sub, position, total, aside }: QuestionHeadProps) {
  return (
    <header className="head">
      <span className="head-mark">
        <ArchIcon />
      </span>
      <div>
        <h1>
          <VisibleText text={who} /> {wants}
        </h1>
        <p>
          {sub}
          {total > 1 ? ` · request ${position} of ${total}` : ''}
        </p>
      </div>
      {aside}
    </header>
  );
}
