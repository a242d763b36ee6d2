// How a page of the main window is laid out: heading, sections, cards of rows, notices.
import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useId } from 'react';
import './layout.css';

interface PageProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A page of one scrolling column. */
export function Page({ title, lead, actions, children }: PageProps) {
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1>{title}</h1>
          {lead === undefined ? null : <p>{lead}</p>}
        </div>
        {actions === undefined ? null : <div className="page-actions">{actions}</div>}
      </header>
      {children}
    </div>
  );
}

interface SectionProps {
  readonly title: ReactNode;
  /** A sentence under the title. */
  readonly lead?: ReactNode;
  readonly children: ReactNode;
}

export function Section({ title, lead, children }: SectionProps) {
  const id = useId();
  return (
    <section className="section" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {lead === undefined ? null : <p className="section-lead">{lead}</p>}
      {children}
    </section>
  );
}

/** A card of named facts. */
export function Facts({ children }: { readonly children: ReactNode }) {
  return <dl className="card facts">{children}</dl>;
}

interface FactProps {
  readonly name: ReactNode;
  readonly children: ReactNode;
  readonly action?: ReactNode;
}

export function Fact({ name, children, action }: FactProps) {
  return (
    <div className="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
      {action === undefined ? null : <dd className="fact-action">{action}</dd>}
    </div>
  );
}

const noticeIcons = { plain: Info, write: TriangleAlert, danger: CircleAlert } as const;

interface NoticeProps {
  readonly tone?: keyof typeof noticeIcons;
  readonly children: ReactNode;
  readonly action?: ReactNode;
}

/** A sentence that should not be missed. */
export function Notice({ tone = 'plain', children, action }: NoticeProps) {
  const Icon = noticeIcons[tone];
  return (
    <div className={`notice notice--${tone}`} role={tone === 'danger' ? 'alert' : 'note'}>
      <Icon size={15} aria-hidden />
      <div>{children}</div>
      {action}
    </div>
  );
}
