// How far something is, as a bar and in words; without a total it only says that it goes on.
import type { ReactNode } from 'react';
import './progress.css';

interface ProgressProps {
  readonly label: string;
  readonly done: number;
  /** null: nobody knows how much there is. */
  readonly total: number | null;
  /** Where it stands, in words. */
  readonly children: ReactNode;
}

export function Progress({ label, done, total, children }: ProgressProps) {
  return (
    <div className="progress">
      {total === null ? (
        <progress aria-label={label} />
      ) : (
        <progress aria-label={label} value={done} max={Math.max(total, 1)} />
      )}
      <p>{children}</p>
    </div>
  );
}
