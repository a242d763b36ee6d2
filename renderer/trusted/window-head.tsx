// The head of a window that asks nothing: what it is for, in a title and a sentence.
import type { ReactNode } from 'react';
import { ArchIcon } from './icons.tsx';

export function WindowHead({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <header className="head">
      <span className="head-mark">
        <ArchIcon />
      </span>
      <div>
        <h1>{title}</h1>
        <p>{children}</p>
      </div>
    </header>
  );
}
