import type { ReactNode } from 'react';
import './EmptyState.css';

export interface EmptyStateProps {
  readonly icon?: ReactNode;
  /** One sentence that says what would be here. */
  readonly title: ReactNode;
  /** At most one more, for a first-timer. */
  readonly hint?: ReactNode;
  /** The one thing to do now. */
  readonly action?: ReactNode;
  /** Stands alone on a page. */
  readonly page?: boolean;
}

/** Where nothing is yet: teaches what will be here, and offers the first step. */
export function EmptyState({ icon, title, hint, action, page = false }: EmptyStateProps) {
  const Title = page ? 'h1' : 'p';
  return (
    <div className={`sj-empty${page ? ' is-page' : ''}`}>
      {icon ? (
        <div className="sj-empty-icon" aria-hidden="true">
          {icon}
        </div>
      ) : null}
      <Title className="sj-empty-title">{title}</Title>
      {hint ? <p className="sj-empty-hint">{hint}</p> : null}
      {action ? <div className="sj-empty-action">{action}</div> : null}
    </div>
  );
}
