// A page with nothing to list: what this is, and the one thing to do next.
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import './layout.css';

interface EmptyStateProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

export function EmptyState({ icon: Icon, title, children, action }: EmptyStateProps) {
  return (
    <div className="empty-state">
      <span className="empty-state-mark">
        <Icon size={20} strokeWidth={1.6} aria-hidden />
      </span>
      <h2>{title}</h2>
      {children === undefined ? null : <p>{children}</p>}
      {action}
    </div>
  );
}
